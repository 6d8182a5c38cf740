#pragma once
/// \file rules/steering/closed_years.hpp
/// What our own forecasts of a year were worth, once that year is closed: each month's forecast, as known then, held
/// against how it ended (alerting.md §7.2). Said to the bureau; nobody has to take our word for it.
///
/// Threads: functions of their arguments.

#include "rules/steering/calibration.hpp"
#include "rules/steering/evaluation.hpp"

#include <optional>

namespace rules::steering {

struct YearGraded {
    int year = 0;
    Grades grades;
    double inside = 0;      ///< share of the intervals told that held the result
    int objectives = 0;     ///< closed in that year, with figures
    int reached = 0;        ///< of them
    int false_alarms = 0;   ///< reached, and at some time at level 2 or 3
    int unseen = 0;         ///< missed, and never at level 2 or 3
};

/// Objectives whose period ended in that year. \returns nothing before its figures are final (`closing_days` after its
/// last day), or if there are none
[[nodiscard]] std::optional<YearGraded> graded_year(const Steering&, int year, Day today);

}  // namespace rules::steering
