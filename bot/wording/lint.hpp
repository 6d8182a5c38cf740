#pragma once
/// \file bot/wording/lint.hpp
/// What a text for people must look like: typography, inclusive wording by rephrasing, short sentences.
///
/// Sources: reference ecosystem.md §1.1 and §7 (bars), French typographic rules. Threads: pure.

#include <string>
#include <string_view>
#include <vector>

namespace bot::wording {

/// \param text one variant of a line, marks included; \param longest words in a sentence, 0: any number
/// \returns each complaint with what to write instead
[[nodiscard]] std::vector<std::string> lint(std::string_view text, int longest);

}  // namespace bot::wording
