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
    double early = 0;  ///< added to both raising thresholds while there is much time left, see `early_part`
};
/// On P as told, calibrated. Learned with it (docs/decisions/0012-forecast.md), so that false alarms keep to the
/// bureau's budget; the reference's P was too pessimistic in the middle, and its thresholds belong to it.
inline constexpr std::array<Thresholds, 3> thresholds{
    Thresholds{0.54, 0.54, 0.27, 2, 0.02}, Thresholds{0.67, 0.67, 0.45, 2, 0.14}, Thresholds{0.85, 0.92, 0.65, 2}
};
/// The same for overruns of envelopes.
inline constexpr std::array<Thresholds, 3> overrun_thresholds{
    Thresholds{0.50, 0.60, 0.30, 2}, Thresholds{0.70, 0.72, 0.50, 2, 0.14}, Thresholds{0.85, 0.92, 0.65, 2}
};
/// Waiting costs little while there is time: the next month says more than the year's first ones. So more certainty
/// is asked for early on. All of `early` from `early_until` months left, nothing of it from `usual_from` on.
inline constexpr double early_until = 8.5, usual_from = 6.5;
/// 0 to 1: how much of `early` counts.
[[nodiscard]] double early_part(double months_left);
/// With fewer months left than the bureau needs to meet once, an alert can change nothing: a level then rises only
/// if there is hardly a doubt. What is open stays open.
inline constexpr double months_to_act = 2.0, raise_when_too_late = 0.96;
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
    double months_left = 12;    ///< until the end of the period
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
[[nodiscard]] Levels stepped(Levels, const Tick&, const std::array<Thresholds, 3>& = thresholds);

inline constexpr double no_doubt_left = 0.985;
/// Level 3 says that it cannot be made up any more: the pace needed is out of reach of anything on record, or
/// there is no doubt left. Else the message stays at 2, "encore rattrapable".
[[nodiscard]] AlertLevel told_level(AlertLevel, double p, double required_pace, double best_three_month_pace);

}  // namespace rules::steering
