#pragma once
/// \file rules/steering/replay.hpp
/// The levels of an objective through time: what the bureau would have been told, tick by tick, each with what was
/// published by then and no more. Threads: functions of their arguments.

#include "rules/steering/evaluation.hpp"

#include <functional>
#include <vector>

namespace rules::steering {

/// Levels of both sides after one more evaluation.
struct AlertState {
    Levels shortfall, overrun;
    friend bool operator==(const AlertState&, const AlertState&) = default;
};
[[nodiscard]] AlertState stepped(const AlertState&, const Objective&, const Evaluation&);

/// The 25th of the month after month k, k = 1 … months − 1.
[[nodiscard]] std::vector<Day> monthly_ticks(const Objective&);
/// Days on which something was published for the objective, up to and with `until`: levels move then, never by a timer.
[[nodiscard]] std::vector<Day> publication_days(const Steering&, const Prepared&, Day until);

struct ReplayedTick {
    const Objective* objective = nullptr;
    int tick = 0;
    Evaluation evaluation;
    AlertState state;
};
/// All objectives that have a target, in their order, at their monthly ticks.
void replay(const Steering&, const std::function<void(const ReplayedTick&)>&);
/// The state on a day, stepped at each publication before it, and the last evaluation.
struct StateOn {
    AlertState state;
    Evaluation evaluation;
};
[[nodiscard]] StateOn state_on(const Steering&, const Prepared&, Day);

}  // namespace rules::steering
