#pragma once
/// \file bot/board/board.hpp
/// What the bureau's page, workbook and note show, ready to be written down: objectives ordered by what needs a decision,
/// each with its figures in words, its months, its curve, and what people did about it. Every figure is the one that the
/// desk says in conversations; counts under five people are hidden, and so are differences that would give them away.
///
/// Threads: functions of their arguments.

#include "bot/charts/chart.hpp"
#include "bot/desk/situations.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::board {

/// The order of the page.
enum class Section : std::uint8_t {
    decide,   ///< alert or worse, and nobody has taken it on
    watch,    ///< vigilance, an alert that is taken on, data that are missing or doubtful
    in_time,
    over      ///< the period has ended and its figures are in
};

/// An open alert of an objective, as people may treat it.
struct Open {
    desk::EpisodeId id;
    std::string name;     ///< of the episode in forms: "AIJ-2020-NOR/shortfall"
    std::string what;     ///< "risque de manquer la cible"
    std::string level;    ///< "Alerte"
    int days = 0;         ///< since when it is open
    bool taken = false;   ///< and until when, by whom, why
    std::string by, until, reason, promise;
    std::string silence;  ///< "jusqu’au 10 septembre 2026"; empty: none
};

/// The same figures as numbers, for a workbook; nothing where words say "non montré" or nothing.
using Number = std::optional<double>;

struct Month {
    std::string name;                    ///< "octobre 2020"
    Number plan_number, known_number, corrected_number;
    std::string plan, known, corrected;  ///< cumulative; empty: not known yet; "non montré": too few people
    bool provisional = false;
};

struct Row {
    std::string id, label;
    Section section = Section::in_time;
    std::string level;  ///< "Critique", "Alerte", "Vigilance", "Dans les temps"
    int marks = 0;      ///< so many ▲
    std::string why;    ///< one or two sentences
    std::string month;  ///< of the last figure: "octobre 2020"; "aucun": then known, expected, gap and rate are empty
    std::string known, expected, gap, gap_part, target, rate, landing, range, pace, data, source, unit;
    Number known_number, expected_number, gap_number, target_number, landing_number, low_number, high_number;
    Number gap_percent, rate_percent;  ///< to a tenth
    bool fictitious = false, is_hidden = false;
    double weight = 0;  ///< chance × size of the gap
    std::vector<Open> open;
    std::vector<Month> months;
    std::optional<charts::Chart> chart;
    std::string alternative;         ///< of the chart
    std::vector<std::string> deeds;  ///< "12/11 : pris en charge par …"
};

/// What is counted as it stands on a day (staff, schools): the last count and the target, without a plan or a forecast.
struct Standstill {
    std::string label, month, known, target, source;  ///< without a count: `month` "aucun", `known` empty
    Number known_number, target_number;
    bool reached = false;

    /// The text that says which (texts: tableau_…).
    [[nodiscard]] const char* level_label() const { return reached ? "etat_atteint" : "etat_sous"; }
};

struct Board {
    desk::Day as_of{};
    bool is_past = false;              ///< "vu comme le …": what was known then; treatment is of today and left out
    std::string meeting;               ///< "Prochain bureau : 17 décembre 2026 (dans 53 jours)"
    std::string meeting_level;         ///< empty: the rule of the meetings is kept
    std::vector<Row> rows;             ///< by section, then by weight, then as in the catalogue
    std::vector<Standstill> states;    ///< as in the catalogue
    std::vector<std::string> without;  ///< labels of objectives that have no target yet or have not begun

    [[nodiscard]] const Row* find(std::string_view id) const;
    [[nodiscard]] std::size_t count(Section) const;
};

struct Viewer {
    bool money = false;  ///< whether envelopes are shown
};
[[nodiscard]] Board board_on(const desk::Tools&, const desk::State&, desk::Day as_of, desk::Day today, Viewer);

/// The first day on which there is something to see: the first of the earliest objective. Without objectives: `today`.
[[nodiscard]] desk::Day first_day(const desk::Tools&, desk::Day today);

/// "AIJ-2020-NOR/shortfall" and back. \returns nothing if it names none
[[nodiscard]] std::string name_of(const desk::EpisodeId&);
[[nodiscard]] std::optional<desk::EpisodeId> episode_named(std::string_view);

/// "2020-06-25" and back, as a field of a form has it. \returns nothing if there is no such day
[[nodiscard]] std::string iso_day(desk::Day);
[[nodiscard]] std::optional<desk::Day> day_in(std::string_view iso);
[[nodiscard]] std::string day_words(desk::Day);  ///< "25 juin 2020"
[[nodiscard]] std::string month_words(std::string_view iso);  ///< "2026-11" → "novembre 2026"; as it is if it is no month
[[nodiscard]] std::string departement_words(std::string_view code);  ///< "Seine-Maritime"

/// Cumulative counts of people with those left out that differ by fewer than five from what stands before them.
/// The last one always stands: it is said elsewhere.
[[nodiscard]] std::vector<std::optional<double>> thinned(const std::vector<double>& cumulative);

}  // namespace bot::board
