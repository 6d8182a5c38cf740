#pragma once
/// \file bot/talking/partner.hpp
/// Advisers and partners: measures for a profile in one sentence, sheets, questions on objectives.
///
/// A profile is spoken of without a name; what it says of health, origin or justice serves the answer alone.

#include "bot/talking/leads.hpp"
#include "bot/talking/merge.hpp"
#include "bot/talking/turn.hpp"

namespace bot::talking {

/// Whether this is a question for whoever holds the plan's figures, alerts and meetings.
[[nodiscard]] bool asks_figures(reading::Intent);
/// Their answer, or that none are connected, with what was understood of the question.
void answer_figures(Turn&, const reading::Reading&);

/// A new profile does not inherit from the one before. \pre before merging
void begin_profile(Turn&, const reading::Reading&);
/// A measure that a profile may use, on one line: what is missing, who decides.
[[nodiscard]] wording::Line mobilisable_line(const Turn&, const Proposal&);
/// Everything that the profile opens, numbered; side helps by name.
void answer_profile(Turn&, const Merged&);

}  // namespace bot::talking
