#pragma once
/// \file rules/steering/months.hpp
/// Days and reference months. Threads: functions of their arguments.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rules::steering {

using Day = std::chrono::sys_days;
using Month = std::chrono::year_month;

[[nodiscard]] Day first_day(Month);
[[nodiscard]] Day last_day(Month);
[[nodiscard]] Month month_of(Day);
/// Months from `from` to `to`; 0 for the same, negative before.
[[nodiscard]] int months_apart(Month from, Month to);
/// The same day `months` later, clamped to the end of that month: 31/12 + 2 → 28/02 or 29/02.
[[nodiscard]] Day same_day_months_later(Day, int months);
/// "2021-02"; nothing for anything else, "2021-13" included.
[[nodiscard]] std::optional<Month> read_month(std::string_view);
[[nodiscard]] std::string written_month(Month);
/// "2021-02-28"; nothing for anything else: there is no 2023-06-31 (PILOTE had to repair that one).
[[nodiscard]] std::optional<Day> read_day(std::string_view);
[[nodiscard]] std::string written_day(Day);

}  // namespace rules::steering
