#pragma once
/// \file bot/delivery/alarm.hpp
/// Time as the delivery loops see it: a clock to read and calls to come. The real one stands in bot/main.cpp's
/// world (steady timers, system clock); tests and the simulation move theirs by hand.
///
/// Threads: the loop's thread only.

#include "bot/message.hpp"

#include <chrono>
#include <functional>

namespace bot::delivery {

class Alarm {
  public:
    virtual ~Alarm() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    /// Civil day in Europe/Paris of `now`, unless the operator tries another one (`--today`).
    [[nodiscard]] virtual std::chrono::sys_days today() const = 0;
    /// Calls `then` once, `after` from now, on the loop's thread; never from inside this call.
    virtual void in(std::chrono::milliseconds after, std::function<void()> then) = 0;
};

}  // namespace bot::delivery
