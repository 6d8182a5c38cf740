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

namespace bot::desk {

inline constexpr std::size_t pasts_kept = 80;
inline constexpr std::chrono::days past_kept_for{3 * 366};

/// Why an alert is over: "regroupe", "atteint", "clos_atteint", "clos_manque", "revenu".
[[nodiscard]] std::string closing_reason(const Overview&, const EpisodeId&);

/// In which role somebody acts, as Past has it.
[[nodiscard]] std::string role_word(const Tools&, std::string_view sender);

/// Adds a line that somebody's deed makes.
void note_deed(State&, const EpisodeId&, Past);

/// \param before the book before the look; `state.book` is the one after it
void note_changes(State& state, const steering::Book& before, const Overview&, Day today);

}  // namespace bot::desk
