#pragma once
/// \file rules/steering/trajectory.hpp
/// How a target should come in over its months, and the target to date (alerting.md §3.1). Threads: values.

#include "rules/steering/months.hpp"

#include <variant>
#include <vector>

namespace rules::steering {

/// The same every month.
struct Linear {};
/// By weights of the calendar months, January first.
struct Seasonal {
    std::vector<double> weights;  ///< 12, not all 0
};
/// Straight lines between (month number, share of the target); starts at (0, 0), ends at (last, 1).
struct Milestone {
    int month = 0;
    double share = 0;
};
struct Milestones {
    std::vector<Milestone> points;  ///< months and shares ascending
};
/// Shares of the calendar years of the period, each spread evenly inside ("étaler sur 2021 et 2022").
struct YearShares {
    std::vector<double> shares;  ///< sum 1
};
/// The pace of the year before until the plan starts, the rest spread evenly after.
struct RampUp {
    double pace_before = 0;  ///< a month
    int months_before = 0;
};
/// Given month by month, cumulative.
struct Cumulative {
    std::vector<double> to_month;
};
using Trajectory = std::variant<Linear, Seasonal, Milestones, YearShares, RampUp, Cumulative>;

/// The plan of a period: its target, first month and length.
struct Plan {
    double target = 0;
    Month start;
    int months = 12;
    const Trajectory* trajectory = nullptr;  ///< not owned; not null
};

/// What should have come in by the end of month `number` (0: 0; the last: the target).
[[nodiscard]] double to_month(const Plan&, int number);
/// The same on any day: inside a month by days counted, a straight line.
[[nodiscard]] double to_day(const Plan&, Day);
/// Month by month, not cumulated.
[[nodiscard]] std::vector<double> monthly(const Plan&);

/// The additional volume counts only above the socle to date (alerting.md §3.1, example E).
struct SocleState {
    double socle_to_date = 0, additional_to_date = 0;
    double socle_gap = 0;  ///< 0, or what is missing, negative
    double additional_done = 0;
    double additional_rate = 0;  ///< of what was due to date; 0 if nothing was
};
/// \param share of the target due to date
[[nodiscard]] SocleState socle_state(double socle, double additional, double share, double done);

}  // namespace rules::steering
