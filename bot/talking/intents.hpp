#pragma once
/// \file bot/talking/intents.hpp
/// What is done when nothing was told: commands, questions on measures, manners, limits; and owning up to not
/// having understood.

#include "bot/talking/commands.hpp"
#include "bot/talking/turn.hpp"

#include <string>
#include <string_view>

namespace bot::talking {

/// What is wanted, as far as that is sure: acted on, asked about ("Tu veux : … ou autre chose ?"), or owned up to.
void answer_wish(Turn&, std::string_view body, const reading::Reading&, const Order&);

/// A command. \returns false if there is none.
bool obey(Turn&, const Order&, const reading::Reading&);
/// Intents that are no search. \returns false if the search goes on.
bool answer_intent(Turn&, std::string_view body, const reading::Reading&);
/// \pre a measure is named
void answer_named(Turn&, const reading::Reading&);
/// The reading that a confirmed intent stands for.
[[nodiscard]] reading::Reading meant(const std::string& intent_name);

/// Simple French, and one line in that language.
void say_language(Turn&, const std::string& language);
/// That line alone, once: the answer follows in French.
void say_language_in_passing(Turn&, const std::string& language);

}  // namespace bot::talking
