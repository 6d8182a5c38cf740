#include "bot/desk/asked.hpp"

#include "bot/desk/typed.hpp"
#include "rules/figures/words.hpp"

#include <algorithm>
#include <array>

namespace bot::desk {
namespace {

using steering::Month;
using steering::Objective;
using Words = std::vector<std::string>;

template <std::size_t N>
bool among(const std::array<std::string_view, N>& all, std::string_view word) {
    return std::find(all.begin(), all.end(), word) != all.end();
}
template <std::size_t N>
bool any_among(const std::array<std::string_view, N>& all, const Words& words) {
    return std::any_of(words.begin(), words.end(), [&](auto const& word) { return among(all, word); });
}
bool has_word(const Words& words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

bool all_digits(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}
std::optional<int> small_number(std::string_view word) {
    constexpr std::size_t most = 4;
    if (!all_digits(word) || word.size() > most) return {};
    return std::stoi(std::string(word));
}
std::optional<int> year_in(std::string_view word) {
    return word.size() == 4 && word.starts_with("20") ? small_number(word) : std::nullopt;
}
std::optional<std::chrono::month> month_in(const std::string& word) {
    if (all_digits(word)) return {};
    auto const read = rules::figures::read_month_words(word + " 2020");
    return read ? std::optional(read->month()) : std::nullopt;
}

/// Where "vu comme le" and its like end: the place of the day. \returns 0: it is not said
std::size_t after_seen(const Words& words, bool& by_verb) {
    static constexpr std::array<std::string_view, 10> then{"connu", "connue", "connus", "connues", "connaissait", "connaissions", "savait",
                                                           "savions", "voyait", "voyions"};
    static constexpr std::array<std::string_view, 4> was{"etions", "etait", "etaient", "etais"};
    by_verb = false;
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (words[i].starts_with("vu") && words[i].size() <= 4 && words[i + 1] == "comme")
            return i + 2 + (words[i + 2] == "le" || words[i + 2] == "au" ? 1U : 0U);
        bool const day_next = words[i + 1] == "au" || words[i + 1] == "le";
        if (among(then, words[i]) && day_next) return i + 2;
        if (!among(was, words[i])) continue;
        for (std::size_t k = i + 1; k + 2 < words.size(); ++k)  // "où en était l'AIJ le 15 septembre"
            if ((words[k] == "au" || words[k] == "le") && all_digits(words[k + 1]) && !year_in(words[k + 1])) {
                by_verb = true;
                return k + 1;
            }
    }
    return 0;
}

/// Where a day or a month stands in the words: "15 octobre", "au 31 10", "octobre"; a number alone is none.
struct Written {
    std::optional<int> day;
    std::chrono::month month{};
    std::optional<int> year;
};
std::optional<Written> time_in(const Words& words) {
    auto const year_at = [&](std::size_t at) { return at < words.size() ? year_in(words[at]) : std::nullopt; };
    auto const two = [&](std::size_t at) { return at < words.size() && words[at].size() <= 2 ? small_number(words[at]) : std::nullopt; };
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (auto const named = month_in(words[i])) return Written{i > 0 ? two(i - 1) : std::nullopt, *named, year_at(i + 1)};
        if (words[i] != "au" && words[i] != "le") continue;
        auto const day = two(i + 1), month = two(i + 2);
        if (day && month && *month >= 1 && *month <= 12) return Written{day, std::chrono::month(static_cast<unsigned>(*month)), year_at(i + 3)};
    }
    return {};
}

std::optional<MonthAsked> month_written(const Words& words, Day today) {
    auto const time = time_in(words);
    if (!time) return {};
    auto const now = steering::month_of(today);
    Month month = std::chrono::year(time->year.value_or(static_cast<int>(now.year()))) / time->month;
    if (!time->year && month > now) month -= std::chrono::years(1);
    bool const whole = !time->day || static_cast<unsigned>(*time->day) >= static_cast<unsigned>(std::chrono::year_month_day(steering::last_day(month)).day());
    return MonthAsked{whole ? month : month - std::chrono::months(1), whole};
}

}  // namespace

