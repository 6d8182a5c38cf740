#pragma once
/// \file bot/talking/text_turn.hpp
/// A text of the person: danger, commands, facts, then what follows. The heart of the conversation.

#include "bot/talking/turn.hpp"

#include <string_view>

namespace bot::talking {

/// What the turn leaves for `step` to pass on.
struct Taken {
    reading::Intent intent = reading::Intent::incomprehensible;
    reading::DangerLevel danger = reading::DangerLevel::none;
    bool first_contact = false;
};

/// Answers in `turn.answer` (empty: nothing is said).
[[nodiscard]] Taken take_text(Turn&, std::string_view body);

/// Age and place, in one question.
void begin_asking(Turn&);
/// The notice of the first contact, once.
void greet(Turn&, bool with_question);

}  // namespace bot::talking
