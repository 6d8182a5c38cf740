#include "adapters/email/quote_lines.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/quote_words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace adapters::email {

namespace {

constexpr std::size_t looked_at = 600;  ///< bytes of an attribution

/// Calls `f(word)` for each run of letters (ASCII after folding); stops when it returns true.
template <class F>
bool any_word(std::string_view text, F f) {
    for (std::size_t i = 0; i < text.size();) {
        if (!is_alpha(text[i])) {
            ++i;
            continue;
        }
        std::size_t const begin = i;
        while (i < text.size() && is_alpha(text[i])) ++i;
        if (f(text.substr(begin, i - begin))) return true;
    }
    return false;
}

template <std::size_t N>
bool starts_with_any(std::string_view text, const std::array<std::string_view, N>& words) {
    return std::any_of(words.begin(), words.end(), [&](auto word) { return text.starts_with(word); });
}

/// d/m/y, y-m-d, d.m.y: three numbers with the same sign between them.
bool numeric_date(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_digit(text[i]) || (i > 0 && (is_digit(text[i - 1]) || text[i - 1] == '.'))) continue;
        std::size_t at = i, groups = 0, digits = 0, longest = 0;
        char sign = 0;
        for (; at < text.size() && at < i + 12; ++at) {
            if (is_digit(text[at])) {
                longest = std::max(longest, ++digits);
            } else if ((text[at] == '/' || text[at] == '-' || text[at] == '.') && (sign == 0 || sign == text[at]) && digits > 0) {
                sign = text[at];
                ++groups;
                digits = 0;
            } else {
                break;
            }
        }
        if (groups == 2 && digits > 0 && longest <= 4 && (sign != '.' || longest == 4 || digits == 2)) return true;
    }
    return false;
}

bool has_year(std::string_view text) {
    for (std::size_t i = 0; i + 4 <= text.size(); ++i)
        if ((text.substr(i, 2) == "20" || text.substr(i, 2) == "19") && is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
            (i == 0 || !is_digit(text[i - 1])) && (i + 4 == text.size() || !is_digit(text[i + 4])))
            return true;
    return false;
}

bool has_colon_time(std::string_view text) {
    for (std::size_t i = 1; i + 2 < text.size(); ++i)
        if (text[i] == ':' && is_digit(text[i - 1]) && is_digit(text[i + 1]) && is_digit(text[i + 2])) return true;
    return false;
}

/// "m'a ecrit", "nous a ecrit": somebody tells that he was written to.
bool told(std::string_view before) {
    before = trimmed(before);
    for (std::string_view who : {"m'", "t'", " me", " nous", " vous", " lui", " leur", " te", " n'", " l'", " m'avait", " qui", " j'", " on", " ils", " elle", " il", " a", "'a"})
        if (before.ends_with(who)) return true;
    return false;
}

struct VerbAt {
    std::size_t begin, end;
    bool plain;  ///< a verb of writing; "a dit", "a envoyé" need more proof
};
std::optional<VerbAt> verb_in(std::string_view text) {
    std::optional<VerbAt> first;
    for (auto const verb : words::verbs)
        for (std::size_t at = text.find(verb); at != std::string_view::npos; at = text.find(verb, at + 1)) {
            bool const whole = (at == 0 || !is_alpha(text[at - 1])) && (at + verb.size() >= text.size() || !is_alpha(text[at + verb.size()]));
            if (!whole) continue;
            std::string_view rest = text.substr(at + verb.size());
            while (rest.starts_with(' ')) rest.remove_prefix(1);
            bool const ends = rest.empty() || rest.front() == ':' || rest.starts_with("\xEF\xBC\x9A") /* ： */ || rest.starts_with("\":") || rest.starts_with("(a)") || rest.starts_with(". :");
            bool const german = (verb == "schrieb" || verb == "skrev") && !rest.empty();
            bool const date_after = (verb == "a ecrit" || verb == "ecrivait") && rest.starts_with("le ") && has_date(rest.substr(0, 80));
            if (!ends && !german && !date_after) continue;
            if (told(text.substr(0, at))) continue;
            if (!first || at < first->begin) first = VerbAt{at, at + verb.size(), verb != "a dit" && verb != "said" && verb != "a envoye" && verb != "sent" && verb != "a transmis"};
            break;
        }
    return first;
}

/// "2017-02-05 13:29 GMT+02:00 Name <a@b>:" and "2013/7/20 Name <a@b>".
bool date_then_address(std::string_view text) {
    return !text.empty() && is_digit(text.front()) && numeric_date(text.substr(0, 12)) && has(text, "<") && has(text, "@") &&
           (text.ends_with(">") || text.ends_with(">:") || text.ends_with("> :"));
}