std::string slot(const talking::FiguresQuestion& question, std::string_view name) {
    for (auto const& each : question.slots)
        if (each.name == name) return each.value;
    return {};
}

std::optional<MonthAsked> month_asked(const talking::FiguresQuestion& question) {
    for (auto const* name : {"date_ref", "periode"}) {
        auto value = slot(question, name);
        if (auto const day = steering::read_day(value)) {
            auto const month = steering::month_of(*day);
            bool const whole = *day == steering::last_day(month);
            return MonthAsked{whole ? month : month - std::chrono::months(1), whole};
        }
        if (auto const range = value.find('/'); range != std::string::npos) value = value.substr(range + 1);
        if (auto const month = steering::read_month(value)) return MonthAsked{*month};
        constexpr std::size_t quarter_size = 7;  // "2020-Q3"
        if (value.size() == quarter_size && value[5] == 'Q' && value[6] >= '1' && value[6] <= '4')
            return MonthAsked{std::chrono::year(std::stoi(value.substr(0, 4))) / std::chrono::month(3U * static_cast<unsigned>(value[6] - '0'))};
    }
    if (seen_as_of(question.text, question.today)) return {};  // that is the day it is seen from
    return month_written(words_of(question.text), question.today);
}

std::vector<Month> months_named(const Words& words, Day today) {
    auto const now = steering::month_of(today);
    std::vector<Month> months;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const month = month_in(words[i]);
        if (!month) continue;
        std::optional<int> year;
        for (std::size_t k = i + 1; k < words.size() && !year; ++k) year = year_in(words[k]);
        Month named = std::chrono::year(year.value_or(static_cast<int>(now.year()))) / *month;
        if (!year && named > now) named -= std::chrono::years(1);
        if (std::find(months.begin(), months.end(), named) == months.end()) months.push_back(named);
    }
    return months;
}

std::vector<int> years_asked(const talking::FiguresQuestion& question) {
    std::vector<int> years;
    for (auto const& word : words_of(question.text))
        if (auto const year = year_in(word); year && std::find(years.begin(), years.end(), *year) == years.end()) years.push_back(*year);
    if (auto const read = year_in(slot(question, "periode")); years.empty() && read) years.push_back(*read);
    return years;
}

Month of_year_meant(Month month, std::optional<int> year, const Words& words, const std::vector<const Objective*>& named) {
    if (has_word(words, std::to_string(static_cast<int>(month.year())))) return month;
    auto const covered = [&](Month m) {
        return std::any_of(named.begin(), named.end(), [&](const Objective* o) { return o->covers(m); });
    };
    if (year && covered(std::chrono::year(*year) / month.month())) return std::chrono::year(*year) / month.month();
    constexpr int far = 10;
    for (int back = 0; back <= far; ++back)
        if (covered(month - std::chrono::years(back))) return month - std::chrono::years(back);
    return covered(month + std::chrono::years(1)) ? month + std::chrono::years(1) : month;
}

std::vector<std::string> operators_asked(const talking::FiguresQuestion& question) {
    auto const words = words_of(question.text);
    std::vector<std::string> codes;
    auto const add = [&](std::string code) {
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(std::move(code));
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const next = i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view();
        if (words[i] == "ml" || (words[i].starts_with("mission") && next.starts_with("locale"))) add("ML");
        else if (words[i] == "pe" || words[i] == "ft" || (words[i] == "pole" && next == "emploi") || (words[i] == "france" && next == "travail")) add("PE");
        else if (words[i] == "cap" && next == "emploi") add("CAP");
    }
    if (auto read = slot(question, "operateur"); codes.empty() && !read.empty()) codes.push_back(std::move(read));
    return codes;
}

bool same_operator(std::string_view asked, std::string_view has) {
    return asked == has || (asked == "FT" && has == "PE") || (asked == "CAP_EMPLOI" && has == "CAP");
}

