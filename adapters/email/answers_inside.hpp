#pragma once
/// \file adapters/email/answers_inside.hpp
/// Answers typed into a letter of ours, wherever the mail program marked nothing: at the end of a quoted line ("> 1. Tu as quel
/// âge ? 19 ans"), or under a question of a quotation that has no ">" (Outlook). What stands in the quotation and not in the
/// letter is the writer's. Compared word by word, so that new line breaks, marks and fonts do not matter. Pure; linear in the
/// quotation for letters of our length.

#include "adapters/email/answers_below.hpp"

#include <string_view>
#include <vector>

namespace adapters::email {

/// \param quoted  what was cut from the mail: normalised, lines with or without ">"
/// \param letter  our letter as plain text
/// \returns nothing unless the letter is really quoted there. Never what stands above its first or below its last quoted word.
[[nodiscard]] std::vector<AnswerBelow> answers_inside(std::string_view quoted, std::string_view letter);

}  // namespace adapters::email
