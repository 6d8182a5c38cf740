#include "rules/steering/capacity.hpp"

#include <algorithm>

namespace rules::steering {

std::optional<Capacity> capacity_on(const Objective& objective, const Objective& means, const PublicationLog& log, Day day) {
    double const to_be = means.has_target() ? means.on(day).target : 0;
    Capacity capacity;
    capacity.people = to_be, capacity.foreseen = true;
    for (auto const& known : known_on(log.series(means.id, means.source), day))
        if (means.covers(known.month)) capacity.people = known.value, capacity.foreseen = false;
    capacity.each = objective.load_of_each;
    if (capacity.each <= 0 && to_be > 0 && objective.has_target()) {
        auto const& version = objective.on(day);
        auto const months = monthly({version.target, objective.start, objective.months, &version.trajectory});
        if (!months.empty()) capacity.each = *std::max_element(months.begin(), months.end()) / to_be;
        capacity.by_plan = true;
    }
    if (capacity.people <= 0 || capacity.each <= 0) return {};
    return capacity;
}

}  // namespace rules::steering
