#include "rules/steering/months.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace rules::steering {
namespace chr = std::chrono;
namespace {

std::optional<int> digits(std::string_view text) {
    int value = 0;
    if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

std::string padded(int value, std::size_t width) {
    auto text = std::to_string(value);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace

Day first_day(Month month) { return Day(month / chr::day(1)); }
Day last_day(Month month) { return Day(month / chr::last); }

Month month_of(Day day) {
    chr::year_month_day const date(day);
    return date.year() / date.month();
}

int months_apart(Month from, Month to) { return static_cast<int>((to - from).count()); }

Day same_day_months_later(Day day, int months) {
    chr::year_month_day const date(day);
    auto const month = date.year() / date.month() + chr::months(months);
    chr::year_month_day const wanted = month / date.day();
    return wanted.ok() ? Day(wanted) : last_day(month);
}

std::optional<Month> read_month(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return {};
    auto const year = digits(text.substr(0, 4)), month = digits(text.substr(5));
    if (!year || !month || *month < 1 || *month > 12) return {};
    return chr::year(*year) / chr::month(static_cast<unsigned>(*month));
}

std::string written_month(Month month) {
    return padded(static_cast<int>(month.year()), 4) + "-" +
           padded(static_cast<int>(static_cast<unsigned>(month.month())), 2);
}

std::optional<Day> read_day(std::string_view text) {
    if (text.size() != 10 || text[7] != '-') return {};
    auto const month = read_month(text.substr(0, 7));
    auto const day = digits(text.substr(8));
    if (!month || !day || *day < 1) return {};
    chr::year_month_day const date = *month / chr::day(static_cast<unsigned>(*day));
    if (!date.ok()) return {};
    return Day(date);
}

std::string written_day(Day day) {
    chr::year_month_day const date(day);
    return written_month(date.year() / date.month()) + "-" +
           padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

}  // namespace rules::steering
