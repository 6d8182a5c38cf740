#pragma once
/// \file bot/desk/history.hpp
/// What a look at the figures adds to the history of the alerts: opened, worse, better, a promise kept or broken, closed.
/// Bounded: `pasts_kept` lines an alert and three years.
///
/// Threads: functions of their arguments.

#include "bot/desk/situations.hpp"
#include "bot/desk/state.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bot::desk {

inline constexpr std::size_t pasts_kept = 80;
inline constexpr std::chrono::days past_kept_for{3 * 366};

/// Imports of an objective that were taken back since a day, none of which was replaced by a later one that counts: by number.
[[nodiscard]] std::vector<int> taken_back_since(const figures::Ledger&, std::string_view objective, Day);

/// Why an alert that was opened that day is over: "regroupe", "atteint", "clos_atteint", "clos_manque", "retire" (figures
/// that it rested on were taken back: that is no recovery), "revenu".
[[nodiscard]] std::string closing_reason(const Overview&, const figures::Ledger&, const EpisodeId&, Day opened);

/// In which role somebody acts, as Past has it.
[[nodiscard]] std::string role_word(const Tools&, std::string_view sender);

/// Adds a line that somebody's deed makes; its level is that of the alert.
void note_deed(State&, const EpisodeId&, Past);

/// \param before the book before the look; `state.book` is the one after it
void note_changes(State& state, const steering::Book& before, const Overview&, Day today);

}  // namespace bot::desk
