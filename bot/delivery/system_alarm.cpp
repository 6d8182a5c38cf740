#include "bot/delivery/system_alarm.hpp"

#include <boost/asio/steady_timer.hpp>

#include <list>

namespace bot::delivery {

struct SystemAlarm::Timers {
    std::list<boost::asio::steady_timer> waiting;
    bool cancelled = false;
};

SystemAlarm::SystemAlarm(
    boost::asio::any_io_executor executor, std::function<std::chrono::sys_days(Instant)> civil_day
)
    : executor_(std::move(executor)), civil_day_(std::move(civil_day)), timers_(std::make_shared<Timers>()) {}

SystemAlarm::~SystemAlarm() {
    cancel();
}

Instant SystemAlarm::now() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Steady SystemAlarm::steady() const {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::steady_clock::now());
}

std::chrono::sys_days SystemAlarm::today() const {
    return civil_day_(now());
}

void SystemAlarm::in(std::chrono::milliseconds after, std::function<void()> then) {
    if (timers_->cancelled) return;
    timers_->waiting.emplace_back(executor_, after);
    auto const at = std::prev(timers_->waiting.end());
    // The handler owns the list: a cancelled timer's handler runs after this object may be gone.
    at->async_wait([timers = timers_, at, then = std::move(then)](boost::system::error_code error) {
        if (timers->cancelled) return;
        timers->waiting.erase(at);
        if (!error) then();
    });
}

void SystemAlarm::cancel() {
    if (timers_->cancelled) return;
    timers_->cancelled = true;
    timers_->waiting.clear();
}

}  // namespace bot::delivery
