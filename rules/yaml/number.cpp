#include "rules/yaml/number.hpp"

#include <algorithm>

namespace rules::yaml {
namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// Length of the space that `text` starts with: plain, U+00A0 or U+202F. 0: none.
std::size_t space_length(std::string_view text) {
    if (text.starts_with(' ')) return 1;
    if (text.starts_with("\u00A0")) return 2;
    if (text.starts_with("\u202F")) return 3;
    return 0;
}

/// The digits of a whole number, thousands joined; `text` is moved past them.
std::optional<std::string> whole_part(std::string_view& text) {
    std::string digits;
    while (!text.empty() && digit(text.front())) {
        digits += text.front();
        text.remove_prefix(1);
    }
    if (digits.empty()) return std::nullopt;
    bool const may_group = digits.size() <= 3;
    while (may_group) {
        std::size_t const space = space_length(text);
        std::string_view const rest = text.substr(space);
        if (space == 0 || rest.size() < 3 || !std::all_of(rest.begin(), rest.begin() + 3, digit)) break;
        if (rest.size() > 3 && digit(rest[3])) break;
        digits += rest.substr(0, 3);
        text = rest.substr(3);
    }
    return digits;
}

std::optional<int> digits_as_int(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), digit)) return std::nullopt;
    int value = 0;
    for (char const c : text) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

std::optional<std::int64_t> parse_hundredths(std::string_view text) {
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    auto const whole = whole_part(text);
    if (!whole || whole->size() > 15) return std::nullopt;
    std::string decimals;
    if (text.starts_with('.') || text.starts_with(',')) {
        decimals = text.substr(1);
        if (decimals.empty() || decimals.size() > 2 || !std::all_of(decimals.begin(), decimals.end(), digit))
            return std::nullopt;
        text = {};
    }
    if (!text.empty()) return std::nullopt;
    decimals.resize(2, '0');
    std::int64_t value = 0;
    for (char const c : *whole + decimals) value = value * 10 + (c - '0');
    return negative ? -value : value;
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = digits_as_int(text.substr(0, 4));
    auto const month = digits_as_int(text.substr(5, 2));
    auto const day = digits_as_int(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    std::chrono::year_month_day const date{
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

std::string written_day(std::chrono::sys_days day) {
    std::chrono::year_month_day const date{day};
    auto const padded = [](std::string digits, std::size_t width) {
        return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
    };
    return padded(std::to_string(static_cast<int>(date.year())), 4) + "-" +
           padded(std::to_string(static_cast<unsigned>(date.month())), 2) + "-" +
           padded(std::to_string(static_cast<unsigned>(date.day())), 2);
}

}  // namespace rules::yaml
