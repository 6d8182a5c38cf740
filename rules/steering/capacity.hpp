#pragma once
/// \file rules/steering/capacity.hpp
/// How much the people of an objective can take on in a month (alerting.md §3.7, "capacity check when known"): those who are
/// there, times what each takes. The catalogue says who they are (`moyens`) and may say what each takes; if it does not, it is
/// the most that the plan itself asks of each of those it foresees. Nothing is invented: no means named, no capacity.
///
/// Threads: functions of their arguments.

#include "rules/steering/objective.hpp"
#include "rules/steering/publication.hpp"

#include <optional>

namespace rules::steering {

struct Capacity {
    double people = 0;        ///< advisers
    bool foreseen = false;    ///< nobody has said how many there are: as many as are to be
    double each = 0;          ///< in the objective's unit, a month
    bool by_plan = false;     ///< `each` is the heaviest month of the plan, shared among those foreseen
    [[nodiscard]] double a_month() const { return people * each; }
};

/// \param means the state that counts the people of `objective`
/// \param day as known on it
[[nodiscard]] std::optional<Capacity> capacity_on(const Objective& objective, const Objective& means, const PublicationLog&, Day day);

}  // namespace rules::steering
