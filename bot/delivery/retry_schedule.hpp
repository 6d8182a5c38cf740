#pragma once
/// \file bot/delivery/retry_schedule.hpp
/// When to try a delivery again. Pure.

#include <chrono>
#include <cstdint>

namespace bot::delivery {

/// Pause after the `tries`-th failed try (from 1): 1, 2, 4 … 64 s, then 5 min, shifted by up to a tenth that
/// depends on `id` alone, so that a thousand rooms do not come back in the same instant and a test can repeat
/// it.
[[nodiscard]] std::chrono::milliseconds pause_after(int tries, std::int64_t id);

}  // namespace bot::delivery
