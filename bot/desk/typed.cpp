#include "bot/desk/typed.hpp"

#include "rules/figures/words.hpp"

#include <algorithm>
#include <array>

namespace bot::desk {
namespace {

namespace figures = rules::figures;
namespace steering = rules::steering;
using steering::Day;
using steering::Month;

constexpr std::size_t longest_order = 600;  // bytes: an order is short, a letter is none

bool digits(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}
std::optional<int> number(std::string_view word) {
    constexpr std::size_t most = 6;
    if (!digits(word) || word.size() > most) return {};
    return std::stoi(std::string(word));
}

/// Typographic marks that part words, as a blank; the rest as it stands.
std::string parted(std::string_view text) {
    static constexpr std::array<std::string_view, 8> blanks{"\u2019", "\u00a0", "\u202f", "\u2009", "«", "»", "\u2013", "\u2026"};
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        auto const rest = text.substr(i);
        auto const blank = std::find_if(blanks.begin(), blanks.end(), [&](auto b) { return rest.starts_with(b); });
        if (blank != blanks.end()) {
            out += ' ';
            i += blank->size();
        } else {
            out += text[i++];
        }
    }
    return out;
}

std::optional<unsigned> month_named(const std::string& word) {
    auto const any_year = figures::read_month_words(word + " 2020");
    if (digits(word) || !any_year) return {};
    return static_cast<unsigned>(any_year->month());
}

std::optional<Day> day_from(const std::vector<std::string>& words, std::size_t at, Day today) {
    if (at + 1 >= words.size()) return {};
    auto const day = number(words[at]);
    auto const named = month_named(words[at + 1]);
    auto const month = named ? std::optional(static_cast<int>(*named)) : number(words[at + 1]);
    if (!day || !month || *day < 1 || *month < 1) return {};
    auto const year = at + 2 < words.size() && words[at + 2].size() == 4 ? number(words[at + 2]) : std::nullopt;
    auto const make = [&](std::chrono::year y) -> std::optional<Day> {
        auto const date = y / std::chrono::month(static_cast<unsigned>(*month)) / std::chrono::day(static_cast<unsigned>(*day));
        return date.ok() ? std::optional<Day>(Day(date)) : std::nullopt;
    };
    if (year) return make(std::chrono::year(*year));
    auto const now = std::chrono::year_month_day(today).year();
    auto const this_year = make(now);
    return this_year && *this_year >= today ? this_year : make(now + std::chrono::years(1));
}

/// "400 par mois à partir de septembre", "400/mois dès octobre".
std::optional<Promise> promise_in(const std::vector<std::string>& words, Day today) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        std::size_t at = i + 1;
        if (words[at] == "par" || words[at] == "/") ++at;
        if (at >= words.size() || words[at] != "mois" || !digits(words[i])) continue;
        std::string pace = words[i];
        if (i > 0 && words[i].size() == 3 && digits(words[i - 1]) && words[i - 1].size() <= 3) pace = words[i - 1] + pace;
        auto const figure = number(pace);
        if (!figure || *figure == 0) continue;
        auto const now = std::chrono::year_month_day(today);
        Month from = now.year() / now.month();
        for (std::size_t k = at + 1; k < words.size(); ++k)
            if (auto const month = month_named(words[k])) {
                from = now.year() / std::chrono::month(*month);
                bool const given = k + 1 < words.size() && words[k + 1].size() == 4 && number(words[k + 1]);
                if (given) from = std::chrono::year(*number(words[k + 1])) / std::chrono::month(*month);
                // "à partir de janvier", said in November.
                else if (steering::months_apart(now.year() / now.month(), from) < -6) from += std::chrono::years(1);
                break;
            }
        return Promise{static_cast<double>(*figure), from};
    }
    return {};
}