std::optional<Day> seen_as_of(std::string_view text, Day today) {
    auto const words = words_of(text);
    bool by_verb = false;
    auto const at = after_seen(words, by_verb);
    if (at == 0 || at + 1 >= words.size()) return {};
    auto const day = small_number(words[at]);
    auto month = small_number(words[at + 1]);
    if (auto const named = month_in(words[at + 1])) month = static_cast<int>(static_cast<unsigned>(*named));
    if (!day || !month) return {};
    std::chrono::year_month_day const now(today);
    auto const make = [&](std::chrono::year y) -> std::optional<Day> {
        auto const d = y / std::chrono::month(static_cast<unsigned>(*month)) / std::chrono::day(static_cast<unsigned>(*day));
        return d.ok() ? std::optional<Day>(Day(d)) : std::nullopt;
    };
    auto const year = at + 2 < words.size() ? small_number(words[at + 2]) : std::nullopt;
    constexpr int first_year = 2000;
    auto seen = year && *year >= first_year ? make(std::chrono::year(*year)) : make(now.year());
    if (!(year && *year >= first_year) && !(seen && *seen <= today)) seen = make(now.year() - std::chrono::years(1));
    if (by_verb && seen && *seen == steering::last_day(steering::month_of(*seen))) return {};
    return seen;
}

std::string day_that_is_none(std::string_view text, Day today) {
    if (seen_as_of(text, today)) return {};
    auto const words = words_of(text);
    bool by_verb = false;
    auto const seen = after_seen(words, by_verb);
    auto const written = [&](std::size_t at) {
        auto day = words[at] + (all_digits(words[at + 1]) ? "/" : " ") + words[at + 1];
        if (at + 2 < words.size() && words[at + 2].size() == 4 && all_digits(words[at + 2])) day += (all_digits(words[at + 1]) ? "/" : " ") + words[at + 2];
        return day;
    };
    if (seen > 0 && seen + 1 < words.size() && all_digits(words[seen]) && !by_verb) return written(seen);
    // "AIJ au 31/02", "le 31 novembre": a day and a month that no year has.
    constexpr int leap = 2020;
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (words[i] != "au" && words[i] != "le") continue;
        auto const day = small_number(words[i + 1]);
        auto const named = month_in(words[i + 2]);
        auto const number = small_number(words[i + 2]);
        bool const slashed = text.find(words[i + 1] + "/" + words[i + 2]) != std::string_view::npos;
        if (!day || words[i + 1].size() > 2 || (!named && !(number && slashed && words[i + 2].size() <= 2))) continue;
        auto const month = named.value_or(std::chrono::month(static_cast<unsigned>(number.value_or(0))));
        if (!(std::chrono::year(leap) / month / std::chrono::day(static_cast<unsigned>(*day))).ok()) return written(i + 1);
    }
    return {};
}

bool only_name_and_time(const Lookup& lookup, const Words& words) {
    static constexpr std::array<std::string_view, 49> beside{
        "et", "en", "a", "l", "d", "le", "la", "les", "de", "du", "des", "au", "aux", "fin", "debut", "mois", "pour", "sur", "entre", "depuis",
        "jusqu", "jusque", "svp", "stp", "merci", "bonjour", "compare", "comparer", "comparez", "vs", "versus", "contre", "ou", "est", "trimestre",
        "semestre", "premier", "deuxieme", "troisieme", "quatrieme", "an", "annee", "dernier",
        "etait", "etions", "etaient", "sommes", "nous", "on"};
    bool time = time_in(words).has_value();
    auto const near = lookup.near(words);
    for (auto const& word : words) {
        bool const now = year_in(word) || month_in(word).has_value();
        time = time || now;
        if (now || among(beside, word) || (all_digits(word) && word.size() <= 2) || beside_a_name(word) || lookup.knows(word) || (near && near->written == word)) continue;
        return false;
    }
    return time;
}

Wanted wanted(const talking::FiguresQuestion& question) {
    auto const words = words_of(question.text);
    if (question.intent == reading::Intent::expliquer_resultat || has_word(words, "pourquoi")) return Wanted::why;
    bool const whose = has_word(words, "qui") || has_word(words, "quelqu");
    if (whose && (has_word(words, "occupe") || has_word(words, "occupent") || has_word(words, "charge") || has_word(words, "responsable"))) return Wanted::who;
    return Wanted::figure;
}

