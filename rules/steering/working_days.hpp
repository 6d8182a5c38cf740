#pragma once
/// \file rules/steering/working_days.hpp
/// French working days and hours: nobody is called at night, on a Sunday or on a public holiday.
///
/// Public holidays of metropolitan France: Code du travail, art. L3133-1; Alsace-Moselle's two more do not
/// apply in Normandie. The clock is the wall's in Paris; the caller converts. Threads: functions of their arguments.

#include "rules/steering/months.hpp"

namespace rules::steering {

/// Easter Sunday, Gregorian calendar.
[[nodiscard]] Day easter(std::chrono::year);
[[nodiscard]] bool public_holiday(Day);
[[nodiscard]] bool working_day(Day);
/// The working day that comes `n` working days after `day`; n = 0: `day` itself, or the next working day.
[[nodiscard]] Day working_days_later(Day day, int n);
/// Working days in (from, to].
[[nodiscard]] int working_days_between(Day from, Day to);

/// A moment on the wall clock in Paris.
using Wall = std::chrono::local_time<std::chrono::minutes>;
inline constexpr std::chrono::minutes opens{8 * 60 + 30}, closes{18 * 60};
[[nodiscard]] bool office_hours(Wall);
/// The moment itself if it is in office hours, else the next opening.
[[nodiscard]] Wall next_office_hour(Wall);

}  // namespace rules::steering
