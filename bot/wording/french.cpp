#include "bot/wording/french.hpp"

#include "bot/wording/messages.hpp"

#include <array>

namespace bot::wording {
namespace {

constexpr std::array<std::string_view, 12> months = {
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

std::string two_digits(std::int64_t n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

std::string_view french_month(std::chrono::month month) { return months.at(static_cast<unsigned>(month) - 1); }

std::string french_date(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    const auto number = static_cast<unsigned>(date.day());
    std::string out = number == 1 ? "1er" : std::to_string(number);
    out += no_break;
    out += french_month(date.month());
    out += no_break;
    out += std::to_string(static_cast<int>(date.year()));
    return out;
}

std::string french_duration(std::chrono::minutes time) {
    constexpr std::int64_t hour = 60, day = 24 * hour;
    const auto minutes = time.count();
    const auto said = [](std::int64_t n, std::string_view one) {
        return std::to_string(n) + std::string(no_break) + std::string(one) + (n == 1 ? "" : "s");
    };
    if (minutes >= 2 * day && minutes % day == 0) return said(minutes / day, "jour");
    if (minutes >= hour && minutes % hour == 0) return said(minutes / hour, "heure");
    return said(minutes, "minute");
}

std::string french_hundredths(std::int64_t hundredths) {
    const auto magnitude =
        hundredths < 0 ? 0U - static_cast<std::uint64_t>(hundredths) : static_cast<std::uint64_t>(hundredths);
    std::string whole = std::to_string(magnitude / 100);
    for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, "\u202f");
    std::string out = (hundredths < 0 ? "−" : "") + whole;
    if (magnitude % 100 != 0) out += "," + two_digits(static_cast<std::int64_t>(magnitude % 100));
    return out;
}

std::string french_list(const std::vector<std::string>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) out += i + 1 == words.size() ? " et " : ", ";
        out += words[i];
    }
    return out;
}

std::chrono::sys_seconds paris_time(std::chrono::sys_seconds utc) {
    using namespace std::chrono;
    const year_month_day date(floor<days>(utc));
    const auto turn = [&](month m) { return sys_days(date.year() / m / Sunday[last]) + hours(1); };
    const bool summer = utc >= turn(March) && utc < turn(October);
    return utc + hours(summer ? 2 : 1);
}

std::string french_hour(std::chrono::sys_seconds utc) {
    using namespace std::chrono;
    const auto local = paris_time(utc);
    const hh_mm_ss time(local - floor<days>(local));
    return std::to_string(time.hours().count()) + std::string(no_break) + "h" + std::string(no_break) +
           two_digits(time.minutes().count());
}

std::string french_of(std::string_view with_article) {
    if (with_article.starts_with("le ")) return "du " + std::string(with_article.substr(3));
    if (with_article.starts_with("les ")) return "des " + std::string(with_article.substr(4));
    return "de " + std::string(with_article);
}

Line plain(std::string text) {
    return {Span{Span::Style::plain, std::move(text), {}}};
}
Line strong(std::string text) {
    return {Span{Span::Style::strong, std::move(text), {}}};
}

}  // namespace bot::wording
