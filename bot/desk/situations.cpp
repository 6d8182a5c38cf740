#include "bot/desk/situations.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/small_cells.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace bot::desk {
namespace {

using steering::AlertLevel;
using steering::DataState;
using steering::Ending;
using steering::Kind;
using steering::Objective;
using steering::Situation;

/// What counts as final: months whose last row says so.
double consolidated(const steering::Steering& steering, const Objective& objective, Day today) {
    std::map<steering::Month, const steering::Vintage*> last;
    for (auto const& row : steering.log.series(objective.id, objective.source))
        if (row.published_on <= today) last[row.month] = &row;  // in the order of publication
    double sum = objective.opening_stock;
    for (auto const& [month, row] : last)
        if (objective.covers(month) && row->standing == steering::Standing::consolidated) sum += row->value;
    return sum;
}

Ending ending_of(const steering::Steering& steering, const Standing& standing, Day today) {
    auto const& objective = *standing.objective;
    std::set<Day> after;
    for (auto const& row : steering.log.series(objective.id, objective.source))
        if (row.published_on > objective.end() && row.published_on <= today) after.insert(row.published_on);
    auto const& version = objective.on(today);
    return steering::ending(
        consolidated(steering, objective, today), objective.opening_stock + standing.on.evaluation.landing.done_known,
        version.target * (1 - version.tolerance_low), objective.end(), static_cast<int>(after.size()), today
    );
}

double month_weight(steering::Month month) {
    return 12.0 * static_cast<int>(month.year()) + static_cast<unsigned>(month.month());
}

/// The same figures under the same plan: the same hash, whatever the day.
std::string hash_of(const steering::Steering& steering, const Standing& standing, Day today) {
    auto const& objective = *standing.objective;
    std::size_t rows = 0;
    double sum = 0;
    for (auto const& row : steering.log.series(objective.id, objective.source))
        if (row.published_on <= today) ++rows, sum += row.value * month_weight(row.month);
    auto const& e = standing.on.evaluation;
    auto hash = fmt::format("{}:{:.10g}:{:.10g}:{}", rows, sum, e.target, steering::written_day(e.plan_version));
    for (auto const& other : standing.instead) hash += " " + other.objective->source + ":" + hash_of(steering, other, today);
    return hash;
}

std::optional<steering::NewMonth> new_month(const State& state, const Standing& standing) {
    auto const last = standing.on.evaluation.landing.last_month;
    auto const seen = state.last_month.find(standing.objective->id);
    if (last == 0 || (seen != state.last_month.end() && last <= seen->second)) return {};
    for (auto const& figure : standing.figures.months)
        if (figure.month == last) return steering::NewMonth{standing.objective->month_at(last), figure.corrected};
    return {};
}

bool hold(DataState state) {
    return state == DataState::suspect || state == DataState::broken || state == DataState::none;
}

Situation base(const Standing& standing) {
    auto const& objective = *standing.objective;
    auto const& e = spoken(standing).on.evaluation;
    Situation s;
    s.objective = objective.id, s.parent = objective.parent, s.root = standing.root;
    s.landing = e.landing.middle, s.target = e.target;
    s.gap = steering::Measured{e.gap, objective.unit, objective.counting, objective.population.age_under};
    s.data_hold = hold(standing.on.evaluation.health.state);
    s.ending = standing.ending;
    return s;
}

AlertLevel told(AlertLevel level, double p, const Standing& standing) {
    auto const& pace = standing.on.evaluation.pace;
    return steering::told_level(level, p, pace.required, pace.best_three);
}

void add_levels(Overview& overview, const State& state, const steering::Steering& steering, const Standing& standing, Day today) {
    auto const& objective = *standing.objective;
    auto const& landing = spoken(standing).on.evaluation.landing;
    auto s = base(standing);
    s.data_hash = hash_of(steering, standing, today);
    s.new_month = new_month(state, standing);
    if (objective.direction != steering::Direction::ceiling) {
        s.kind = Kind::shortfall, s.p = landing.p_shortfall;
        s.level = told(level_on(standing, Kind::shortfall), s.p, standing);
        overview.situations.push_back(s);
    }
    if (objective.direction != steering::Direction::floor) {
        s.kind = Kind::overrun, s.p = landing.p_overrun;
        s.level = level_on(standing, Kind::overrun);
        // An envelope that is used up is no reason for joy: only its period ends it.
        if (s.ending == Ending::reached) s.ending = Ending::running;
        overview.situations.push_back(s);
    }
    auto const data = standing.on.evaluation.health.state;
    auto d = base(standing);
    d.kind = Kind::data, d.data_hold = false, d.gap.reset();
    bool const over = d.ending == Ending::closed_reached || d.ending == Ending::closed_missed;
    d.level = over || data <= DataState::provisional ? AlertLevel::none : AlertLevel::vigilance;
    d.data = data;
    d.data_hash = std::string(steering::name_of(data));
    overview.situations.push_back(std::move(d));
}

void add_state(Overview& overview, const Trees& trees, const KnownState& state, Day today) {
    auto const& objective = *state.objective;
    Situation s;
    s.objective = objective.id, s.parent = objective.parent, s.root = trees.root_of(objective);
    s.kind = Kind::shortfall;
    s.level = level_of(state, today);
    s.p = s.level == AlertLevel::none ? 0 : 1;
    s.target = objective.on(today).target;
    s.landing = state.last ? state.last->value : objective.opening_stock;
    if (state.reached(today)) s.ending = Ending::reached;
    else if (today > objective.end() + std::chrono::days(steering::closing_days)) s.ending = Ending::closed_missed, s.level = AlertLevel::none;
    s.data_hash = fmt::format("{:.10g}:{:.10g}", s.landing, s.target);
    overview.situations.push_back(std::move(s));
}

/// A state that nobody has given by its day: missing is not zero, so no level, and whoever brings figures is asked.
void add_state_data(Overview& overview, const Trees& trees, const KnownState& state, Day today) {
    auto const& objective = *state.objective;
    bool const over = today > objective.end() + std::chrono::days(steering::closing_days);
    Situation s;
    s.objective = objective.id, s.parent = objective.parent, s.root = trees.root_of(objective);
    s.kind = Kind::data;
    s.data = DataState::none;
    s.level = state.overdue && !over ? AlertLevel::vigilance : AlertLevel::none;
    s.data_hash = std::string(steering::name_of(s.data));
    overview.situations.push_back(std::move(s));
}

void add_meeting(Overview& overview, const Tools& tools, Day today) {
    auto const last = tools.settings.calendar.last(bureau, today);
    if (!last) return;  // no bureau on record: nothing to count from
    auto const rule = steering::meeting_rule(*last, tools.settings.calendar.next(bureau, today), today);
    Situation s;
    s.objective = s.root = std::string(meeting_objective);
    s.kind = Kind::meeting;
    switch (rule.state) {
        case steering::MeetingState::in_order:
            break;
        case steering::MeetingState::to_convene:
            s.level = AlertLevel::vigilance;
            break;
        case steering::MeetingState::too_late:
            s.level = AlertLevel::alerte;
            break;
        case steering::MeetingState::overdue:
            s.level = AlertLevel::critique;
            break;
    }
    s.data_hash = steering::written_day(rule.limit);
    overview.situations.push_back(std::move(s));
}

/// The objective that an envelope pays for: the one it names, else the one of the same measure, territory and start.
const Standing* paid_by(const Overview& overview, const Objective& money) {
    if (!money.volume.empty()) return overview.find(money.volume);
    auto const volume = std::find_if(overview.standings.begin(), overview.standings.end(), [&](const Standing& other) {
        auto const& o = *other.objective;
        return !o.funded && !o.measure.empty() && o.measure == money.measure && o.territory == money.territory && o.start == money.start;
    });
    return volume == overview.standings.end() ? nullptr : &*volume;
}

std::optional<CostNow> cost_now(const Standing& money, const Standing& volume) {
    int const until = std::min(money.on.evaluation.landing.last_month, volume.on.evaluation.landing.last_month);
    auto const sum = [&](const Standing& standing) {
        double all = standing.objective->opening_stock;
        for (auto const& figure : standing.figures.months)
            if (figure.month <= until) all += figure.corrected;
        return all;
    };
    double const euros = money.objective->unit == steering::Unit::thousand_euros ? 1000 : 1;
    double const entered = sum(volume);
    if (until == 0 || steering::too_few_to_show(entered) || !volume.hidden_sums.empty()) return {};
    auto const& plan = volume.on.evaluation;
    auto const cost = steering::cost_per_entry(euros * money.on.evaluation.target, plan.target, euros * sum(money), entered);
    if (!cost) return {};
    return CostNow{*cost, money.objective->month_at(until)};
}

/// Money ahead and volume behind: one alert on the cost, in place of two that would contradict each other. Whoever may
/// not hear of money still hears of the volume.
void couple_money(Overview& overview) {
    for (auto const& money : overview.standings) {
        if (!money.objective->funded) continue;
        auto const* const volume = paid_by(overview, *money.objective);
        if (volume == nullptr) continue;
        if (auto const cost = cost_now(money, *volume)) overview.costs[money.objective->id] = *cost;
        auto const at = [&](const std::string& objective, Kind kind) {
            return std::find_if(overview.situations.begin(), overview.situations.end(), [&](const Situation& s) {
                return s.objective == objective && s.kind == kind;
            });
        };
        auto const over = at(money.objective->id, Kind::overrun), behind = at(volume->objective->id, Kind::shortfall);
        if (over == overview.situations.end() || behind == overview.situations.end()) continue;
        Situation cost = *over;
        cost.kind = Kind::cost_per_entry;
        bool const both = over->level != AlertLevel::none && behind->level != AlertLevel::none;
        cost.level = both ? std::max(over->level, behind->level) : AlertLevel::none;
        cost.p = std::min(over->p, behind->p);
        if (both) {
            over->level = AlertLevel::none;
            behind->told_by = EpisodeId{cost.objective, cost.kind};
        }
        overview.situations.push_back(std::move(cost));
    }
}

}  // namespace

