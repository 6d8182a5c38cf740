#pragma once
/// \file rules/steering/pace.hpp
/// What it would take (alerting.md §3.7), what one entry costs, and an early hint of a change (§3.8).
/// Threads: functions of their arguments.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace rules::steering {

enum class Feasibility : std::uint8_t { reached, within_reach, hard, out_of_reach };
[[nodiscard]] std::string_view name_of(Feasibility);  ///< "rattrapable", "difficile", "hors d’atteinte"

struct Pace {
    double required = 0;     ///< a month, for each month left; 0: reached
    double last_three = 0;   ///< mean of the last three months, corrected
    double best = 0;         ///< best month
    double best_three = 0;   ///< best mean of three months in a row
    double to_last_three = 0, to_best = 0;  ///< ratios; 0: nothing to compare with
    Feasibility feasibility = Feasibility::within_reach;
};
/// \param corrected months in order, \param months_left at least 1
/// \param capacity what the people who are there can take on in a month, if known: under it a pace is never out of reach, above
/// it always, unless three months in a row were better than that
[[nodiscard]] Pace pace_of(
    std::span<const double> corrected, double target, int months_left, std::optional<double> capacity = {}
);

/// Money and volume together: spend ahead and volume behind is one message, not two that contradict.
struct CostPerEntry {
    double planned = 0, actual = 0;
    double ratio = 1;
};
/// In the unit of the money. \returns nothing where one of them is not above zero
[[nodiscard]] std::optional<CostPerEntry> cost_per_entry(double envelope, double target, double spent, double entered);

/// S = max(0, S − z − k), one value a z.
[[nodiscard]] double cusum_step(double sum, double z, double k = 0.5);
/// Gain of the steady-state filter: drift² / noise² = rho².
[[nodiscard]] double steady_gain(double drift, double noise);

}  // namespace rules::steering
