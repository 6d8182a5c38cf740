#pragma once
/// \file bot/service/supervisor.hpp
/// What the service tells systemd about itself: it answers now, it ends, it is alive. Datagrams to the socket that
/// $NOTIFY_SOCKET names (sd_notify(3)), written by hand so that nothing links libsystemd. Started by hand, there is no such socket
/// and nothing is said.
///
/// Threads: the loop's. Errors: none; a supervisor that does not listen is no reason not to answer people.

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bot::delivery {
class Alarm;
}

namespace bot::service {

class Supervisor {
  public:
    struct Settings {
        std::string socket;                                   ///< a path, or "@name" of the abstract space; empty: nobody to tell
        std::optional<std::chrono::microseconds> watchdog;  ///< silent for that long, we are taken for hung
    };
    /// $NOTIFY_SOCKET, and $WATCHDOG_USEC if $WATCHDOG_PID is ours or not set. Takes them out of the environment: no child is meant.
    [[nodiscard]] static Settings from_environment();

    explicit Supervisor(Settings);
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;
    ~Supervisor();

    void ready();     ///< everything is loaded and listens
    void stopping();  ///< what is under way ends; also ends `watch`
    /// Says from the loop, three times in each watchdog period, that the loop turns; completes at once without a watchdog.
    boost::asio::awaitable<void> watch(delivery::Alarm&);

  private:
    void tell(std::string_view) const;

    Settings settings_;
    int socket_ = -1;
    bool running_ = true;
};

}  // namespace bot::service