std::optional<words::Label> label_of(std::string_view word) {
    for (auto const& known : words::labels)
        if (known.word == word) return known.label;
    return std::nullopt;
}

struct LabelAt {
    words::Label label;
    std::size_t value;  ///< where the value begins
    std::string_view word;
};
/// "*De :* x", "De: x", "de :\tx", "| De : x".
std::optional<LabelAt> label_at(std::string_view line) {
    std::size_t begin = 0;
    while (begin < line.size() && (line[begin] == '*' || line[begin] == ' ' || line[begin] == '_' || line[begin] == '|')) ++begin;
    std::size_t const colon = line.substr(0, begin + 32).find(':', begin);
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view word = line.substr(begin, colon - begin);
    while (!word.empty() && (word.back() == ' ' || word.back() == '*' || word.back() == '_')) word.remove_suffix(1);
    auto const label = label_of(word);
    if (!label) return std::nullopt;
    std::size_t value = colon + 1;
    while (value < line.size() && (line[value] == '*' || line[value] == ' ' || line[value] == '_')) ++value;
    return LabelAt{*label, value, word};
}

struct Block {
    bool author = false, dated = false, address = false;
    int kinds = 0;
    unsigned seen = 0;
    void add(const LabelAt& at, std::string_view value) {
        unsigned const bit = 1u << static_cast<unsigned>(at.label);
        if ((seen & bit) == 0) ++kinds;
        seen |= bit;
        if (at.label == words::Label::author) author = true;
        // "Date : 12/04/2006" and "Le : 3 mars 2025" are also what a person fills in; a client writes 10:12 behind it.
        bool const everyday = at.word == "date" || at.word == "le" || at.word == "data" || at.word == "datum" || at.word == "fecha";
        if (at.label == words::Label::date && (everyday ? has_date(value) && has_colon_time(value) : has_date(value) || has_time(value))) dated = true;
        if (at.label != words::Label::subject && has(value, "@")) address = true;
    }
    [[nodiscard]] bool holds(Standing mail) const {
        if (mail == Standing::first) return author && dated && (address || kinds >= 4);
        return (dated || address) && ((author && kinds >= 2) || kinds >= 3);
    }
};

/// All on one line (Samsung, Notes): "de : x <a@b> date : 03/03/2025 10:12 a : y objet : z".
bool glued_block(std::string_view line, Standing mail) {
    auto const first = label_at(line);
    if (!first || first->label != words::Label::author) return false;
    Block block;
    block.add(*first, line.substr(first->value, 120));
    for (std::size_t at = first->value; at < line.size() && at < looked_at; ++at) {
        if (line[at] != ' ') continue;
        if (auto const more = label_at(line.substr(at + 1))) block.add(*more, line.substr(std::min(line.size(), at + 1 + more->value), 60));
    }
    return block.kinds >= 3 && block.holds(mail);
}

/// A question mark that is none of a link.
bool asks(std::string_view line) { return has(line, "? ") || line.ends_with('?'); }

/// "Sent from my desk, which is easier" and "Envoyé depuis mon ancien numéro, je …" are sentences.
bool is_sentence(std::string_view line) {
    if (asks(line) || has(line, " je ") || has(line, " j'") || has(line, " i ")) return true;
    std::size_t const comma = line.find(", ");
    if (comma == std::string_view::npos) return false;
    for (std::string_view device : {"phone", "ipad", "ipod", "galaxy", "samsung", "huawei", "xiaomi", "redmi", "oppo", "android", "mobile", "tablet", "appareil",
                                    "blackberry", "pixel", "honor", "oneplus", "wiko", "mail", "orange", "smartphone"})
        if (has(line.substr(0, comma), device)) return line.size() > 110;
    return true;
}

}  // namespace

bool has_date(std::string_view text) {
    text = text.substr(0, looked_at);
    if (numeric_date(text)) return true;
    bool const month = any_word(text, [](std::string_view word) {
        return std::find(words::months.begin(), words::months.end(), word) != words::months.end();
    });
    return month && std::any_of(text.begin(), text.end(), is_digit);
}

bool has_time(std::string_view text) {
    text = text.substr(0, looked_at);
    for (std::size_t i = 1; i + 2 < text.size() + 0; ++i)
        if ((text[i] == ':' || text[i] == 'h') && is_digit(text[i - 1]) && is_digit(text[i + 1]) && is_digit(text[i + 2])) return true;
    return false;
}

