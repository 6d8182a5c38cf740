#pragma once
/// \file bot/desk/words.hpp
/// Figures, levels and days as the bureau reads them. Cells under five people stay hidden, and so does everything that
/// would give them away.
///
/// Threads: functions of their arguments.

#include "bot/desk/situations.hpp"
#include "bot/wording/document.hpp"

#include <string>
#include <vector>

namespace bot::desk {

/// "fin octobre 2020" without "fin": "octobre 2020".
[[nodiscard]] std::string month_words(steering::Month);
[[nodiscard]] std::string day_words(Day);
/// "10/09": day of a year that is known.
[[nodiscard]] std::string short_day(Day);
[[nodiscard]] std::string level_words(steering::AlertLevel);  ///< "ALERTE"; none: "rien"
/// A count, or "< 5".
[[nodiscard]] std::string count_words(const steering::Objective&, double);
/// Its label, and whose figures they are where it is not the main source.
[[nodiscard]] std::string object_words(const Standing&);
/// Whether what is known so far is too small to be shown.
[[nodiscard]] bool hidden(const Standing&);
[[nodiscard]] std::string gap_words(const Standing&);       ///< "−615"
[[nodiscard]] std::string gap_part_words(const Standing&);  ///< "−12,5 %"
/// "« suivis » compte …; octobre est provisoire (83 % …)": the caveat that travels with the figure.
[[nodiscard]] std::string reserve_words(const Standing&);
/// "3 000 milliers d’euros"
[[nodiscard]] std::string target_words(const steering::Objective&, double target);
/// What people call its measure: "AIJ", "OTP", "École de production".
[[nodiscard]] std::string short_name(const steering::Objective&);
[[nodiscard]] std::string territory_words(std::string_view code);
[[nodiscard]] std::string operator_words(std::string_view code);
/// Who did something, as it may stand in a message.
[[nodiscard]] std::string person_words(std::string_view sender);
/// The risk that a kind of episode is about.
[[nodiscard]] double risk(const Standing&, steering::Kind);

/// A message of the catalogue in its formal register.
[[nodiscard]] wording::Document say(const Tools&, std::string_view id, const wording::Arguments& = {});
[[nodiscard]] wording::Line line(const Tools&, std::string_view id, const wording::Arguments& = {});

/// The sentence-sized arguments that alert and answer share: what is known, plan, landing, pace.
[[nodiscard]] wording::Arguments figure_arguments(const Tools&, const Standing&);

}  // namespace bot::desk
