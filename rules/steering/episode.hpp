#pragma once
/// \file rules/steering/episode.hpp
/// One alert from its opening to its closing. Identity is (objective, kind): the level is an attribute, so that
/// a rise is never a closing and an opening (alerting.md §0.3, §2.1). Threads: values.

#include "rules/steering/health.hpp"
#include "rules/steering/hysteresis.hpp"
#include "rules/steering/measured.hpp"
#include "rules/steering/treatment.hpp"

#include <map>
#include <set>
#include <string>

namespace rules::steering {

enum class Kind : std::uint8_t { shortfall, overrun, cost_per_entry, data, meeting };
[[nodiscard]] std::string_view name_of(Kind);

/// Where an objective is in its life (alerting.md §2.3).
enum class Ending : std::uint8_t {
    running,
    reached,            ///< atteint: the consolidated count is there; only a downward revision reopens
    closing,            ///< cloture_provisoire: the period is over, its figures still come in
    closed_reached,     ///< cloture_atteint
    closed_missed       ///< cloture_manque
};
inline constexpr int closing_publications = 4, closing_days = 120;
/// \param consolidated what is consolidated, \param publications after the end of the period
[[nodiscard]] Ending ending(double consolidated, double known, double target, Day end, int publications, Day today);

struct EpisodeId {
    std::string objective;
    Kind kind = Kind::shortfall;
    friend auto operator<=>(const EpisodeId&, const EpisodeId&) = default;
};

/// What an evaluation says of one (objective, kind).
struct Situation {
    std::string objective, parent, root;  ///< root: the objective itself if it has no parent
    Kind kind = Kind::shortfall;
    AlertLevel level = AlertLevel::none;
    double p = 0, landing = 0, target = 0;
    std::optional<Measured> gap;           ///< to date; negative: behind
    std::optional<NewMonth> new_month;
    DataState data = DataState::fresh;     ///< of a situation on data: who hears depends on it
    bool data_hold = false;                ///< data suspect, broken or absent: no new push of a level
    Ending ending = Ending::running;
    /// The episode that tells of it too: whoever hears of that one does not hear of this one.
    std::optional<EpisodeId> told_by{};
    std::string data_hash;                 ///< of what was evaluated: the same data, the same hash
};

struct Episode {
    int number = 1;
    Day opened;
    std::optional<Day> closed;
    AlertLevel level = AlertLevel::none, level_max = AlertLevel::none;
    double p_told = 0, landing_told = 0;   ///< of the last message, against which "moved" is measured
    std::string data_hash;                 ///< of the last evaluation
    Day waits_since;                       ///< since when nobody has taken it on: escalation counts from here
    std::set<std::string> told;            ///< recipients who got "open": each will get "closed"
    std::set<std::string> escalated;       ///< roles already called
    Treatment treatment;
    std::optional<PromiseCheck> last_check; ///< of the last commitment that could be checked, standing or broken
};

/// All episodes, past ones apart: only their number is kept.
struct Book {
    std::map<EpisodeId, Episode> open;
    std::map<EpisodeId, int> numbers;      ///< of the last episode
    std::set<std::string> sent;            ///< keys: forever, per recipient
};

}  // namespace rules::steering
