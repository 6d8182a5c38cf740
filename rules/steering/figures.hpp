#pragma once
/// \file rules/steering/figures.hpp
/// The months of an objective as they were known on a day, corrected for what is still to come and, where a
/// file does not say who prescribed, for what hides under another's name (alerting.md §3.2, §3.3).
///
/// Threads: functions of their arguments.

#include "rules/steering/completeness.hpp"
#include "rules/steering/objective.hpp"

#include <vector>

namespace rules::steering {

struct Figure {
    int month = 0;     ///< number in the period, from 1
    double known = 0;  ///< as published
    double corrected = 0;
    double relative_variance = 0;  ///< of `corrected`: this month's own part
    double by_shift = 0;           ///< and how it moves with the series' lag
    double share = 1;              ///< completeness usual at that age
    int publications = 0;
};

struct Figures {
    std::vector<Figure> months;  ///< ascending
    double lag_variance = 0;
};

using Sources = std::map<std::string, Completeness, std::less<>>;

/// Months of a series inside the objective's period.
[[nodiscard]] Figures figures_on(const Objective&, std::span<const Vintage>, const Completeness&, Day today);

/// The other reading of the same file: AIS rows of a Pôle emploi sub-objective include those without
/// prescriber; the missions locales' attributed rows and their I-Milo count tell how many of them hide there.
struct SplitSeries {
    std::span<const Vintage> shown;       ///< PE as displayed: attributed + unattributed
    std::span<const Vintage> other;       ///< ML as attributed in the same file
    std::span<const Vintage> other_cross;  ///< ML as counted by its own system (may be empty)
};
[[nodiscard]] Figures split_figures_on(
    const Objective&, const SplitSeries&, const Completeness& file, const Completeness& cross, Day today
);

/// A month of a file that names some prescribers only: each side has bounds, not a number.
struct SplitMonth {
    double shown_attributed = 0, other_attributed = 0, unattributed = 0;
};
struct Bounds {
    double low = 0, high = 0;
};
[[nodiscard]] Bounds bounds_of_shown(std::span<const SplitMonth>);
[[nodiscard]] Bounds bounds_of_other(std::span<const SplitMonth>);
/// Attributed rows over all rows; 1 if there are none.
[[nodiscard]] double fill_rate(std::span<const SplitMonth>);
/// Both bounds under, both above, or neither: then nobody may be accused.
enum class Verdict : std::uint8_t { under, reached, undetermined };
[[nodiscard]] Verdict verdict(const Bounds&, double target_to_date);
/// What hides: min(unattributed, max(0, cross − attributed)).
[[nodiscard]] double hidden_of_other(const SplitMonth&, double cross_count);

}  // namespace rules::steering
