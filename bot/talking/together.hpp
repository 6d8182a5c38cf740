#pragma once
/// \file bot/talking/together.hpp
/// Several questions in one message, for channels on which an answer takes hours (mail): everything worth knowing before
/// the first leads is asked at once, so that the second message of the person brings them. Numbered questions, lettered
/// choices; answered in any of the ways that people answer: "1 b, 2 a, 3 passer", line by line, or in their own words.
/// Source: ecosystem.md §4 (2). Pure.

#include "bot/talking/merge.hpp"

#include <optional>
#include <string_view>

namespace bot::talking {

/// Puts the questions, once in a conversation. \returns false if nothing is (or was already) to be asked.
[[nodiscard]] bool ask_together(Turn&);

struct AnsweredTogether {
    Merged merged;
    std::optional<reading::AmbiguousPlace> unclear;
};
/// What a message answers to the questions that stand together. \returns nothing if it names none of them by number or
/// letter: then it is read like any other.
[[nodiscard]] std::optional<AnsweredTogether> take_together(Turn&, std::string_view body);

}  // namespace bot::talking
