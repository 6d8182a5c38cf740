#include "rules/steering/objective.hpp"

namespace rules::steering {

const ObjectiveVersion& Objective::on(Day day) const {
    auto const* current = &versions.front();
    for (auto const& version : versions)
        if (version.from <= day) current = &version;
    return *current;
}

Day Objective::end() const { return last_day(month_at(months)); }

}  // namespace rules::steering
