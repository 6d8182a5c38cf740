#pragma once
/// \file bot/desk/stand_in.hpp
/// The other source in place of the main one, where that has fallen behind (alerting.md §2.4: a national table that was due
/// in January and had not come in April, replaced by regional indicators). It is the whole series of the other source,
/// evaluated by itself: the two are never mixed, and whoever reads it is told whose figures they are.
///
/// It stands in only if a due month of the main source is missing, it knows a later month, it knows every month that the
/// main one knows, and it attributes all of its rows: a file that names some prescribers only would accuse an operator.
/// Levels stay the main source's (late data never lower one); the other alone raises to vigilance and no further, which is
/// said in the digest only. Threads: functions of their arguments.

#include "bot/desk/situations.hpp"

#include <optional>

namespace bot::desk {

/// \param main as it stands by its own source
[[nodiscard]] std::optional<Standing> stand_in(const steering::Steering&, const Standing& main, Day today);

/// What is said of an objective: by its other source where that stands in, else itself.
[[nodiscard]] const Standing& spoken(const Standing& main);

/// The level of a side (shortfall, overrun) with what the other source adds. None where nothing is left to decide: the period is
/// closed, or the target is reached; the months' count (hysteresis) may then stand at a level for ever, as no month comes any more.
[[nodiscard]] steering::AlertLevel level_on(const Standing& main, steering::Kind);
/// The worse of both sides.
[[nodiscard]] steering::AlertLevel level_on(const Standing& main);

}  // namespace bot::desk