Attribution attribution(std::span<const std::string> lines) {
    if (lines.empty() || lines.front().empty()) return {};
    // GroupWise: ">>> X <a@b> 03/03/2025 10:12 >>>", and what was written before stands below without a mark.
    if (lines.front().ends_with(">>>") && has(lines.front(), "@") && has_date(lines.front()) && has_time(lines.front())) return {1, true, true, false, true};
    // Notes: "X" <a@b>, below it the date alone, and the earlier message without a mark.
    if (lines.size() > 1 && lines.front().ends_with('>') && has(lines.front(), "@") && lines[1].size() < 24 && !lines[1].empty() && is_digit(lines[1].front()) &&
        numeric_date(lines[1]) && has_colon_time(lines[1]))
        return {2, true, true, false, true};
    std::string_view start = lines.front();
    while (!start.empty() && (start.front() == '-' || start.front() == ' ' || start.front() == '>')) start.remove_prefix(1);
    bool const opened = starts_with_any(start, words::attribution_starts) && has_date(start.substr(0, 120));
    bool const dated = !start.empty() && is_digit(start.front());
    bool const named = has(lines.front(), "@") || has(lines.front(), " <") || has(lines.front(), "\"") || has(lines.front(), "schrieb") ||
                       (has_time(lines.front()) && has_date(lines.front()));
    // A name without an address, wrapped: "Le 4 janv. 2016 19:03, "Camille Exemple"" is `opened`; anything else must show an address.
    bool const date_behind = has(lines.front(), " a ecrit le ") || has(lines.front(), " ecrivait le ");
    if (!opened && !dated && !named && !date_behind) return {};
    std::string joined;
    for (std::size_t n = 1; n <= std::min<std::size_t>(lines.size(), 4); ++n) {
        if (lines[n - 1].empty()) break;
        if (!joined.empty()) joined += ' ';
        joined += n == 1 ? start : std::string_view(lines[n - 1]);
        if (joined.size() > looked_at) joined.resize(looked_at);
        if (dated && date_then_address(joined)) return {n, true, true, false};
        // Any language: an address and a date, a colon at the end. Believed before a quoted line only.
        bool const colon_ends = joined.ends_with(':') && has(joined, "@") && (has_year(joined) || (has_time(joined) && has_date(joined)));
        if (colon_ends && !verb_in(joined)) return {n, false, true, false};
        auto const verb = verb_in(joined);
        if (!verb) continue;
        std::string_view const head = std::string_view(joined).substr(0, verb->begin);
        std::string_view rest = std::string_view(joined).substr(verb->end);
        bool const address = has(head, "@") || (has(rest, "@") && has(rest, ">"));
        bool const date = has_date(head) || has_date(rest.substr(0, 80));
        bool const with_address = address && (has(head, "<") || has(head, "[") || has(head, "("));
        if ((!opened && !with_address && !(date && has_time(joined))) || (!date && !(address && has(rest, ":")))) {
            if (has(rest, ":")) return {};
            continue;  // "X <a@b> schrieb am Fr., 28." goes on
        }
        std::size_t const colon = rest.find(':');
        bool const quote_on_it = colon != std::string_view::npos && !has_date(rest.substr(0, colon + 6)) && !trimmed(rest.substr(colon + 1)).empty() &&
                                 rest.substr(0, colon).size() < 4;
        // "Le 3 mars à 10h30, le conseiller a dit : …" is prose; clients write the year, 10:12 and a comma before the name.
        static constexpr std::array<std::string_view, 4> of_mine{" mon ", " ma ", " mes ", " notre "};  // "le directeur de mon école a écrit :"
        bool const by_client = opened && has_colon_time(head) && has(head, ",") && (has_year(head) || numeric_date(head)) &&
                               verb->plain && !quote_on_it && !has_any(head, of_mine);
        bool const on_its_own_line = !quote_on_it || (has(head, "<") && has_colon_time(head));
        bool const date_last = date_behind && date && has_time(joined) && joined.ends_with(':');
        bool const certain = (address && on_its_own_line) || by_client || date_last;
        return {n, certain, address, quote_on_it};
    }
    return {};
}

std::size_t header_block_lines(std::span<const std::string> lines, Standing mail) {
    if (lines.empty()) return 0;
    auto const first = label_at(lines.front());
    if (!first) return 0;
    if (glued_block(lines.front(), mail)) return 1;
    Block block;
    std::size_t last = 0;
    int strangers = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 14); ++i) {
        auto const label = label_at(lines[i]);
        if (label) {
            std::string_view const value = std::string_view(lines[i]).substr(std::min(label->value, lines[i].size()), 200);
            block.add(*label, value);
            last = i + 1;
            strangers = 0;
        } else if (lines[i].empty()) {
            if (block.holds(mail) && block.kinds >= 3) break;
            if (++strangers > 1) break;  // Word puts an empty line between them
        } else if (++strangers > 2 || (block.kinds < 2 && strangers > 1)) {
            break;  // a long list of people or a subject went over its line
        }
    }
    return block.holds(mail) ? last : 0;
}

