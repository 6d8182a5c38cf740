#pragma once
/// \file rules/steering/digest.hpp
/// What the bureau reads before it meets (alerting.md §2.8): new, worse, better, closed since it last met; what nobody
/// has taken on; silences and commitments; one table by P × gap. Words and charts are made elsewhere.
///
/// Threads: functions of their arguments.

#include "rules/steering/episode.hpp"

#include <span>
#include <vector>

namespace rules::steering {

/// Levels as they were when the bureau last met: kept by whoever sends the digest.
using LevelsThen = std::map<EpisodeId, AlertLevel>;
[[nodiscard]] LevelsThen levels_of(const Book&);

struct DigestLine {
    EpisodeId episode;
    AlertLevel then = AlertLevel::none, now = AlertLevel::none;
    double weight = 0;  ///< P × size of the gap: the order of the table
};

struct DigestContent {
    std::vector<DigestLine> fresh, worse, better, closed;
    std::vector<EpisodeId> not_taken_on;                               ///< level 2 and 3 without acknowledgement
    std::vector<std::pair<EpisodeId, Silence>> silences;               ///< all running, with their author
    std::vector<std::pair<EpisodeId, Silence>> silences_ending;        ///< before the bureau after the next
    std::vector<std::pair<EpisodeId, Commitment>> commitments;         ///< standing ones
    std::vector<std::pair<EpisodeId, PromiseCheck>> checks;            ///< what months said of commitments, standing or broken
    std::vector<EpisodeId> on_agenda;                                  ///< put there by escalation, and still open
    std::vector<std::string> doubtful_data;                            ///< objectives whose data are late or worse
    std::vector<DigestLine> table;                                     ///< every open shortfall and overrun, heaviest first
    std::vector<std::string> fine;                                     ///< objectives without anything open: one line
};

/// \param situations of all objectives on that day
/// \param after_next the bureau after the one that the digest is for
[[nodiscard]] DigestContent digest_of(
    const Book&, const LevelsThen&, std::span<const Situation> situations, std::optional<Day> after_next,
    std::span<const EpisodeId> agenda = {}
);

}  // namespace rules::steering
