#pragma once
/// \file bot/delivery/system_alarm.hpp
/// The real clock: the only place of the bot that reads it. Waiting goes by the steady clock, dates by the
/// system's.
///
/// Threads: the executor's one thread. Lifetime: calls that are still to come are dropped with the object.

#include "bot/delivery/alarm.hpp"
#include "bot/delivery/clock_guard.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace bot::delivery {

class SystemAlarm final : public Alarm {
  public:
    /// \param civil_day the day that an instant falls on, where people live (or a fixed one, when trying out)
    SystemAlarm(boost::asio::any_io_executor, std::function<std::chrono::sys_days(Instant)> civil_day);
    ~SystemAlarm() override;
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] Steady steady() const override;
    [[nodiscard]] std::chrono::sys_days today() const override;
    [[nodiscard]] bool dates_hold() override { return guard_.trusts(now(), steady()); }
    [[nodiscard]] Instant stamp() override { return guard_.stamp(now(), steady()); }
    void in(std::chrono::milliseconds after, std::function<void()> then) override;
    /// Drops everything that is still to come, so that the loop can run out of work.
    void cancel();

  private:
    struct Timers;
    boost::asio::any_io_executor executor_;
    std::function<std::chrono::sys_days(Instant)> civil_day_;
    std::shared_ptr<Timers> timers_;
    ClockGuard guard_;
};

}  // namespace bot::delivery
