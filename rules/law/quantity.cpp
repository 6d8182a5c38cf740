#include "rules/law/quantity.hpp"

#include "rules/yaml/number.hpp"

#include <array>
#include <charconv>

namespace rules::law {
namespace {

constexpr std::string_view no_break = "\u00A0";
constexpr std::string_view narrow = "\u202F";

std::string_view trimmed(std::string_view text) {
    while (true) {
        if (text.starts_with(' '))
            text.remove_prefix(1);
        else if (text.starts_with(no_break) || text.starts_with(narrow))
            text.remove_prefix(text.starts_with(no_break) ? no_break.size() : narrow.size());
        else
            break;
    }
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

bool of_a_number(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '-' || c == ' ';
}

}  // namespace

std::optional<Quantity> parse_quantity(std::string_view text) {
    text = trimmed(text);
    // The number is the longest beginning that reads as one; what follows is the unit.
    std::size_t end = 0, last_digit = 0;
    while (end < text.size()) {
        if (text.substr(end).starts_with(no_break))
            end += no_break.size();
        else if (text.substr(end).starts_with(narrow))
            end += narrow.size();
        else if (of_a_number(text[end]))
            ++end;
        else
            break;
        if (text[end - 1] >= '0' && text[end - 1] <= '9') last_digit = end;
    }
    auto const number = yaml::parse_hundredths(text.substr(0, last_digit));
    if (!number) return std::nullopt;
    return Quantity{*number, std::string(trimmed(text.substr(last_digit)))};
}

std::string written(std::int64_t hundredths, std::string_view unit) {
    bool const negative = hundredths < 0;
    std::uint64_t const absolute = negative ? std::uint64_t{0} - static_cast<std::uint64_t>(hundredths)
                                            : static_cast<std::uint64_t>(hundredths);
    std::array<char, 24> digits{};
    auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), absolute / 100);
    auto const count = static_cast<std::size_t>(end - digits.data());
    std::string text = negative ? "-" : "";
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0 && (count - i) % 3 == 0) text += no_break;
        text += digits[i];
    }
    if (auto const cents = absolute % 100; cents != 0) {
        text += ',';
        text += static_cast<char>('0' + cents / 10);
        text += static_cast<char>('0' + cents % 10);
    }
    if (!unit.empty()) {
        text += no_break;
        text += unit;
    }
    return text;
}

bool same_unit(std::string_view unit, std::string_view declared) {
    if (unit == declared) return true;
    return !unit.empty() && declared.size() == unit.size() + 1 && declared.ends_with('s') &&
           declared.starts_with(unit);
}

}  // namespace rules::law
