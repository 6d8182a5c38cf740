#include "adapters/matrix/startup.hpp"

#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace adapters::matrix {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using bot::observing::Level;
using bot::observing::What;

Startup::Startup(asio::any_io_executor executor, std::shared_ptr<CsClient> client, LastHeard last_heard)
    : client_(std::move(client)), last_heard_(std::move(last_heard)), timer_(std::move(executor)) {
    client_->on_return = [this] {
        returned_ = true;
        timer_.cancel();
    };
}

Startup::~Startup() {
    client_->on_return = nullptr;
}

asio::awaitable<bool> Startup::ping() {
    auto const reply = co_await client_->ping();
    if (reply.ok()) {
        bot::observing::log(Level::debug, What::ping_ok);
    } else {
        bot::observing::count(bot::observing::Count::pings_failed);
        bot::observing::log(Level::warning, What::ping_failed, {{"status", reply.status}});
    }
    co_return reply.ok();
}

asio::awaitable<bool> Startup::introduce() {
    auto const registered = co_await client_->register_sender();
    introduced_ = registered.ok() || registered.errcode == "M_USER_IN_USE";
    if (!introduced_) {
        if (registered.status != 0)
            bot::observing::log(Level::error, What::peer_refuses_us, {{"status", registered.status}});
        co_return false;
    }
    auto const named = co_await client_->set_display_name();
    if (!named.ok()) bot::observing::log(Level::warning, What::peer_refuses_us, {{"status", named.status}});
    bool const pinged = co_await ping();
    static_cast<void>(pinged);  // said in the log
    co_return true;
}

asio::awaitable<void> Startup::rest(std::chrono::milliseconds how_long) {
    boost::system::error_code woken;
    timer_.expires_after(how_long);
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

bool Startup::ping_is_due(std::chrono::milliseconds every) const {
    auto const heard = last_heard_();
    return returned_ || !client_->reached() || !heard || std::chrono::steady_clock::now() - *heard >= every;
}

asio::awaitable<void> Startup::watch() {
    auto const every = std::max(client_->settings().ping_every, std::chrono::milliseconds(10));
    auto const shortest = std::min<std::chrono::milliseconds>(every, 1s);
    auto backoff = shortest;
    while (!stopped_) {
        bool const due = ping_is_due(every);
        returned_ = false;
        bool proven = false;
        if (!introduced_) {
            proven = co_await introduce();
        } else if (due) {
            proven = co_await ping();
        }
        // If that very call found the homeserver back and reached its end, nothing is left to do; if it
        // failed then, it is tried again at once, and once only.
        if (proven) returned_ = false;
        // While nobody answers, ask more often: the first answer is when the backlog can come.
        bool const settled = introduced_ && client_->reached();
        backoff = settled ? shortest : std::min(backoff * 2, every);
        bool const go_on = stopped_ || returned_;
        auto const pause = settled ? every : backoff;
        if (!go_on) co_await rest(pause);
    }
}

void Startup::stop() {
    stopped_ = true;
    timer_.cancel();
}

}  // namespace adapters::matrix