/// What follows "motif", as it was written.
std::string reason_in(const std::string& text) {
    static constexpr std::array<std::string_view, 2> marks{"motif", "Motif"};
    for (auto const mark : marks)
        if (auto const at = text.find(mark); at != std::string::npos) {
            auto const from = text.find_first_not_of(" :", at + mark.size());
            if (from == std::string::npos) return {};
            auto const to = text.find_last_not_of(" \n\t");
            return text.substr(from, to - from + 1);
        }
    return {};
}

struct Until {
    bool said = false;
    std::optional<Day> day;
    std::size_t at = 0;
};
Until until_in(const std::vector<std::string>& words, Day today) {
    for (std::size_t i = 0; i + 2 < words.size(); ++i)
        if (words[i] == "jusqu" && words[i + 1] == "au") return {true, day_from(words, i + 2, today), i};
    return {};
}

std::string between(const std::vector<std::string>& words, std::size_t from) {
    std::string about;
    for (std::size_t i = from; i < words.size(); ++i) {
        if (words[i] == "motif" || words[i] == "jusqu" || digits(words[i])) break;
        about += (about.empty() ? "" : " ") + words[i];
    }
    return about;
}

std::string_view trimmed(std::string_view text) {
    static constexpr std::array<std::string_view, 3> blanks{" ", "\u00a0", "\u202f"};
    for (bool more = true; more;) {
        more = false;
        for (auto const blank : blanks) {
            if (text.starts_with(blank)) text.remove_prefix(blank.size()), more = true;
            if (text.ends_with(blank)) text.remove_suffix(blank.size()), more = true;
        }
        if (text.ends_with('.')) text.remove_suffix(1), more = true;
    }
    return text;
}

/// What stands where a figure should: digits first, or one to three words that are numbers. Talk is none.
bool meant_as_number(std::string_view text) {
    constexpr std::size_t longest = 24;
    if (text.empty() || text.size() > longest) return false;
    if (digits(text.substr(0, 1)) || ((text[0] == '-' || text[0] == '+') && text.size() > 1 && digits(text.substr(1, 1)))) return true;
    if (text.starts_with("\u2212")) return true;
    static constexpr std::array<std::string_view, 28> numbers{
        "un", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
        "seize", "vingt", "trente", "quarante", "cinquante", "soixante", "cent", "cents", "mille", "aucun", "zero", "et"};
    auto const words = words_of(text);
    return !words.empty() && words.size() <= 4 && std::all_of(words.begin(), words.end(), [](auto const& word) {
        return std::find(numbers.begin(), numbers.end(), word) != numbers.end();
    });
}

std::optional<UnreadFigure::Why> wrong_with(std::string_view value) {
    if (value.find('%') != std::string_view::npos) return UnreadFigure::Why::rate;
    auto const number = figures::read_number(value);
    if (number) return *number < 0 ? std::optional(UnreadFigure::Why::negative) : std::nullopt;
    return figures::doubtful_number(value) ? UnreadFigure::Why::doubtful : UnreadFigure::Why::no_number;
}

std::string joined_words(const std::vector<std::string>& words, std::size_t end) {
    std::string all;
    for (std::size_t k = 0; k < end; ++k) all += (k > 0 ? " " : "") + words[k];
    return all;
}