std::size_t author_value(std::string_view line) {
    auto const label = label_at(line);
    return label && label->label == words::Label::author ? label->value : std::string_view::npos;
}

Bar bar(std::string_view line) {
    if (line.size() > looked_at) return Bar::none;
    for (auto const opening : words::forward_openings)
        if (line.starts_with(opening)) return Bar::forwarded;
    // Ticket systems: "##- Répondez au-dessus de cette ligne -##".
    static constexpr std::array<std::string_view, 3> above{"au-dessus de cette ligne", "au dessus de cette ligne", "above this line"};
    if (line.size() < 120 && !line.empty() && std::string_view("-#=*_").find(line.front()) != std::string_view::npos && has_any(line, above)) return Bar::original;
    // Orange: "message du 03/03/25 10:12".
    if (line.starts_with("message du ") && has_date(line.substr(0, 40)) && has_time(line) && line.size() < 48) return Bar::original;
    std::string_view core = line;
    std::size_t marks = 0;
    auto const is_mark = [](char c) { return c == '-' || c == '_' || c == '*' || c == '=' || c == '~' || c == ' '; };
    while (!core.empty() && is_mark(core.front())) marks += core.front() != ' ', core.remove_prefix(1);
    while (!core.empty() && (is_mark(core.back()) || core.back() == ':')) marks += core.back() != ' ' && core.back() != ':', core.remove_suffix(1);
    if (marks < 3) return Bar::none;
    if (std::size_t const close = core.find("---"); close != std::string_view::npos && close > 4) {  // "--- Message d'origine ---De : x …"
        core = core.substr(0, close);
        while (core.ends_with(' ')) core.remove_suffix(1);
    }
    for (auto const text : words::original_bars)
        if (core == text || (core.starts_with(text) && core.size() < text.size() + 4)) return Bar::original;
    for (auto const text : words::forwarded_bars)
        if (core == text || core.starts_with(text)) return Bar::forwarded;
    return Bar::none;
}

bool is_rule(std::string_view line) {
    std::size_t marks = 0;
    for (char const c : line) {
        if (c == ' ') continue;
        if (std::string_view("-_=*~#+.").find(c) == std::string_view::npos) return false;
        ++marks;
    }
    return marks >= 3;
}

bool is_mobile_signature(std::string_view line) {
    while (!line.empty() && (line.front() == '-' || line.front() == ' ' || line.front() == '_' || line.front() == '*' || line.front() == '[' || line.front() == '<')) line.remove_prefix(1);
    if (line.size() > 160) return false;
    std::string plain(line);  // "Sent with [Proton Mail](https://…)": HTML that became Markdown
    std::erase(plain, '[');
    return starts_with_any(plain, words::mobile_signatures) && !is_sentence(plain);
}

bool is_outlook_link_signature(std::string_view line) {
    return is_mobile_signature(line) && has(line, "outlook") && (has(line, "aka.ms") || has(line, "go.microsoft"));
}

bool is_personal(std::string_view line) {
    for (std::string_view word : {"j'", "je ", "mon ", "ma ", "mes ", "moi ", "moi,", "i'm ", "i am "})
        for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1))
            if (at == 0 || !is_alpha(line[at - 1])) return true;
    for (std::size_t at = line.find(" ans"); at != std::string_view::npos && at > 0; at = line.find(" ans", at + 1))
        if (is_digit(line[at - 1])) return true;
    return asks(line);
}

bool is_legal_footer(std::string_view line) {
    // Marks, a leaf, and "P", which in Webdings was a tree.
    if (line.starts_with("p ")) line.remove_prefix(2);
    while (!line.empty() && !is_alpha(line.front()) && !is_digit(line.front()) && line.front() != '>') line.remove_prefix(1);
    static constexpr std::array<std::string_view, 4> scanners{"www", "http", "avast", "avg"};
    if (line.starts_with("sans virus.")) return has_any(line.substr(11, 50), scanners);
    if (starts_with_any(line, words::legal_footers)) return true;
    std::size_t sounds = 0;
    for (auto const stem : words::legal_stems) sounds += has(line, stem) ? 1 : 0;
    return sounds >= 4;
}

}  // namespace adapters::email
