#pragma once
/// \file bot/delivery/virtual_alarm.hpp
/// Time that moves only when somebody says so: a test, or a story that is told. One queue of things to come; equal times in order of asking.

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/clock_guard.hpp"

#include <map>
#include <memory>
#include <utility>

namespace bot::delivery {

/// The world's clock: goes on while programs die and start again.
class VirtualTime {
  public:
    explicit VirtualTime(Instant start) : now_(start) {}
    [[nodiscard]] Instant now() const { return now_; }  ///< true time
    std::chrono::microseconds wrong_by{0};                   ///< what the wall's clock shows more
    void at(Instant when, std::function<void()> then) {
        queue_.emplace(std::pair{std::max(when, now_), ++count_}, std::move(then));
    }
    void in(std::chrono::microseconds after, std::function<void()> then) {
        at(now_ + after, std::move(then));
    }
    [[nodiscard]] bool idle() const { return queue_.empty(); }
    [[nodiscard]] Instant next() const { return queue_.begin()->first.first; }
    /// Moves to the next thing and does it.
    void step() {
        auto node = queue_.extract(queue_.begin());
        now_ = node.key().first;
        node.mapped()();
    }

  private:
    Instant now_;
    std::uint64_t count_ = 0;
    std::map<std::pair<Instant, std::uint64_t>, std::function<void()>> queue_;
};

/// What one program sees of it; what it asked for dies with it.
class VirtualAlarm final : public Alarm {
  public:
    explicit VirtualAlarm(VirtualTime& time) : time_(time) {}
    ~VirtualAlarm() override { *alive_ = false; }
    [[nodiscard]] Instant now() const override { return time_.now() + time_.wrong_by; }
    [[nodiscard]] Steady steady() const override {
        return Steady(time_.now().time_since_epoch());
    }
    [[nodiscard]] std::chrono::sys_days today() const override {
        return std::chrono::floor<std::chrono::days>(time_.now());
    }
    [[nodiscard]] bool dates_hold() override { return guard_.trusts(now(), steady()); }
    [[nodiscard]] Instant stamp() override { return guard_.stamp(now(), steady()); }
    void in(std::chrono::milliseconds after, std::function<void()> then) override {
        time_.in(after, [alive = alive_, then = std::move(then)] {
            if (*alive) then();
        });
    }

  private:
    ClockGuard guard_;
    VirtualTime& time_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace bot::delivery
