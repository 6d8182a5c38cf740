#pragma once
/// \file rules/steering/hysteresis.hpp
/// The level of an alert, with hysteresis counted in months that bring something new (alerting.md §2.3).
///
/// A revision without a new reference month may start a count, but neither completes nor clears one. Between the
/// two thresholds both counts go back to zero. Threads: values.

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace rules::steering {

enum class AlertLevel : std::uint8_t { none, vigilance, alerte, critique };
[[nodiscard]] std::string_view name_of(AlertLevel);  ///< "vigilance"; none: ""

struct Thresholds {
    double raise, raise_at_once, lower;
    int confirmations;
};
inline constexpr std::array<Thresholds, 3> thresholds{
    Thresholds{0.50, 0.75, 0.35, 2}, Thresholds{0.70, 0.90, 0.50, 2}, Thresholds{0.90, 0.985, 0.70, 2}
};
inline constexpr int months_before_a_level = 2;

/// One level of one objective.
struct Latch {
    bool on = false;
    int up = 0, down = 0;
    friend bool operator==(const Latch&, const Latch&) = default;
};
[[nodiscard]] Latch stepped(Latch, const Thresholds&, double p, bool new_month);

/// What an evaluation brings to the levels.
struct Tick {
    double p = 0;
    int months_used = 0;        ///< with fewer than `months_before_a_level` nothing moves
    int last_month = 0;         ///< number of the last month with a figure
    bool may_lower = true;      ///< no: data are late (alerting.md §2.4)
    bool may_raise_high = true; ///< no: no new level 2 or 3 (no data, or the bounds of a split disagree)
};

/// The three levels of one (objective, kind).
struct Levels {
    std::array<Latch, 3> latches{};
    int last_month = 0;
    [[nodiscard]] AlertLevel level() const;
    friend bool operator==(const Levels&, const Levels&) = default;
};
[[nodiscard]] Levels stepped(Levels, const Tick&);

/// Level 3 says that it cannot be made up any more: the pace needed is out of reach of anything on record, or
/// there is no doubt left. Else the message stays at 2, "encore rattrapable".
[[nodiscard]] AlertLevel told_level(AlertLevel, double p, double required_pace, double best_three_month_pace);

}  // namespace rules::steering
