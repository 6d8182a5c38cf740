#include "rules/steering/closed_years.hpp"

#include "rules/steering/episode.hpp"
#include "rules/steering/replay.hpp"

#include <algorithm>

namespace rules::steering {

std::optional<YearGraded> graded_year(const Steering& steering, int year, Day today) {
    Day const last = std::chrono::year(year) / 12 / 31;
    if (today <= last + std::chrono::days(closing_days)) return {};
    YearGraded result;
    result.year = year;
    std::vector<Graded> all;
    for (auto const& objective : steering.objectives) {
        bool const judged = objective.has_target() && objective.counting != Counting::stock && objective.direction != Direction::ceiling;
        if (!judged || std::chrono::year_month_day(objective.end()).year() != std::chrono::year(year)) continue;
        double count = objective.opening_stock;
        int months = 0;
        for (auto const& known : known_on(steering.log.series(objective.id, objective.source), today))
            if (objective.covers(known.month)) count += known.value, ++months;
        if (months < objective.months) continue;  // a month that never came is no result
        auto const& version = objective.on(today);
        bool const short_of = count < version.target * (1 - version.tolerance_low);
        auto const prepared = prepare(steering, objective);
        AlertState state;
        bool alarmed = false;
        for (auto const day : monthly_ticks(objective)) {
            auto const evaluation = evaluate(steering, prepared, day);
            state = stepped(state, objective, evaluation);
            alarmed = alarmed || state.shortfall.level() >= AlertLevel::alerte;
            auto const& landing = evaluation.landing;
            if (landing.months_used < months_before_a_level) continue;
            Graded one;
            one.told_shortfall = landing.p_shortfall, one.low80 = landing.low80, one.high80 = landing.high80;
            one.final_count = count, one.fell_short = short_of;
            one.part = horizon_part(landing.last_month, objective.months);
            result.inside += one.low80 <= count && count <= one.high80 ? 1 : 0;
            all.push_back(one);
        }
        ++result.objectives;
        result.reached += short_of ? 0 : 1;
        result.false_alarms += !short_of && alarmed ? 1 : 0;
        result.unseen += short_of && !alarmed ? 1 : 0;
    }
    if (all.empty()) return {};
    result.inside /= static_cast<double>(all.size());
    result.grades = grades(all);
    return result;
}

}  // namespace rules::steering
