#pragma once
/// \file bot/desk/asked.hpp
/// What a question on objectives asks, read from its slots and words: the months, the years, the operators, the day that it
/// is seen from, and, where several objectives are named at once, a question for each.
///
/// Threads: functions of their arguments.

#include "bot/desk/lookup.hpp"
#include "bot/desk/words.hpp"
#include "bot/talking/figures.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::desk {

/// A slot's value; empty: it was not read.
[[nodiscard]] std::string slot(const talking::FiguresQuestion&, std::string_view name);

/// A month whose figure is wanted.
struct MonthAsked {
    steering::Month month;
    bool by_name = true;  ///< "fin octobre"; else the last month that was over on a day ("au 15 octobre": September)
};
/// Of the slots: a day, a month, the last one of a quarter, half-year or range.
[[nodiscard]] std::optional<MonthAsked> month_asked(const talking::FiguresQuestion&);
/// Months that the text has by name, in its order, none twice; without a year in the text the last such month, today's
/// included. "août et octobre 2020" has two of 2020.
[[nodiscard]] std::vector<steering::Month> months_named(const std::vector<std::string>& words, Day today);
/// "2019", "2020 et 2021", "l'année dernière" (as it was read), in the order of the text.
[[nodiscard]] std::vector<int> years_asked(const talking::FiguresQuestion&);
/// A month that was written without its year is that of the year that was ("AIJ 2020 à fin août"), else the last one that
/// one of the objectives covers, else the next one that does ("et en décembre ?", asked in November).
[[nodiscard]] steering::Month of_year_meant(
    steering::Month, std::optional<int> year, const std::vector<std::string>& words, const std::vector<const steering::Objective*>& named
);

/// Codes of the catalogue's operators (PE, ML, CAP): the slot's, or those of the words.
[[nodiscard]] std::vector<std::string> operators_asked(const talking::FiguresQuestion&);
[[nodiscard]] bool same_operator(std::string_view asked, std::string_view has);

/// The day after "vu comme le", "connu au", "où en étions-nous le"; a day without a year is the last such day. The last
/// day of a month after "étions" is that month's figure, as everybody says it.
[[nodiscard]] std::optional<Day> seen_as_of(std::string_view text, Day today);
/// Whether a day is asked for that does not exist ("vu comme le 31/02", "au 31/02"). \returns it as it was written; empty: no
[[nodiscard]] std::string day_that_is_none(std::string_view text, Day today);

/// Whether nothing but a name and a time is there ("AIJ octobre", "et en août ?"), whatever else it was taken for.
[[nodiscard]] bool only_name_and_time(const Lookup&, const std::vector<std::string>& words);

/// What is asked besides where it stands.
enum class Wanted : std::uint8_t { figure, why, who };
[[nodiscard]] Wanted wanted(const talking::FiguresQuestion&);
/// Whether words are there that only figures have ("écart", "combien il en manque", "compare … août et octobre").
/// \param following the message before was about figures: then fewer will do ("pourquoi", "qui s'en occupe")
[[nodiscard]] bool has_words_of_figures(const std::vector<std::string>& words, bool following);

/// Whether words are there that only an order under an alert has ("acquitter", "silence").
[[nodiscard]] bool gives_order(const std::vector<std::string>& words);
/// "l'AIJ, les conseillers et l'OTP": its pieces, as they stand.
[[nodiscard]] std::vector<std::string> pieces_of(std::string_view text);
/// A capital abbreviation ("CJE") that may be the name of an objective; empty: none.
[[nodiscard]] std::string abbreviation_in(std::string_view text);
/// "SERVICE_CIVIQUE" → "service civique"; short codes as they are.
[[nodiscard]] std::string code_words(std::string_view code);

}  // namespace bot::desk
