#include "bot/reading/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace bot::reading {
namespace {

using Entry = std::pair<std::string_view, int>;

// With the spellings that people really use; folded.
constexpr std::array<Entry, 33> small{{
    {"dizaine", 10}, {"douzaine", 12}, {"quinzaine", 15}, {"vingtaine", 20},
    {"zero", 0},     {"deux", 2},    {"trois", 3},    {"troi", 3},     {"quatre", 4},   {"quattre", 4},
    {"cinq", 5},     {"cinc", 5},    {"six", 6},      {"sept", 7},     {"set", 7},      {"huit", 8},
    {"neuf", 9},     {"dix", 10},    {"onze", 11},    {"douze", 12},   {"treize", 13},  {"quatorze", 14},
    {"quinze", 15},  {"kinze", 15},  {"seize", 16},   {"seise", 16},   {"dixsept", 17}, {"disept", 17},
    {"dixhuit", 18}, {"dizuit", 18}, {"dixneuf", 19}, {"disneuf", 19}, {"dizneuf", 19},
}};
constexpr std::array<Entry, 9> tens{{
    {"vingt", 20},
    {"vint", 20},
    {"vin", 20},
    {"trente", 30},
    {"trante", 30},
    {"quarante", 40},
    {"carante", 40},
    {"cinquante", 50},
    {"soixante", 60},
}};

template <std::size_t N>
int look_up(const std::array<Entry, N>& table, std::string_view word) {
    for (const auto& [name, value] : table)
        if (name == word) return value;
    return -1;
}

struct Spelled {
    int value = -1;
    std::size_t words = 0;
};

/// 2 to 19, "dix sept" included.
Spelled below_twenty(const std::vector<Word>& words, std::size_t at, std::size_t end) {
    if (at >= end) return {};
    const int first = look_up(small, words[at].text);
    if (first == 10 && at + 1 < end)
        if (const int unit = look_up(small, words[at + 1].text); unit >= 7 && unit <= 9)
            return {10 + unit, 2};
    return first < 0 ? Spelled{} : Spelled{first, 1};
}

Spelled spelled(const std::vector<Word>& words, std::size_t at) {
    std::size_t end = at;  // a number does not reach over a comma
    while (end < words.size() && end < at + 6 && (end == at || !words[end].clause)) ++end;
    for (const auto& [start, value] : {Entry{"vingt", 20}, Entry{"vint", 20}, Entry{"trente", 30}}) {  // "vingtdeux", "vintroi"
        const std::string_view text = words[at].text;
        if (!text.starts_with(start) || text.size() <= start.size()) continue;
        auto rest = text.substr(start.size());
        if (rest.starts_with("et")) rest.remove_prefix(2);
        int unit = rest == "un" || rest == "e1" ? 1 : look_up(small, rest);
        if (unit < 0) unit = look_up(small, std::string("t") + std::string(rest));  // "vin(t)rois"
        if (unit > 0 && unit < 10) return {value + unit, 1};
    }
    int ten = look_up(tens, words[at].text);
    std::size_t used = 1;
    if (ten == 20 && words[at].text == "vin" && !(at + 1 < end && look_up(small, words[at + 1].text) > 1 && look_up(small, words[at + 1].text) < 10)) return {};  // wine, unless a unit follows: too rare to guess
    if (words[at].text == "quatre" && at + 1 < end && words[at + 1].text.starts_with("vingt")) {
        ten = 80;
        used = 2;
    }
    if (ten < 0) return below_twenty(words, at, end);
    std::size_t next = at + used;
    const bool linked = next < end && words[next].text == "et";
    const std::size_t unit_at = linked ? next + 1 : next;
    if (unit_at < end) {
        if (words[unit_at].text == "un" || words[unit_at].text == "une") return {ten + 1, unit_at + 1 - at};
        const auto unit = below_twenty(words, unit_at, end);
        const bool by_teens = ten == 60 || ten == 80;
        if (unit.value > 0 && unit.value < (by_teens ? 20 : 10) && (!linked || unit.value == 11))
            return {ten + unit.value, unit_at + unit.words - at};
    }
    return {ten, used};
}

/// "mille deux cents", "huit cent cinquante", "deux mille": up to 9 999, as money and years are said.
Spelled large(const std::vector<Word>& words, std::size_t at) {
    std::size_t next = at;
    int value = 0, part = 0;
    bool some = false;
    const auto inside = [&] { return next < words.size() && next < at + 8 && (next == at || !words[next].clause); };
    while (inside()) {
        const std::string_view text = words[next].text;
        if (text == "mille" || text == "mil") {
            value += std::max(part, 1) * 1000;
            part = 0;
            some = true;
            ++next;
        } else if (text == "cent" || text == "cents") {
            if (part > 9) return {};
            part = std::max(part, 1) * 100;
            some = true;
            ++next;
        } else {
            const auto rest = spelled(words, next);
            if (rest.value < 0 || part % 100 != 0) break;
            part += rest.value;
            next += rest.words;
        }
    }
    value += part;
    const bool money = next < words.size() && (words[next].text == "euros" || words[next].text == "euro" || words[next].text == "balles" || words[next].text == "net");
    if (at > 0 && words[at - 1].text == "pour") return {};  // "pour cent"
    if (next == at + 1 && !money) return {};                // "mille mercis"
    return some && value <= 9999 ? Spelled{value, next - at} : Spelled{};
}

bool all_digits(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool ends_an_ordinal(std::string_view s) {
    static constexpr std::array<std::string_view, 8> ends{"e", "er", "ere", "eme", "ieme", "nd", "nde", "em"};
    return std::find(ends.begin(), ends.end(), s) != ends.end();
}

}  // namespace

void gather_numbers(Analysis& a) {
    std::vector<Word> out;
    out.reserve(a.words.size());
    for (std::size_t i = 0; i < a.words.size();) {
        Word word = a.words[i];
        if (all_digits(word.text)) {
            if (i + 1 < a.words.size() && a.text.tokens[a.words[i + 1].token].glued &&
                ends_an_ordinal(a.words[i + 1].text) && !(word.text.size() >= 3 && a.words[i + 1].text == "e")) {  // "500e" is money
                word.text += "eme";
                word.last_token = a.words[i + 1].last_token;
                out.push_back(std::move(word));
                i += 2;
                continue;
            }
            word.number = word.text.size() <= 4;
            out.push_back(std::move(word));
            ++i;
            continue;
        }
        // "dis 7 ans": ten and seven as they sound
        if (word.text == "dis" && i + 2 <= a.words.size() - 1 && a.words[i + 1].text.size() == 1 && a.words[i + 1].text[0] >= '7' && a.words[i + 1].text[0] <= '9' && a.words[i + 2].text == "ans") {
            word.text = "1" + a.words[i + 1].text;
            word.last_token = a.words[i + 1].last_token;
            word.number = true;
            out.push_back(std::move(word));
            i += 2;
            continue;
        }
        auto number = large(a.words, i);
        if (number.value < 0) number = spelled(a.words, i);
        if (number.value >= 0) {
            word.text = std::to_string(number.value);
            word.last_token = a.words[i + number.words - 1].last_token;
            word.number = true;
            out.push_back(std::move(word));
            i += number.words;
            continue;
        }
        out.push_back(std::move(word));
        ++i;
    }
    a.words = std::move(out);
    std::uint32_t w = 0;
    for (std::uint32_t t = 0; t < a.word_of_token.size(); ++t) {
        while (w < a.words.size() && a.words[w].last_token < t) ++w;
        a.word_of_token[t] = w;
    }
}

int value_in_letters(std::string_view word) {
    const int ten = look_up(tens, word);
    return ten >= 0 && word != "vin" ? ten : look_up(small, word);
}

std::optional<int> value_of(const Word& word) {
    if (!word.number || !all_digits(word.text) || word.text.size() > 4) return std::nullopt;
    int value = 0;
    std::from_chars(word.text.data(), word.text.data() + word.text.size(), value);
    return value;
}

int month_of(std::string_view word) {
    static constexpr std::array<Entry, 25> months{{
        {"janvier", 1},   {"janv", 1},      {"fevrier", 2},   {"fevr", 2},      {"fev", 2},
        {"mars", 3},      {"avril", 4},     {"avr", 4},       {"mai", 5},       {"juin", 6},
        {"juillet", 7},   {"juil", 7},      {"aout", 8},      {"septembre", 9}, {"octobre", 10},
        {"oct", 10},      {"novembre", 11}, {"nov", 11},      {"decembre", 12}, {"dec", 12},
        {"septenbre", 9}, {"octobr", 10},   {"novenbre", 11}, {"decenbre", 12}, {"juiet", 7},
    }};
    const int found = look_up(months, word);
    return found < 0 ? 0 : found;
}

}  // namespace bot::reading
