#pragma once
/// \file bot/reading/answers.hpp
/// Answers written between the lines of a quoted mail: "> Votre âge ?" and "22 ans" below it. The quoted question says
/// nothing of the writer; it only tells which fact a bare answer is about. Threads: pure.

#include "bot/reading/reading.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::reading {

struct QuotedQuestion {
    std::string asked;  ///< name of the fact, as Context::asked
    Evidence answer;    ///< bytes of the writer's lines below it, up to the next quotation
};

/// In the order of the text; questions that are not recognised and those without an answer are left out.
[[nodiscard]] std::vector<QuotedQuestion> quoted_questions(std::string_view utf8);

}  // namespace bot::reading
