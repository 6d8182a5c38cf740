#pragma once
/// \file bot/talking/replies.hpp
/// Replies to the question that stands: numbers, yes and no, "I pass"; and the way back to what it was asked
/// for.

#include "bot/talking/merge.hpp"
#include "bot/talking/turn.hpp"

#include <string_view>

namespace bot::talking {

/// Reads a message in the light of the standing question; asked for age and place at once, a bare name is a
/// place.
[[nodiscard]] reading::Reading read_reply(const Turn&, std::string_view body);

/// A word about what was understood, in passing.
void acknowledge(Turn&, const Merged&);
/// The search: the next question, or the leads.
void go_on(Turn&);
/// After a fact or a refusal: back to what it was asked for.
void resume_after(Turn&, const Question& asked);

/// Each \returns false if the reply answers nothing that stands.
[[nodiscard]] bool take_choice(Turn&, int number);

/// One or two digits and nothing else: meant as a choice, in the list or not.
[[nodiscard]] bool is_short_number(std::string_view body);

/// A "non" or a "pas" somewhere in it.
[[nodiscard]] bool says_no(std::string_view body);

/// Whether picking from it sends or forgets something: consent, erasure, "Tu veux : tout reprendre à zéro ?".
[[nodiscard]] bool binds(const Question&);
[[nodiscard]] bool take_yes_no(Turn&, bool yes);
[[nodiscard]] bool take_number(Turn&, std::string_view body);
/// Never asked again.
void skip_question(Turn&);

}  // namespace bot::talking
