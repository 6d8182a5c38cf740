#include "adapters/terminal/conversation.hpp"

#include "bot/delivery/commit.hpp"

#include <boost/asio/co_spawn.hpp>

namespace adapters::terminal {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

bot::delivery::PumpSettings settings() {
    bot::delivery::PumpSettings s;
    s.outage_after = 24h;
    s.loop.fast = 0ms;  // a script types faster than people, and repeats itself
    s.loop.answers = 1'000'000;
    s.loop.repeats = 1'000'000;
    return s;
}

}  // namespace

Conversation::Conversation(
    db::Store& store,
    bot::talking::Tools tools,
    std::function<std::chrono::sys_days(bot::Instant)> civil_day,
    Look look
)
    : store_(store),
      alarm_(loop_.get_executor(), std::move(civil_day)),
      channel_(look, [this](const std::string& text) { said_.push_back(text); }),
      postman_(loop_.get_executor(), store_, alarm_, {&channel_}),
      pump_(loop_.get_executor(), store_, alarm_, std::move(tools), {&channel_}, postman_, settings()) {
    postman_.start();
    pump_.start();
}

std::vector<std::string> Conversation::say(const std::string& line, const std::string& who) {
    said_.clear();
    auto const now = alarm_.now().time_since_epoch().count();
    db::NewInbound const inbound{
        {"terminal", who}, std::to_string(now) + "-" + std::to_string(++count_), line, now};
    std::exception_ptr failure;
    asio::co_spawn(
        loop_,
        [this, inbound] { return one_turn(inbound); },
        [&failure](std::exception_ptr f) { failure = std::move(f); }
    );
    loop_.restart();
    loop_.run();
    if (failure) std::rethrow_exception(failure);
    return said_;
}

asio::awaitable<void> Conversation::one_turn(db::NewInbound inbound) {
    db::Store::Unit unit = [inbound](db::Transaction& t) { t.admit(inbound); };
    std::exception_ptr const failure = co_await bot::delivery::commit(store_, std::move(unit));
    if (failure) std::rethrow_exception(failure);
    pump_.wake();
    while (!(pump_.resting() && pump_.waiting() == 0 && postman_.waiting() == 0))
        co_await bot::delivery::rest(alarm_, 1ms);
}

}  // namespace adapters::terminal
