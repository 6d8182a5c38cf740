#include "rules/figures/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace rules::figures {
namespace {

namespace chr = std::chrono;
using steering::Day;
using steering::Month;

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Without blanks inside: U+0020, U+00A0, U+202F and U+2009; the minus sign U+2212 made "-".
std::string compact(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        auto const rest = text.substr(i);
        if (rest.starts_with("\xC2\xA0")) i += 2;
        else if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x89")) i += 3;
        else if (rest.starts_with("\xE2\x88\x92")) out.push_back('-'), i += 3;
        else if (rest[0] == ' ') ++i;
        else out.push_back(rest[0]), ++i;
    }
    return out;
}

/// Blanks stand between groups of three digits only: "1 1 40" is no number.
bool grouped_well(std::string_view text) {
    std::string marked;
    for (std::size_t i = 0; i < text.size();) {
        auto const rest = text.substr(i);
        std::size_t const n = rest.starts_with("\xC2\xA0") ? 2 : rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x89") ? 3 : rest[0] == ' ' ? 1 : 0;
        if (n > 0) marked.push_back(' '), i += n;
        else marked.push_back(rest[0]), ++i;
    }
    for (std::size_t i = 1; i + 1 < marked.size(); ++i) {
        if (marked[i] != ' ' || !digit(marked[i - 1]) || !digit(marked[i + 1])) continue;
        std::size_t n = 0;
        while (i + 1 + n < marked.size() && digit(marked[i + 1 + n])) ++n;
        if (n != 3) return false;
    }
    return true;
}

struct MonthName {
    std::string_view name;
    unsigned number;
};
// Folded; prefixes of at least three letters (four where two months share three) count.
constexpr std::array month_names{
    MonthName{"janvier", 1},  MonthName{"fevrier", 2},  MonthName{"mars", 3},     MonthName{"avril", 4},
    MonthName{"mai", 5},      MonthName{"juin", 6},     MonthName{"juillet", 7},  MonthName{"aout", 8},
    MonthName{"septembre", 9}, MonthName{"octobre", 10}, MonthName{"novembre", 11}, MonthName{"decembre", 12},
    MonthName{"january", 1},  MonthName{"february", 2}, MonthName{"march", 3},    MonthName{"april", 4},
    MonthName{"may", 5},      MonthName{"june", 6},     MonthName{"july", 7},     MonthName{"august", 8},
    MonthName{"september", 9}, MonthName{"october", 10}, MonthName{"november", 11}, MonthName{"december", 12}
};

std::optional<unsigned> month_named(std::string_view word) {
    std::optional<unsigned> found;
    if (word.size() < 3) return {};
    for (auto const& month : month_names) {
        if (!month.name.starts_with(word)) continue;
        if (found && *found != month.number) return {};  // "jui"
        found = month.number;
    }
    return found;
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    if (text.empty() || text.size() > 4 || !std::all_of(text.begin(), text.end(), digit)) return {};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<int> year(std::string_view text) {
    auto const value = number(text);
    if (!value) return {};
    if (text.size() == 4 && *value >= 1990 && *value <= 2100) return value;
    if (text.size() == 2) return 2000 + *value;
    return {};
}

std::optional<Month> month(std::optional<int> y, std::optional<int> m) {
    if (!y || !m || *m < 1 || *m > 12) return {};
    return chr::year(*y) / chr::month(static_cast<unsigned>(*m));
}

/// Letters and digits apart: "févr. 2021" → {"fevr", "2021"}.
std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    std::string word;
    auto const flush = [&] {
        auto folded_word = folded(word);
        if (!folded_word.empty()) found.push_back(std::move(folded_word));
        word.clear();
    };
    for (char const c : text) {
        bool const separator = c == ' ' || c == '-' || c == '/' || c == '.' || c == ',' || c == '_';
        bool const turn = !word.empty() && digit(c) != digit(word.back()) && static_cast<unsigned char>(c) < 0x80;
        if (separator || turn) flush();
        if (!separator) word.push_back(c);
    }
    flush();
    return found;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            if (byte >= 'A' && byte <= 'Z') out.push_back(static_cast<char>(byte - 'A' + 'a'));
            else if ((byte >= 'a' && byte <= 'z') || digit(text[i])) out.push_back(text[i]);
            continue;
        }
        if (byte == 0xC3 && i + 1 < text.size()) {  // U+00C0 to U+00FF, the letters of French
            auto const low = static_cast<unsigned char>(text[++i]) | 0x20U;
            constexpr std::string_view plain = "aaaaaaaceeeeiiiidnooooo ouuuuypy";
            char const c = low >= 0xA0 && low <= 0xBF ? plain[low - 0xA0U] : ' ';
            if (c != ' ') out.push_back(c);
        } else if (byte == 0xC5 && i + 1 < text.size()) {
            auto const low = static_cast<unsigned char>(text[++i]);
            if (low == 0x92 || low == 0x93) out += "oe";
        }
    }
    return out;
}

