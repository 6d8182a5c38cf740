#pragma once
/// \file bot/service/side.hpp
/// One side of the service that faces people: Matrix, mail, the web page. The service puts together what every side
/// shares (store, pump, postman); a side brings its channels, listens, and lets go again.
///
/// Threads: the loop's. Lifetime: a side outlives pump and postman, and everything it was given outlives it.

#include "adapters/net/http_server.hpp"
#include "bot/delivery/alarm.hpp"
#include "bot/delivery/channel.hpp"
#include "bot/delivery/postman.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <functional>
#include <vector>

namespace bot::service {

/// What a side is given once pump and postman stand.
struct Ends {
    db::Store& store;
    delivery::Alarm& alarm;
    delivery::Postman& postman;
    std::function<void()> admitted;  ///< entries were committed to the inbox
};

class Side {
  public:
    virtual ~Side() = default;
    /// Asked for once, before pump and postman are made.
    [[nodiscard]] virtual std::vector<delivery::Channel*> channels() = 0;
    /// Listens; throws std::system_error if it cannot.
    virtual void open(const Ends&) = 0;
    /// Begins its own work, once pump and postman run.
    virtual void start() {}
    /// Takes nothing in any more; completes when requests under way have ended or their time is over.
    virtual boost::asio::awaitable<void> close() = 0;
    /// Counters of its HTTP server, if it has one and has been opened.
    [[nodiscard]] virtual const adapters::net::Counters* http() const { return nullptr; }
};

/// Runs a task on the loop; what it throws is a line in the log.
template <std::size_t N>
void spawn(boost::asio::io_context& loop, const char (&task)[N], std::function<boost::asio::awaitable<void>()> body);
void spawn_named(
    boost::asio::io_context& loop, std::string_view task, std::function<boost::asio::awaitable<void>()> body
);

template <std::size_t N>
void spawn(boost::asio::io_context& loop, const char (&task)[N], std::function<boost::asio::awaitable<void>()> body) {
    spawn_named(loop, std::string_view(task, N - 1), std::move(body));
}

}  // namespace bot::service
