#include "rules/steering/digest.hpp"

#include <algorithm>
#include <cmath>

namespace rules::steering {
namespace {

bool about_a_level(Kind kind) { return kind == Kind::shortfall || kind == Kind::overrun || kind == Kind::cost_per_entry; }

}  // namespace

LevelsThen levels_of(const Book& book) {
    LevelsThen levels;
    for (auto const& [id, episode] : book.open)
        if (about_a_level(id.kind)) levels[id] = episode.level;
    return levels;
}

DigestContent digest_of(
    const Book& book, const LevelsThen& then, std::span<const Situation> situations, std::optional<Day> after_next,
    std::span<const EpisodeId> agenda
) {
    DigestContent digest;
    std::map<EpisodeId, double> weights;
    std::map<std::string, bool> fine;
    for (auto const& situation : situations) {
        EpisodeId const id{situation.objective, situation.kind};
        weights[id] = situation.p * (situation.gap ? std::abs(situation.gap->number) : 0);
        auto const place = fine.try_emplace(situation.objective, true).first;
        place->second = place->second && !book.open.contains(id);
        if (situation.kind == Kind::data && situation.level != AlertLevel::none)
            digest.doubtful_data.push_back(situation.objective);
    }
    for (auto const& [id, episode] : book.open) {
        if (!about_a_level(id.kind)) continue;
        auto const before = then.find(id);
        auto const weight = weights.find(id);
        DigestLine const line{
            id, before == then.end() ? AlertLevel::none : before->second, episode.level,
            weight == weights.end() ? 0 : weight->second
        };
        digest.table.push_back(line);
        if (before == then.end()) digest.fresh.push_back(line);
        else if (line.now > line.then) digest.worse.push_back(line);
        else if (line.now < line.then) digest.better.push_back(line);
        auto const& treatment = episode.treatment;
        if (episode.level >= AlertLevel::alerte && !treatment.acknowledged) digest.not_taken_on.push_back(id);
        if (treatment.acknowledged && treatment.acknowledged->commitment)
            digest.commitments.emplace_back(id, *treatment.acknowledged->commitment);
        if (episode.last_check) digest.checks.emplace_back(id, *episode.last_check);
        if (std::find(agenda.begin(), agenda.end(), id) != agenda.end()) digest.on_agenda.push_back(id);
        if (treatment.silence) {
            digest.silences.emplace_back(id, *treatment.silence);
            if (!after_next || treatment.silence->until < *after_next)
                digest.silences_ending.emplace_back(id, *treatment.silence);
        }
    }
    for (auto const& [id, level] : then)
        if (!book.open.contains(id)) digest.closed.push_back({id, level, AlertLevel::none, 0});
    std::stable_sort(digest.table.begin(), digest.table.end(), [](const DigestLine& a, const DigestLine& b) {
        return a.weight > b.weight;
    });
    for (auto const& [objective, is_fine] : fine)
        if (is_fine) digest.fine.push_back(objective);
    return digest;
}

}  // namespace rules::steering
