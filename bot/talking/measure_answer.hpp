#pragma once
/// \file bot/talking/measure_answer.hpp
/// The answer on one measure that was asked for by name or number: possible, perhaps, not but, closed.
/// Models: ecosystem.md §4 (4, 5). Duties: P30 (what "why" must show), P31 (never "tu as droit"), P32 (a
/// person is offered).

#include "bot/talking/turn.hpp"

#include <string_view>

namespace bot::talking {

void answer_measure(Turn&, std::string_view id);
/// What the measure is and how to go about it, for somebody of whom nothing is kept.
void describe_measure(Turn&, std::string_view id);
/// A lead that was picked: for an adviser its sheet; without a verdict where that rested on what is not kept.
void answer_lead(Turn&, std::string_view id);
/// For advisers: conditions, amount, who decides, circuit, text of law.
void say_sheet(Turn&, std::string_view id);
/// How to go about it: steps, contact, page.
void say_steps(Turn&, std::string_view id);
/// Every clause of the rule with what the person said.
void explain_measure(Turn&, std::string_view id);

}  // namespace bot::talking