const Standing* Overview::find(std::string_view objective) const {
    auto const found =
        std::find_if(standings.begin(), standings.end(), [&](const Standing& s) { return s.objective->id == objective; });
    return found == standings.end() ? nullptr : &*found;
}

const Situation* Overview::find(const EpisodeId& id) const {
    auto const found = std::find_if(situations.begin(), situations.end(), [&](const Situation& s) {
        return s.objective == id.objective && s.kind == id.kind;
    });
    return found == situations.end() ? nullptr : &*found;
}

const KnownState* Overview::state(std::string_view objective) const {
    auto const found = std::find_if(states.begin(), states.end(), [&](const KnownState& s) { return s.objective->id == objective; });
    return found == states.end() ? nullptr : &*found;
}

bool KnownState::reached(Day today) const {
    auto const& version = objective->on(today);
    return last && last->value >= version.target * (1 - version.tolerance_low);
}

AlertLevel level_of(const KnownState& state, Day today) {
    if (!state.last) return AlertLevel::none;  // missing is not zero: nobody knows that it is not there
    if (state.reached(today) || today + state_is_watched_for <= state.objective->end()) return AlertLevel::none;
    return today > state.objective->end() ? AlertLevel::alerte : AlertLevel::vigilance;
}

KnownState known_state(const steering::Steering& steering, const Objective& objective, Day today) {
    KnownState state;
    state.objective = &objective;
    for (auto const& month : steering::known_on(steering.log.series(objective.id, objective.source), today))
        if (objective.covers(month.month)) state.last = month;
    auto const lag = steering.lags.find(objective.source);
    auto const wait = std::chrono::days(static_cast<int>(std::ceil((lag == steering.lags.end() ? steering::SourceLag{} : lag->second).ninetieth_days)));
    state.overdue = !state.last && today > objective.end() + wait;
    return state;
}

