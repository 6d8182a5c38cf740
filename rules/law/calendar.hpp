#pragma once
/// \file rules/law/calendar.hpp
/// Ages, birthdays and completed months. Internal to rules/law.
///
/// Whoever is born on 29 February has the birthday on 1 March in common years (declared here, once).
/// Threads: functions of their arguments.

#include "rules/law/value.hpp"

namespace rules::law {

/// Completed years; negative before the birth.
[[nodiscard]] int age_on(Day day, Day birth);
/// The day on which somebody born on `birth` completes `years`.
[[nodiscard]] Day birthday(Day birth, int years);

/// The births, first and last, of everybody who is `age` years old on `day`.
struct Births {
    Day earliest, latest;
};
[[nodiscard]] Births births_at_age(int age, Day day);

/// The same day of a later month, or that month's last day.
[[nodiscard]] Day months_later(Day day, int months);
/// Completed months from `from` to `to`, which is not before it.
[[nodiscard]] int months_between(Day from, Day to);

}  // namespace rules::law
