#pragma once
/// \file adapters/email/answers_below.hpp
/// Answers written between the lines of a quoted mail with numbered questions ("> 2. Tu as déjà un diplôme ?" and below it
/// "CAP"): which question each belongs to is in the quotation, which `analyse_reply` takes away. Pure; linear.

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct AnswerBelow {
    int number = 0;  ///< of the quoted question, 1 … 9; 0: own words above the first of them
    std::string text;
};

/// \param text     the whole text of the mail, quotations with ">"
/// \param visible  the writer's own words: nothing else counts as an answer
/// \returns nothing unless own lines stand between quoted ones: what stands above or below a whole quotation is a text.
[[nodiscard]] std::vector<AnswerBelow> answers_below(std::string_view text, std::string_view visible);

}  // namespace adapters::email
