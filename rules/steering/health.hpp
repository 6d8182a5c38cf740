#pragma once
/// \file rules/steering/health.hpp
/// The state of the data of a series, apart from the level (alerting.md §2.4): missing is never zero, late data never
/// lower an alert, an odd value is put aside and its owner asked.
///
/// Threads: functions of their arguments.

#include "rules/steering/figures.hpp"
#include "rules/steering/hysteresis.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace rules::steering {

/// From good to bad; a series is in the worst that applies.
enum class DataState : std::uint8_t {
    fresh,        ///< frais
    provisional,  ///< provisoire: a month younger than three publications
    late,         ///< en_retard
    unreliable,   ///< non_fiable: the split says too little
    suspect,      ///< suspect: a first publication far off the level
    none,         ///< sans_donnees: two due months are missing
    broken        ///< rupture: one publication rescaled the past
};
[[nodiscard]] std::string_view name_of(DataState);

/// Who is to hear of it.
enum class Told : std::uint8_t { nobody, note_in_message, data_owner, data_owner_then_digest, owner_and_dreets, bureau };
[[nodiscard]] Told told_to(DataState);

/// How late a source usually is, learned like completeness.
struct SourceLag {
    double median_days = 30, ninetieth_days = 45;  ///< from the end of the month to its first publication
};
[[nodiscard]] SourceLag learn_lag(std::span<const std::span<const Vintage>> closed);

struct Health {
    DataState state = DataState::fresh;
    std::optional<Month> last_month;  ///< last one known: "données au …"
    int months_due_missing = 0;
    std::vector<Month> suspects;      ///< put aside, not deleted
    std::optional<Day> rupture;       ///< the publication that rescaled the past
    double fill = 1;                  ///< of the split, where there is one

    [[nodiscard]] bool may_lower() const;       ///< no while late, without data, or broken
    [[nodiscard]] bool may_raise_high() const;  ///< no without data, broken, or while bounds disagree
    Verdict split_verdict = Verdict::reached;
    bool has_split = false;
};

inline constexpr double least_fill = 0.70;

/// \param suspects numbers of months that the forecast put aside
/// \param rebased a person has dealt with ruptures up to that day
[[nodiscard]] Health health_on(
    const Objective&,
    std::span<const Vintage>,
    const SourceLag&,
    Day today,
    std::span<const int> suspects = {},
    std::optional<Day> rebased = {}
);
/// Adds what the split says.
void judge_split(Health&, std::span<const SplitMonth>, const Bounds&, double target_to_date);

/// One publication day that rescales three past months or more by over 5 % in the same direction.
[[nodiscard]] std::optional<Day> rupture_in(std::span<const Vintage>, Day today, std::optional<Day> after = {});

}  // namespace rules::steering
