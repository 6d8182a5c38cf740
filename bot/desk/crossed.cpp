#include "bot/desk/crossed.hpp"

#include "bot/desk/words.hpp"
#include "rules/steering/french_number.hpp"

#include <map>

namespace bot::desk {
namespace {

std::map<steering::Month, double> months_of(const steering::Steering& steering, const steering::Objective& objective, const std::string& source, Day today) {
    std::map<steering::Month, double> months;
    for (auto const& known : steering::known_on(steering.log.series(objective.id, source), today))
        if (objective.covers(known.month)) months[known.month] = known.value;
    return months;
}

}  // namespace

std::optional<Crossed> crossed_on(const steering::Steering& steering, const steering::Objective& objective, Day today) {
    if (objective.cross_source.empty() || objective.counting == steering::Counting::stock) return {};
    auto const other = months_of(steering, objective, objective.cross_source, today);
    auto const primary = months_of(steering, objective, objective.source, today);
    if (other.empty()) return {};
    Crossed crossed;
    crossed.until = other.rbegin()->first;
    for (auto const& [month, value] : other) {
        crossed.count += value;
        auto const same = primary.find(month);
        if (same == primary.end()) crossed.alone = true;
        else crossed.main_count += same->second;
    }
    bool const few = steering::too_few_to_show(crossed.count) || steering::too_few_to_show(crossed.main_count);
    if (!objective.funded && few) return {};
    return crossed;
}

std::string crossed_words(const steering::Objective& objective, const Crossed& crossed) {
    auto const text = objective.cross_source + " compte " + count_words(objective, crossed.count) + " à fin " + month_words(crossed.until);
    if (crossed.alone) return text + ", avec des mois que " + objective.source + " n’a pas encore";
    return text + " (" + objective.source + "\u00a0: " + count_words(objective, crossed.main_count) + " pour les mêmes mois)";
}

}  // namespace bot::desk
