#include "rules/steering/working_days.hpp"

#include <array>

namespace rules::steering {
namespace chr = std::chrono;

Day easter(chr::year year) {
    // Meeus, Jones and Butcher's anonymous algorithm.
    int const y = static_cast<int>(year);
    int const a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int const h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int const m = (a + 11 * h + 22 * l) / 451, month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
    return Day(year / chr::month(static_cast<unsigned>(month)) / chr::day(static_cast<unsigned>(day)));
}

bool public_holiday(Day day) {
    chr::year_month_day const date(day);
    constexpr std::array fixed{
        chr::January / 1, chr::May / 1, chr::May / 8, chr::July / 14, chr::August / 15, chr::November / 1,
        chr::November / 11, chr::December / 25
    };
    for (auto const holiday : fixed)
        if (date.month() == holiday.month() && date.day() == holiday.day()) return true;
    auto const since_easter = (day - easter(date.year())).count();
    return since_easter == 1 || since_easter == 39 || since_easter == 50;  // Monday, Ascension, Whit Monday
}

bool working_day(Day day) {
    chr::weekday const weekday(day);
    return weekday != chr::Saturday && weekday != chr::Sunday && !public_holiday(day);
}

Day working_days_later(Day day, int n) {
    while (!working_day(day)) day += chr::days(1);
    while (n > 0) {
        day += chr::days(1);
        if (working_day(day)) --n;
    }
    return day;
}

int working_days_between(Day from, Day to) {
    int n = 0;
    for (auto day = from + chr::days(1); day <= to; day += chr::days(1)) n += working_day(day) ? 1 : 0;
    return n;
}

bool office_hours(Wall at) {
    auto const day = chr::floor<chr::days>(at);
    auto const clock = at - day;
    return working_day(Day(day.time_since_epoch())) && clock >= opens && clock < closes;
}

Wall next_office_hour(Wall at) {
    if (office_hours(at)) return at;
    auto day = chr::floor<chr::days>(at);
    if (at - day >= opens) day += chr::days(1);
    while (!working_day(Day(day.time_since_epoch()))) day += chr::days(1);
    return day + opens;
}

}  // namespace rules::steering
