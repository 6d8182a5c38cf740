#pragma once
/// \file bot/delivery/clock_guard.hpp
/// Notices when the wall's clock jumps, so that nothing is erased or given up because of a wrong date.
///
/// Compares the wall's clock with the steady one at each reading. Dates are trusted once they have held for
/// an hour (a machine may start with a wrong clock), and doubted after a step of more than five seconds back
/// or ten minutes forward, until the new time has held for an hour or the old one is back. Pure. Threads:
/// one.

#include "bot/delivery/alarm.hpp"

#include <chrono>
#include <optional>

namespace bot::delivery {

class ClockGuard {
  public:
    /// \returns whether dates may be acted on.
    bool trusts(Instant wall, Steady steady);
    /// The date to store: by the offset that was last trusted, else the wall's.
    [[nodiscard]] Instant stamp(Instant wall, Steady steady);

  private:
    using Offset = std::chrono::microseconds;
    [[nodiscard]] static bool near(Offset now, Offset before);

    std::optional<Offset> held_;      // wall minus steady, as it was when dates were last trusted
    std::optional<Offset> doubtful_;  // the one it jumped to
    Steady since_{};
};

}  // namespace bot::delivery
