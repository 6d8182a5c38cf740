#pragma once
/// \file bot/desk/situations.hpp
/// Every objective as it stands on a day, as episodes are decided from: level, data, money against volume, meetings.
///
/// The same records and day give the same situations: a tick that is repeated after a crash says nothing new.
/// Threads: functions of their arguments.

#include "bot/desk/crossed.hpp"
#include "bot/desk/state.hpp"
#include "bot/desk/trees.hpp"
#include "rules/steering/replay.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace bot::desk {

/// An objective that can be forecast, evaluated.
struct Standing {
    const steering::Objective* objective = nullptr;
    steering::StateOn on;
    steering::Figures figures;
    steering::Ending ending = steering::Ending::running;
    std::string root;
    std::set<int> hidden_sums{};       ///< months at whose end the sum is not shown (small_cells.hpp)
    std::optional<Crossed> crossed{};  ///< what the other source counts
    std::vector<Standing> instead{};   ///< at most one: by the other source, where it stands in (stand_in.hpp)
    std::string in_place_of{};         ///< of one that stands in: the main source
    std::shared_ptr<const steering::Objective> owned{};  ///< and its `objective`, with the sources changed over
};

/// A state (staff, schools): never forecast, the last one known against the target.
struct KnownState {
    const steering::Objective* objective = nullptr;
    std::optional<steering::KnownMonth> last{};
    bool overdue = false;  ///< its day is past, its source is usually there by now, and nobody has given any figure
    [[nodiscard]] bool reached(Day) const;
};

/// What an entry costs, at the end of the last month that money and volume are both known for.
struct CostNow {
    steering::CostPerEntry euros;
    steering::Month until;
};

struct Overview {
    std::vector<Standing> standings;                ///< of those with a target that are no mere state (staff, schools)
    std::vector<KnownState> states;                 ///< of those that are
    std::vector<steering::Situation> situations;
    std::map<std::string, CostNow> costs;           ///< by envelope; where fewer than five entries are known: none
    std::map<std::string, int> last_month;          ///< by objective: what `State::last_month` becomes

    [[nodiscard]] const Standing* find(std::string_view objective) const;
    [[nodiscard]] const steering::Situation* find(const EpisodeId&) const;
    [[nodiscard]] const KnownState* state(std::string_view objective) const;
};

/// The id under which the meeting rule is an episode.
inline constexpr std::string_view meeting_objective = "BUREAU";

/// One objective.
[[nodiscard]] Standing standing_on(const Trees&, const steering::Steering&, const steering::Objective&, Day);
/// That objective and those of its tree: standings alone, with what the tree hides. They point to the trees' objectives.
[[nodiscard]] Overview family_on(const Trees&, const steering::Steering&, const steering::Objective&, Day);
[[nodiscard]] Overview overview_on(const Tools&, const State&, Day);

/// A state that is known and not there yet is watched in the last two months, and an alert once its day is past.
inline constexpr std::chrono::days state_is_watched_for{60};
[[nodiscard]] steering::AlertLevel level_of(const KnownState&, Day);
[[nodiscard]] KnownState known_state(const steering::Steering&, const steering::Objective&, Day);

/// Whether an objective's months add up to something that can be forecast.
[[nodiscard]] bool can_be_forecast(const steering::Objective&);
/// The root of the tree that it stands in.
[[nodiscard]] std::string root_of(const Tools&, const steering::Objective&);

}  // namespace bot::desk
