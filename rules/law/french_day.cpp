#include "rules/law/french_day.hpp"

namespace rules::law {

std::string french_day(Day day) {
    static constexpr std::string_view months[] = {
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre"};
    std::chrono::year_month_day const date{day};
    auto const number = static_cast<unsigned>(date.day());
    return std::to_string(number) + (number == 1 ? "er\u00A0" : "\u00A0") +
           std::string(months[static_cast<unsigned>(date.month()) - 1]) + "\u00A0" +
           std::to_string(static_cast<int>(date.year()));
}

std::string french_period(Day from, const std::optional<Day>& to) {
    if (!to) return "à partir du " + french_day(from);
    return "du " + french_day(from) + " au " + french_day(*to);
}

}  // namespace rules::law