/// "AIJ octobre : 1 140", "AIJ, octobre 2020 = 1140".
Order typed_figure(std::string_view text, Day today) {
    auto const mark = text.find_last_of(":=");
    if (mark == std::string_view::npos || text.find('\n') != std::string_view::npos) return {};
    auto const value_text = trimmed(text.substr(mark + 1));
    if (!meant_as_number(value_text)) return {};
    auto const wrong = wrong_with(value_text);
    auto const words = words_of(text.substr(0, mark));
    std::string const written(value_text);
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto const month = month_named(words[i]);
        if (!month) continue;
        auto const year = i + 1 < words.size() && words[i + 1].size() == 4 ? number(words[i + 1]) : std::nullopt;
        auto const last = year ? i + 1 : i;
        if (last + 1 != words.size()) return {};
        auto name = joined_words(words, i);
        if (wrong) return UnreadFigure{*wrong, std::move(name), written, std::string(trimmed(text.substr(0, mark)))};
        TypedFigure figure;
        auto const now = std::chrono::year_month_day(today);
        figure.year_given = year.has_value();
        figure.month = std::chrono::year(year.value_or(static_cast<int>(now.year()))) / std::chrono::month(*month);
        if (!year && figure.month > now.year() / now.month()) figure.month -= std::chrono::years(1);
        figure.name = std::move(name);
        figure.value = figures::read_number(value_text).value();
        return figure;
    }
    // A day, or a month in digits: figures are those of a month.
    auto const tail = std::find_if(words.rbegin(), words.rend(), [](auto const& word) { return !digits(word); });
    auto const named = static_cast<std::size_t>(std::distance(tail, words.rend()));
    bool const date = text.substr(0, mark).find('/') != std::string_view::npos && named < words.size() && words.size() - named >= 2;
    if (named == 0 || !date) return {};
    auto name = joined_words(words, named);
    std::string day;
    for (std::size_t k = named; k < words.size(); ++k) day += (k > named ? "/" : "") + words[k];
    return UnreadFigure{UnreadFigure::Why::no_month, name, day, name + " juin"};
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    auto const end = [&] {
        if (auto folded = figures::folded(word); !folded.empty()) words.push_back(std::move(folded));
        word.clear();
    };
    for (char const c : parted(text)) {
        constexpr std::string_view joints = " \n\t,;:?!.'\"()/-_=";
        if (joints.find(c) != std::string_view::npos) end();
        else word += c;
    }
    end();
    return words;
}

Order read_order(std::string_view text, Day today) {
    if (text.empty() || text.size() > longest_order) return {};
    auto const words = words_of(text);
    if (words.empty()) return {};
    auto const& first = words.front();
    if (first == "oui" && words.size() <= 2) return Yes{};
    if (first == "annuler" && words.size() == 1) return Withdraw{};
    if (first == "annuler" && words.size() == 2)
        if (auto const n = number(words[1])) return Withdraw{*n};
    static constexpr std::array<std::string_view, 5> of_an_alert{"alerte", "alertes", "niveau", "vigilance", "critique"};
    bool const about_alert = std::any_of(words.begin(), words.end(), [](auto const& w) { return std::find(of_an_alert.begin(), of_an_alert.end(), w) != of_an_alert.end(); });
    if (first == "pourquoi" && (words.size() == 1 || (about_alert && words.size() <= 3))) return Why{};  // "pourquoi pas ?" is talk
    bool const gives_back = (first == "retirer" || first == "annuler") &&
                            std::any_of(words.begin(), words.end(), [](auto const& w) { return w == "charge" || w == "acquittement"; });
    if (gives_back) return GiveBack{};
    bool const lifts = (first == "lever" || first == "retirer" || first == "annuler") && words.size() > 2 && words[2] == "silence";
    if (lifts) return Unquiet{between(words, 3)};
    auto const until = until_in(words, today);
    std::string const written(text);
    if (first == "silence") {
        if (until.said && !until.day) return UnreadDate{};
        return Quiet{reason_in(written), between(words, 1), until.day};
    }
    bool const charge = std::find(words.begin(), words.end(), "charge") != words.end();
    bool const mine = (first == "je" && words.size() > 3 && words[1] == "m" && words[2] == "en" && charge) || (first == "pris" && charge);
    auto const promise = promise_in(words, today);
    if (first == "acquitter" || first == "acquitte" || first == "acquittement" || mine) {
        if (until.said && !until.day) return UnreadDate{};
        auto reason = reason_in(written);
        if (mine && reason.empty()) reason = "dit sous l’alerte, sans autre motif";
        return TakeOn{std::move(reason), mine ? std::string() : between(words, 1), until.day, promise, mine};
    }
    if (first == "perimetre" && words.size() > 1 && words[1].starts_with("confirme")) return Rebase{reason_in(written), between(words, 2)};
    if (promise && digits(first)) return TakeOn{reason_in(written), {}, until.day, promise};
    return typed_figure(text, today);
}

}  // namespace bot::desk
