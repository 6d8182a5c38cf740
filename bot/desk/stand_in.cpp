#include "bot/desk/stand_in.hpp"

#include "bot/desk/small_cells.hpp"

#include <algorithm>

namespace bot::desk {
namespace {

using steering::AlertLevel;

/// Months of the period that a source knows.
std::vector<steering::KnownMonth> months_by(const steering::Steering& steering, const steering::Objective& objective, const std::string& source, Day today) {
    auto months = steering::known_on(steering.log.series(objective.id, source), today);
    std::erase_if(months, [&](const steering::KnownMonth& month) { return !objective.covers(month.month); });
    return months;
}

bool can_stand_in(const std::vector<steering::KnownMonth>& other, const std::vector<steering::KnownMonth>& main) {
    if (other.empty() || (!main.empty() && other.back().month <= main.back().month)) return false;
    bool const attributed = std::all_of(other.begin(), other.end(), [](auto const& month) { return month.unattributed <= 0; });
    return attributed && std::all_of(main.begin(), main.end(), [&](auto const& month) {
        return std::any_of(other.begin(), other.end(), [&](auto const& same) { return same.month == month.month; });
    });
}

AlertLevel by_its_own(const Standing& standing, steering::Kind kind) {
    return (kind == steering::Kind::overrun ? standing.on.state.overrun : standing.on.state.shortfall).level();
}

}  // namespace

std::optional<Standing> stand_in(const steering::Steering& steering, const Standing& main, Day today) {
    auto const& objective = *main.objective;
    auto const& health = main.on.evaluation.health;
    if (objective.cross_source.empty() || health.months_due_missing == 0 || health.rupture) return {};
    if (!can_stand_in(months_by(steering, objective, objective.cross_source, today), months_by(steering, objective, objective.source, today))) return {};
    auto other = std::make_shared<steering::Objective>(objective);
    std::swap(other->source, other->cross_source);
    Standing standing;
    standing.objective = other.get();
    standing.root = main.root;
    standing.ending = main.ending;
    auto const prepared = steering::prepare(steering, *other);
    standing.on = steering::state_on(steering, prepared, today);
    if (standing.on.evaluation.landing.last_month == 0) return {};
    standing.figures = steering::figures_of(steering, prepared, today);
    standing.hidden_sums = hidden_sums(standing);
    standing.crossed = crossed_on(steering, *other, today);
    standing.in_place_of = objective.source;
    standing.owned = std::move(other);
    return standing;
}

const Standing& spoken(const Standing& main) { return main.instead.empty() ? main : main.instead.front(); }

AlertLevel level_on(const Standing& main, steering::Kind kind) {
    using steering::Ending;
    bool const closed = main.ending == Ending::closed_reached || main.ending == Ending::closed_missed;
    if (closed || (main.ending == Ending::reached && kind == steering::Kind::shortfall)) return AlertLevel::none;
    auto const level = by_its_own(main, kind);
    if (main.instead.empty()) return level;
    return std::max(level, std::min(by_its_own(main.instead.front(), kind), AlertLevel::vigilance));
}

AlertLevel level_on(const Standing& main) { return std::max(level_on(main, steering::Kind::shortfall), level_on(main, steering::Kind::overrun)); }

}  // namespace bot::desk
