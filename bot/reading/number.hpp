#pragma once
/// \file bot/reading/number.hpp
/// Numbers from 0 to 99 in letters, and digits: each becomes one word, "17", marked as a number.
/// "un" and "une" alone stay articles. Threads: pure.

#include "bot/reading/words.hpp"

#include <optional>
#include <string_view>

namespace bot::reading {

/// Rewrites the words; `word_of_token` follows.
void gather_numbers(Analysis&);

/// Value of one word in letters, "deux" … "soixante"; -1: none.
[[nodiscard]] int value_in_letters(std::string_view word);
/// The value of a word that is a number of at most four digits.
[[nodiscard]] std::optional<int> value_of(const Word&);
/// 1 to 12 for "janvier" … "décembre" and their short forms; 0: no month.
[[nodiscard]] int month_of(std::string_view word);

}  // namespace bot::reading
