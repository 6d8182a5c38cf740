#pragma once
/// \file rules/steering/french_number.hpp
/// Numbers as the bureau reads them: "1 140", "−12,5 %". Threads: functions of their arguments.

#include <string>

namespace rules::steering {

/// Narrow no-break spaces (U+202F) between thousands, a comma, a real minus sign. \param decimals 0 to 2; zeros at
/// the end are kept
[[nodiscard]] std::string french(double, int decimals = 0);
/// The same with its sign always: "+12", "−3", "0".
[[nodiscard]] std::string french_signed(double, int decimals = 0);
/// 0.125 → "12,5 %".
[[nodiscard]] std::string french_percent(double share, int decimals = 1);
/// A count of people: fewer than five, and not none, is "< 5": nobody may be recognised in a figure.
[[nodiscard]] std::string french_people(double count);
[[nodiscard]] bool too_few_to_show(double count);

}  // namespace rules::steering