bool doubtful_number(std::string_view text) {
    auto const plain = compact(text);
    auto const dots = std::count(plain.begin(), plain.end(), '.'), commas = std::count(plain.begin(), plain.end(), ',');
    if (dots + commas != 1) return dots > 0 && commas > 0;
    auto const at = plain.find_first_of(".,");
    auto const begin = plain.starts_with("-") ? std::size_t{1} : 0;
    bool const zero = plain.substr(begin, at - begin) == "0";
    return !zero && plain.size() - at - 1 == 3 && at - begin <= 3 && at > begin &&
           std::all_of(plain.begin() + static_cast<std::ptrdiff_t>(at) + 1, plain.end(), digit);
}

std::optional<double> read_number(std::string_view text, bool of_spreadsheet) {
    auto plain = compact(text);
    if (!of_spreadsheet && (doubtful_number(text) || !grouped_well(text))) return {};
    bool const percent = plain.ends_with('%');
    if (percent) plain.pop_back();
    if (plain.empty() || plain.size() > 24) return {};
    std::replace(plain.begin(), plain.end(), ',', '.');
    if (!of_spreadsheet && !std::all_of(plain.begin(), plain.end(), [](char c) { return digit(c) || c == '.' || c == '-'; })) return {};
    double value = 0;
    auto const* begin = plain.data() + (plain.front() == '+' ? 1 : 0);
    auto const [end, error] = std::from_chars(begin, plain.data() + plain.size(), value);
    if (error != std::errc() || end != plain.data() + plain.size() || value > 1e12 || value < -1e12) return {};
    return percent ? value / 100 : value;
}

std::optional<Month> read_month_words(std::string_view text) {
    if (auto const plain = steering::read_month(text)) return plain;
    if (auto const day = steering::read_day(text)) {
        auto const of = steering::month_of(*day);
        bool const edge = *day == steering::first_day(of) || *day == steering::last_day(of);
        return edge ? std::optional(of) : std::nullopt;
    }
    if (text.size() == 6 && std::all_of(text.begin(), text.end(), digit))
        return month(year(text.substr(0, 4)), number(text.substr(4)));
    auto const parts = words(text);
    if (parts.size() == 2) {
        if (auto const named = month_named(parts[0])) return month(year(parts[1]), static_cast<int>(*named));
        if (auto const named = month_named(parts[1])) return month(year(parts[0]), static_cast<int>(*named));
        if (parts[0].size() == 4) return month(year(parts[0]), number(parts[1]));
        if (parts[1].size() == 4) return month(year(parts[1]), number(parts[0]));
    }
    return {};
}

std::optional<Day> read_day_words(std::string_view text) {
    if (text.size() > 10 && (text[10] == 'T' || text[10] == ' ')) text = text.substr(0, 10);
    if (auto const plain = steering::read_day(text)) return plain;
    auto const parts = words(text);
    if (parts.size() != 3) return {};
    auto const of = [](std::optional<Month> in, std::optional<int> day) -> std::optional<Day> {
        if (!in || !day || *day < 1) return {};
        chr::year_month_day const date = *in / chr::day(static_cast<unsigned>(*day));
        if (!date.ok()) return {};
        return Day(date);
    };
    if (auto const named = month_named(parts[1])) return of(month(year(parts[2]), static_cast<int>(*named)), number(parts[0]));
    if (parts[2].size() == 4) return of(month(year(parts[2]), number(parts[1])), number(parts[0]));
    return {};
}

}  // namespace rules::figures