bool has_words_of_figures(const Words& words, bool following) {
    static constexpr std::array<std::string_view, 21> of_figures{
        "ecart", "ecarts", "atterrissage", "atterrir", "realise", "realisation", "rythme", "taux", "cible", "objectif", "objectifs", "trajectoire",
        "proba", "probabilite", "probabilites", "alerte", "alertes", "vigilance", "chiffre", "chiffres", "occupe"};
    if (any_among(of_figures, words)) return true;
    static constexpr std::array<std::string_view, 6> lacking{"manque", "manquent", "manquerait", "manquera", "faudrait", "faut"};
    bool const how_many = has_word(words, "combien");
    bool const lacks = any_among(lacking, words);
    if (lacks && has_word(words, "mois") && has_word(words, "par")) return true;
    if (how_many && (has_word(words, "manque") || has_word(words, "manquent") || has_word(words, "conseillers") || has_word(words, "conseilleres"))) return true;
    static constexpr std::array<std::string_view, 5> comparing{"compare", "comparer", "comparez", "vs", "versus"};
    auto const times = std::count_if(words.begin(), words.end(), [](auto const& word) { return year_in(word) || month_in(word); });
    if (times >= 2 && any_among(comparing, words)) return true;
    static constexpr std::array<std::string_view, 6> judged{"retard", "avance", "atteinte", "niveau", "baisse", "critique"};
    if ((following || has_word(words, "pourquoi")) && any_among(judged, words)) return true;
    return following && (has_word(words, "pourquoi") || has_word(words, "atteindre") || (has_word(words, "qui") && has_word(words, "charge")));
}

bool gives_order(const Words& words) {
    static constexpr std::array<std::string_view, 8> orders{"acquitter", "acquitte", "acquittement", "silence", "charge", "sourdine", "muet", "couper"};
    return any_among(orders, words);
}

std::vector<std::string> pieces_of(std::string_view text) {
    static constexpr std::array<std::string_view, 6> marks{",", ";", "\n", " et ", " ET ", " puis "};
    std::vector<std::string> pieces;
    std::string piece;
    auto const end = [&] {
        if (!words_of(piece).empty()) pieces.push_back(std::move(piece));
        piece.clear();
    };
    for (std::size_t i = 0; i < text.size();) {
        auto const rest = text.substr(i);
        auto const mark = std::find_if(marks.begin(), marks.end(), [&](auto m) { return rest.starts_with(m); });
        if (mark == marks.end()) {
            piece += text[i++];
            continue;
        }
        end();
        i += mark->size();
    }
    end();
    return pieces;
}

std::string abbreviation_in(std::string_view text) {
    static constexpr std::array<std::string_view, 16> none{"OK", "SVP", "STP", "PE", "FT", "ML", "OUI", "NON", "QPV", "RQTH", "URGENT", "RDV", "PDF", "CSV", "XLSX", "MERCI"};
    std::string found, word;
    auto const letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; };
    bool small = false;  // whoever writes in capitals throughout abbreviates nothing
    auto const end = [&] {
        constexpr std::size_t shortest = 2, longest = 6;
        bool const capital = word.size() >= shortest && word.size() <= longest && word.front() >= 'A' && word.front() <= 'Z' &&
                             std::all_of(word.begin(), word.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
        small = small || std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (capital && found.empty() && !among(none, word) && !(word.size() == 2 && all_digits(word.substr(1)))) found = word;  // "T3" is a quarter
        word.clear();
    };
    for (char const c : text) {
        if (letter(c)) word += c;
        else end();
    }
    end();
    return small ? found : std::string();
}

std::string code_words(std::string_view code) {
    constexpr std::size_t abbreviation = 6;
    if (code.size() <= abbreviation && code.find('_') == std::string_view::npos) return std::string(code);
    std::string words;
    for (char const c : code) words += c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return words;
}

}  // namespace bot::desk
