#include "adapters/matrix/retry_after.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace adapters::matrix {
namespace {

constexpr std::chrono::milliseconds longest = std::chrono::hours(1);

std::optional<int> number(std::string_view digits) {
    int value = 0;
    auto const [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed != std::errc() || end != digits.data() + digits.size() || digits.starts_with('-'))
        return std::nullopt;
    return value;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<std::chrono::sys_seconds> point_in_time(std::string_view text) {
    static constexpr std::array<std::string_view, 12> months = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT") || text[19] != ':' || text[22] != ':')
        return std::nullopt;
    auto const month = std::ranges::find(months, text.substr(8, 3));
    auto const day = number(text.substr(5, 2)), year = number(text.substr(12, 4));
    auto const hour = number(text.substr(17, 2)), minute = number(text.substr(20, 2)),
               second = number(text.substr(23, 2));
    if (month == months.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
    std::chrono::year_month_day const date(
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
        std::chrono::day(static_cast<unsigned>(*day))
    );
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

}  // namespace

std::optional<std::chrono::milliseconds> retry_after(std::string_view value, std::string_view date) {
    std::chrono::milliseconds wait{};
    auto const seconds = number(value);
    auto const then = point_in_time(value);
    auto const now = point_in_time(date);
    if (seconds) {
        wait = std::chrono::seconds(*seconds);
    } else if (then && now) {
        wait = *then - *now;
    } else {
        return std::nullopt;
    }
    return std::clamp(wait, std::chrono::milliseconds(0), longest);
}

}  // namespace adapters::matrix
