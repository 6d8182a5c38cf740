#include "rules/steering/replay.hpp"

#include <algorithm>

namespace rules::steering {

AlertState stepped(const AlertState& before, const Objective& objective, const Evaluation& evaluation) {
    auto const& landing = evaluation.landing;
    Tick tick;
    tick.months_used = landing.months_used;
    tick.last_month = landing.last_month;
    tick.months_left = static_cast<double>((objective.end() - evaluation.as_of).count()) / 30.44;
    tick.may_lower = evaluation.health.may_lower();
    tick.may_raise_high = evaluation.health.may_raise_high();
    AlertState after;
    tick.p = landing.p_shortfall;
    after.shortfall = stepped(before.shortfall, tick);
    tick.p = landing.p_overrun;
    after.overrun = stepped(before.overrun, tick, overrun_thresholds);
    return after;
}

std::vector<Day> monthly_ticks(const Objective& objective) {
    std::vector<Day> ticks;
    for (int k = 1; k < objective.months; ++k) ticks.emplace_back(objective.month_at(k + 1) / std::chrono::day(25));
    return ticks;
}

std::vector<Day> publication_days(const Steering& steering, const Prepared& prepared, Day until) {
    std::vector<Day> days;
    auto const of = [&](const std::string& objective, const std::string& source) {
        for (auto const& row : steering.log.series(objective, source))
            if (row.published_on <= until) days.push_back(row.published_on);
    };
    of(prepared.objective->id, prepared.objective->source);
    if (prepared.hidden) of(prepared.hidden->id, prepared.hidden->source);
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
}

void replay(const Steering& steering, const std::function<void(const ReplayedTick&)>& each) {
    for (auto const& objective : steering.objectives) {
        if (!objective.has_target()) continue;
        auto const prepared = prepare(steering, objective);
        ReplayedTick replayed;
        replayed.objective = &objective;
        for (auto const day : monthly_ticks(objective)) {
            ++replayed.tick;
            replayed.evaluation = evaluate(steering, prepared, day);
            replayed.state = stepped(replayed.state, objective, replayed.evaluation);
            each(replayed);
        }
    }
}

StateOn state_on(const Steering& steering, const Prepared& prepared, Day today) {
    StateOn on;
    for (auto const day : publication_days(steering, prepared, today))
        on.state = stepped(on.state, *prepared.objective, evaluate(steering, prepared, day));
    on.evaluation = evaluate(steering, prepared, today);
    return on;
}

}  // namespace rules::steering
