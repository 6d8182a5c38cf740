#include "rules/law/excerpt.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace rules::law {
namespace {

/// Lower case, and every kind of space or hyphen one space.
std::string flattened(std::string_view text) {
    std::string flat;
    for (std::size_t i = 0; i < text.size();) {
        std::string_view const rest = text.substr(i);
        std::size_t skip = 0;
        for (std::string_view const gap : {" ", "-", "\u00A0", "\u202F", "\u2011", "\n"})
            if (rest.starts_with(gap)) skip = gap.size();
        if (skip > 0) {
            if (!flat.ends_with(' ')) flat += ' ';
            i += skip;
            continue;
        }
        char const c = rest.front();
        flat += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        ++i;
    }
    return flat;
}

bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// In figures: "1234,5" with or without a space between thousands, with comma or point.
std::vector<std::string> figures(std::int64_t hundredths) {
    std::string const whole = std::to_string(hundredths / 100);
    std::string spaced;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i > 0 && (whole.size() - i) % 3 == 0) spaced += ' ';
        spaced += whole[i];
    }
    auto const cents = static_cast<int>(hundredths % 100);
    std::vector<std::string> tails;
    if (cents == 0) tails.emplace_back();
    for (char const mark : {',', '.'}) {
        std::string const two =
            std::string{mark, static_cast<char>('0' + cents / 10), static_cast<char>('0' + cents % 10)};
        tails.push_back(two);
        if (cents != 0 && cents % 10 == 0) tails.push_back(two.substr(0, 2));
    }
    std::vector<std::string> written;
    for (const std::string& tail : tails) {
        written.push_back(whole + tail);
        if (spaced != whole) written.push_back(spaced + tail);
    }
    return written;
}

/// 0 to 99, spaces for hyphens.
std::string in_letters(std::int64_t n) {
    constexpr std::array<std::string_view, 20> small{
        "zéro", "un",   "deux",  "trois",  "quatre",   "cinq",   "six",   "sept",     "huit",     "neuf",
        "dix",  "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf"};
    constexpr std::array<std::string_view, 10> tens{
        "",
        "",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "soixante",
        "quatre vingt",
        "quatre vingt"};
    auto const at = static_cast<std::size_t>(n);
    if (at < 20) return std::string(small[at]);
    std::size_t const ten = at / 10, rest = ten == 7 || ten == 9 ? at % 10 + 10 : at % 10;
    if (rest == 0) return std::string(tens[ten]) + (ten == 8 ? "s" : "");
    bool const joined = ten < 8 && at % 10 == 1;
    return std::string(tens[ten]) + (joined ? " et " : " ") + std::string(small[rest]);
}

bool letter(char c) {
    return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// `wanted` stands in `text`, not inside a longer number or word.
bool stands_alone(std::string_view text, std::string_view wanted) {
    for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
        std::string_view const before = text.substr(0, at), after = text.substr(at + wanted.size());
        bool free = true;
        if (digit(wanted.front())) {
            auto const last = [&](std::size_t back) {
                return before.size() >= back ? before[before.size() - back] : '\0';
            };
            bool const mark = last(1) == ',' || last(1) == '.';
            free = !digit(last(1)) && !(mark && digit(last(2)));
            if (!after.empty() && digit(after.front())) free = false;
            if (after.size() > 1 && (after[0] == ',' || after[0] == '.') && digit(after[1])) free = false;
        } else {
            free = (before.empty() || !letter(before.back())) && (after.empty() || !letter(after.front()));
        }
        if (free) return true;
    }
    return false;
}

}  // namespace

bool says_number(std::string_view excerpt, std::int64_t hundredths) {
    std::string const flat = flattened(excerpt);
    if (hundredths < 0) hundredths = -hundredths;
    auto const written = figures(hundredths);
    if (std::any_of(written.begin(), written.end(), [&](const auto& w) { return stands_alone(flat, w); }))
        return true;
    if (hundredths % 100 != 0 || hundredths > 9900) return false;
    return stands_alone(flat, in_letters(hundredths / 100));
}

}  // namespace rules::law