bool can_be_forecast(const Objective& objective) {
    return objective.has_target() && objective.counting != steering::Counting::stock;
}

std::string root_of(const Tools& tools, const Objective& objective) { return tools.lookup()->trees().root_of(objective); }

Standing standing_on(const Trees& trees, const steering::Steering& steering, const Objective& objective, Day today) {
    Standing standing;
    standing.objective = &objective;
    standing.root = trees.root_of(objective);
    auto const prepared = steering::prepare(steering, objective);
    standing.on = steering::state_on(steering, prepared, today);
    standing.figures = steering::figures_of(steering, prepared, today);
    standing.ending = ending_of(steering, standing, today);
    standing.hidden_sums = hidden_sums(standing);
    standing.crossed = crossed_on(steering, objective, today);
    if (auto other = stand_in(steering, standing, today)) standing.instead.push_back(std::move(*other));
    return standing;
}

Overview family_on(const Trees& trees, const steering::Steering& steering, const Objective& objective, Day today) {
    Overview family;
    for (auto const* const each : trees.members(trees.root_of(objective)))
        if (each == &objective || can_be_forecast(*each)) family.standings.push_back(standing_on(trees, steering, *each, today));
    hide_few(family);
    return family;
}

Overview overview_on(const Tools& tools, const State& state, Day today) {
    Overview overview;
    auto const known = state.known(tools, today);
    auto const& steering = known->steering();
    overview.last_month = state.last_month;
    for (auto const& objective : tools.objectives)
        if (objective.has_target() && today >= steering::first_day(objective.start) && !can_be_forecast(objective))
            overview.states.push_back(known_state(steering, objective, today));
    overview.standings = known->standings();
    for (auto const& standing : overview.standings) {
        if (int const last = standing.on.evaluation.landing.last_month; last > 0) overview.last_month[standing.objective->id] = last;
        add_levels(overview, state, steering, standing, today);
    }
    for (auto const& each : overview.states) {
        // One that is neither there nor due says nothing: it is not in order either.
        bool const speaks = each.reached(today) || level_of(each, today) != AlertLevel::none || state.book.open.contains({each.objective->id, Kind::shortfall});
        if (each.overdue || state.book.open.contains({each.objective->id, Kind::data})) add_state_data(overview, known->trees(), each, today);
        if (speaks && each.objective->direction != steering::Direction::ceiling) add_state(overview, known->trees(), each, today);
    }
    couple_money(overview);
    add_meeting(overview, tools, today);
    return overview;
}

}  // namespace bot::desk
