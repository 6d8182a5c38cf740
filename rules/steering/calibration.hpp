#pragma once
/// \file rules/steering/calibration.hpp
/// Forecasts of closed years held against what happened: how good they were, and the map and widths that would
/// have made them honest. The bot publishes the first and relearns the second once a year, in public.
///
/// Threads: functions of their arguments.

#include "rules/steering/landing.hpp"

#include <span>

namespace rules::steering {

/// One forecast of a closed objective, as the model made it (`raw_…`, not yet calibrated) and as it was told.
struct Graded {
    double raw_shortfall = 0, raw_overrun = 0;
    double told_shortfall = 0;
    double middle = 0, reach = 0;  ///< of the 80 % interval before any width factor
    double low80 = 0, high80 = 0;  ///< as told
    double final_count = 0;
    int part = 0;                  ///< horizon_part
    bool fell_short = false, overran = false;
    bool envelope = false;         ///< only these teach the map of overruns
};

/// Widths: the factor at which eight of ten fell inside. Maps: means of outcomes around each tenth, leaning on the
/// model's own P where there are few, made monotone by pooling (PAV).
[[nodiscard]] Calibration learn_calibration(std::span<const Graded>);

struct Grades {
    double brier = 0;                               ///< of P told
    std::array<double, horizon_parts> coverage{};   ///< of the interval told
    double largest_gap = 0;                         ///< between P told and what happened, over tenths with 50 forecasts or more
    int forecasts = 0;
};
[[nodiscard]] Grades grades(std::span<const Graded>);

}  // namespace rules::steering
