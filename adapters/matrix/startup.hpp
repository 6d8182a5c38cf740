#pragma once
/// \file adapters/matrix/startup.hpp
/// Makes us known to the homeserver, and keeps the way from it to us open.
///
/// A ping that succeeds makes Synapse send at once what it kept for us, instead of up to 512 s later: so one
/// at the start, one when the homeserver comes back, one a minute while nothing else comes. A ping that fails
/// is a line in the log and never an end (Synapse answers 502 to a ping during a retry that went well).
/// Source: synapse.md §3, §4. Threads: the executor's one thread.

#include "adapters/matrix/client.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace adapters::matrix {

class Startup {
  public:
    using LastHeard = std::function<std::optional<std::chrono::steady_clock::time_point>()>;

    /// Takes over `client->on_return`. \param last_heard when the homeserver last called us.
    Startup(boost::asio::any_io_executor, std::shared_ptr<CsClient> client, LastHeard last_heard);
    ~Startup();
    Startup(const Startup&) = delete;
    Startup& operator=(const Startup&) = delete;

    /// To be called after listening: registers the sender, sets its display name, pings.
    /// \returns whether the homeserver knows us now; `watch` goes on trying if it does not.
    boost::asio::awaitable<bool> introduce();

    /// Runs until `stop`. Tries to introduce us again after 1, 2, 4 … 60 s, and pings as said above.
    boost::asio::awaitable<void> watch();
    void stop();

  private:
    boost::asio::awaitable<void> rest(std::chrono::milliseconds);
    boost::asio::awaitable<bool> ping();
    [[nodiscard]] bool ping_is_due(std::chrono::milliseconds every) const;

    std::shared_ptr<CsClient> client_;
    LastHeard last_heard_;
    boost::asio::steady_timer timer_;
    bool introduced_ = false, returned_ = false, stopped_ = false;
};

}  // namespace adapters::matrix
