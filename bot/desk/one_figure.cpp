#include "bot/desk/one_figure.hpp"

#include "bot/desk/known.hpp"
#include "bot/desk/picture.hpp"
#include "bot/desk/small_cells.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>

namespace bot::desk {
namespace {

using steering::Objective;
using wording::Document;

/// Rows of the standing after `number` cut off: the figure at that month, as known today.
Standing cut_at(Standing standing, int number) {
    auto& e = standing.on.evaluation;
    auto const& objective = *standing.objective;
    auto const& version = objective.on(e.as_of);
    steering::Plan const plan{version.target, objective.start, objective.months, &version.trajectory};
    e.target_to_date = steering::known_target(plan, standing.figures, e.landing.suspects, number, e.missing);
    auto const& aside = e.landing.suspects;  // put aside, and so in no sum
    std::erase_if(standing.figures.months, [&](const steering::Figure& f) {
        return f.month > number || std::find(aside.begin(), aside.end(), f.month) != aside.end();
    });
    e.landing.done_known = e.landing.done_corrected = 0;
    for (auto const& figure : standing.figures.months) {
        e.landing.done_known += figure.known;
        e.landing.done_corrected += figure.corrected;
    }
    e.landing.last_month = number;
    e.gap = objective.opening_stock + e.landing.done_corrected - e.target_to_date;
    return standing;
}

/// The first day after that one on which figures of it began to count: then nothing being known is no lack of figures.
std::optional<Day> counted_later(const State& state, const Objective& objective, Day as_of) {
    std::optional<Day> first;
    for (auto const& import : state.ledger.imports()) {
        if (!import.confirmed_on || import.withdrawn_on || *import.confirmed_on <= as_of || (first && *first <= *import.confirmed_on)) continue;
        if (std::any_of(import.rows.begin(), import.rows.end(), [&](auto const& row) { return row.objective == objective.id; })) first = import.confirmed_on;
    }
    return first;
}

}  // namespace

Document figure_words(
    const Tools& tools, const State& state, const Objective& objective, Day as_of, const UntilMonth& until, bool seen_before
) {
    if (!objective.has_target()) return say(tools, "chiffre_sans_cible", {{"objet", objective.label}});
    auto const known = state.known(tools, as_of);
    auto const& steering = known->steering();
    auto const main = known->standing(objective);
    auto const level = std::max(level_on(main, steering::Kind::shortfall), level_on(main, steering::Kind::overrun));
    auto standing = spoken(main);
    auto const& target = objective.on(as_of);
    auto const too_few_said = [&](int month, bool few) {
        return say(
            tools, "chiffre_trop_peu",
            {{"objet", objective.label},
             {"mois", month_words(objective.month_at(month))},
             {"unite", std::string(steering::plural_of(objective.unit))},
             {"peu", few ? "oui" : "non"},
             {"cible", target_words(objective, target.target)}}
        );
    };
    auto const none_said = [&] {
        auto const later = counted_later(state, objective, as_of);
        return say(
            tools, "chiffre_aucun",
            {{"objet", objective.label},
             {"vu_le", day_words(as_of)},
             {"cible", target_words(objective, target.target)},
             {"compte", later ? "oui" : "non"},
             {"compte_le", day_words(later.value_or(as_of))}}
        );
    };
    double all = 0;
    for (auto const& figure : standing.figures.months) all += figure.known;
    // A first figure that is not believed yet is too few to be shown, too.
    if (too_few(objective, all) && standing.on.evaluation.landing.last_month == 0)
        return too_few_said(standing.figures.months.back().month, true);
    if (standing.figures.months.empty() ||
        (objective.counting != steering::Counting::stock && standing.on.evaluation.landing.last_month == 0))
        return none_said();
    if (objective.counting == steering::Counting::stock) {
        auto const& last = standing.figures.months.back();
        return say(
            tools, "chiffre_etat",
            {{"objet", objective.label},
             {"valeur", count_words(objective, last.known)},
             {"unite", std::string(steering::words_for(objective.unit, last.known))},
             {"mois", month_words(objective.month_at(last.month))},
             {"cible", steering::french(target.target)},
             {"source", objective.source}}
        );
    }
    int const last = standing.on.evaluation.landing.last_month;
    int number = until.month ? objective.number_of(*until.month) : last;
    Document before;
    if (number > last && number <= objective.months && until.by_name && until.month)
        before = say(tools, "chiffre_pas_encore", {{"mois", month_words(*until.month)}});
    if (number < 1 || number > last) number = last;
    int const shown = shown_until(standing, number);
    bool const earlier = std::any_of(standing.figures.months.begin(), standing.figures.months.end(), [&](const steering::Figure& figure) {
        return figure.month > shown && figure.month <= number && standing.hidden_sums.contains(figure.month);
    });
    if (earlier && shown == 0) return too_few_said(number, too_few(objective, cut_at(standing, number).on.evaluation.landing.done_known));
    if (earlier) before = say(tools, "chiffre_plus_tot", {{"mois", month_words(objective.month_at(number))}});
    if (earlier) number = shown;
    bool const cut = number < last;
    if (cut) standing = cut_at(std::move(standing), number);
    auto arguments = figure_arguments(tools, standing);
    if (cut) arguments["avec_atterrissage"] = arguments["avec_rythme"] = arguments["avec_capacite"] = "non";
    Day newest{};
    for (auto const& row : steering.log.series(objective.id, standing.objective->source))
        if (row.published_on <= as_of) newest = std::max(newest, row.published_on);
    arguments["avec_niveau"] = level != steering::AlertLevel::none && !cut && standing.ending <= steering::Ending::closing ? "oui" : "non";
    arguments["niveau"] = std::string(steering::name_of(level));
    bool const told = std::any_of(state.book.open.begin(), state.book.open.end(), [&](auto const& each) {
        return each.first.objective == objective.id && each.first.kind != steering::Kind::data;
    });
    arguments["annonce"] = seen_before ? "avant" : told ? "oui" : "non";
    arguments["donnees"] = day_words(newest);
    arguments["vu_avant"] = seen_before ? "oui" : "non";
    arguments["vu_le"] = day_words(as_of);
    auto document = say(tools, "chiffre_objectif", arguments);
    if (!cut) document.picture = picture_of(tools, standing);
    return wording::joined(std::move(before), std::move(document));
}

}  // namespace bot::desk
