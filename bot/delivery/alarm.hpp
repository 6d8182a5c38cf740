#pragma once
/// \file bot/delivery/alarm.hpp
/// Time as the delivery loops see it: a clock to read and calls to come. The real one stands in
/// bot/main.cpp's world (steady timers, system clock); tests and the simulation move theirs by hand.
///
/// Threads: the loop's thread only.

#include "bot/message.hpp"

#include <chrono>
#include <functional>

namespace bot::delivery {

/// A point of steady time. Not a date: never stored.
using Steady = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;

class Alarm {
  public:
    virtual ~Alarm() = default;
    /// The wall's clock, for dates that are said to people. It may jump.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Time that only goes forward, at its own pace, from some point in the past: pauses and deadlines.
    [[nodiscard]] virtual Steady steady() const = 0;
    /// Civil day in Europe/Paris of `now`, unless the operator tries another one (`--today`).
    [[nodiscard]] virtual std::chrono::sys_days today() const = 0;
    /// What stored dates go by: the wall's clock as it was when it was last trusted, carried on by the steady one; before
    /// it was trusted for the first time, the wall's clock itself. A jump of the wall leaves no trace in the store.
    [[nodiscard]] virtual Instant stamp() = 0;
    /// False for a while after the wall's clock has jumped: then nothing may be expired or purged by date.
    [[nodiscard]] virtual bool dates_hold() = 0;
    /// Calls `then` once, `after` from now, on the loop's thread; never from inside this call.
    virtual void in(std::chrono::milliseconds after, std::function<void()> then) = 0;
};

}  // namespace bot::delivery
