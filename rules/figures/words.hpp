#pragma once
/// \file rules/figures/words.hpp
/// Numbers, months and days as offices write them. What may be read two ways is not read.
/// Threads: functions of their arguments.

#include "rules/steering/months.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rules::figures {

/// "1 140", "1 140,5" (blank, U+00A0, U+202F), "1140.5", "−12", "12 %" → 0.12. A dot or comma with exactly three
/// digits after it and at most three before ("1.140", "1,140") may be thousands or decimals: nothing.
/// \param of_spreadsheet the cell is a number with a dot, nothing is in doubt
[[nodiscard]] std::optional<double> read_number(std::string_view, bool of_spreadsheet = false);
[[nodiscard]] bool doubtful_number(std::string_view);  ///< the case above
/// "2021-02", "02/2021", "2021/02", "202102", "février 2021", "févr. 21", "Feb 2021", "2021-02-01" (a first or last day).
[[nodiscard]] std::optional<steering::Month> read_month_words(std::string_view);
/// "2021-02-28", "28/02/2021", "28 février 2021", "2021-02-28T…".
[[nodiscard]] std::optional<steering::Day> read_day_words(std::string_view);
/// Lower case, no accents, everything but letters and digits gone: "Extrait le" and "extrait_le" are one word.
[[nodiscard]] std::string folded(std::string_view);

}  // namespace rules::figures
