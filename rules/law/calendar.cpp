#include "rules/law/calendar.hpp"

#include <tuple>

namespace rules::law {

using namespace std::chrono;

int age_on(Day day, Day birth) {
    year_month_day const today{day}, born{birth};
    bool const before_birthday =
        std::tuple(today.month(), today.day()) < std::tuple(born.month(), born.day());
    return static_cast<int>(today.year()) - static_cast<int>(born.year()) - (before_birthday ? 1 : 0);
}

Day birthday(Day birth, int completed) {
    year_month_day const born{birth};
    year_month_day const that_year{born.year() + years(completed), born.month(), born.day()};
    return that_year.ok() ? sys_days(that_year) : sys_days(that_year.year() / March / 1);
}

Births births_at_age(int age, Day day) {
    // The last day of which the birthday has come by `day`: on 29 February of a common year it is the 28th.
    auto const years_before = [&](int count) {
        year_month_day const today{day};
        year_month_day const that_year{today.year() - years(count), today.month(), today.day()};
        return that_year.ok() ? sys_days(that_year) : sys_days(that_year.year() / February / last);
    };
    return {years_before(age + 1) + days(1), years_before(age)};
}

Day months_later(Day day, int count) {
    year_month_day const today{day};
    year_month_day const later = today + months(count);
    return later.ok() ? sys_days(later) : sys_days(later.year() / later.month() / last);
}

int months_between(Day from, Day to) {
    year_month_day const start{from}, end{to};
    int count = (static_cast<int>(end.year()) - static_cast<int>(start.year())) * 12 +
                static_cast<int>(static_cast<unsigned>(end.month())) -
                static_cast<int>(static_cast<unsigned>(start.month()));
    if (months_later(from, count) > to) --count;
    return count;
}

}  // namespace rules::law
