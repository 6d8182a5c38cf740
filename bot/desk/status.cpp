#include "bot/desk/status.hpp"

#include "bot/desk/small_cells.hpp"
#include "bot/desk/stand_in.hpp"
#include "bot/desk/words.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace bot::desk {
namespace {

using nlohmann::ordered_json;

ordered_json number(bool shown, double value) {
    if (!shown) return {};
    return std::round(value * 10) / 10;
}

/// A state (staff, schools): the last one that is known, and no forecast.
const steering::Figure* last_state(const Standing& standing) {
    return standing.figures.months.empty() ? nullptr : &standing.figures.months.back();
}

steering::AlertLevel state_level(const Standing& standing) {
    KnownState state;
    state.objective = standing.objective;
    if (auto const* const last = last_state(standing)) {
        state.last.emplace();
        state.last->value = last->known;
    }
    return level_of(state, standing.on.evaluation.as_of);
}

/// With a month missing or put aside the pace would ask for what was perhaps done then; after the end nobody can keep it.
bool pace_stands(const Standing& standing) {
    auto const& e = standing.on.evaluation;
    return e.missing.empty() && e.as_of <= standing.objective->end();
}

ordered_json as_json(const Standing& main) {
    auto const& standing = spoken(main);
    auto const& objective = *standing.objective;
    auto const& e = standing.on.evaluation;
    auto const& l = e.landing;
    bool const state = !can_be_forecast(objective), few = hidden(standing);
    auto const* const last = last_state(standing);
    int const month = state ? (last ? last->month : 0) : l.last_month;
    bool const known = month > 0 && !few;  // what is hidden must not stand in the forecast either
    bool const forecast = known && !state && l.months_used >= steering::months_before_a_level;
    bool const floor = objective.direction == steering::Direction::floor;
    auto const paces = paces_shown(standing);
    ordered_json json;
    json["objectif"] = objective.id;
    json["unite"] = steering::name_of(objective.unit);
    json["vu_le"] = steering::written_day(e.as_of);
    json["cible"] = e.target;
    json["dernier_mois"] = month > 0 ? ordered_json(steering::written_month(objective.month_at(month))) : ordered_json();
    json["cache"] = month > 0 && few;
    json["connu"] = number(known, state && last ? last->known : objective.opening_stock + l.done_known);
    json["corrige"] = number(known && !state, objective.opening_stock + l.done_corrected);
    json["repere"] = number(month > 0 && !state, e.target_to_date);
    json["ecart"] = number(known, state && last ? last->known - e.target : e.gap);
    json["atterrissage"] = nullptr;
    if (forecast) json["atterrissage"] = {{"bas80", l.low80}, {"milieu", l.middle}, {"haut80", l.high80}};
    json["p_manque"] = forecast ? ordered_json(l.p_shortfall) : ordered_json();
    if (!floor) json["p_depassement"] = forecast ? ordered_json(l.p_overrun) : ordered_json();
    json["niveau"] = static_cast<int>(state ? state_level(main) : level_on(main, steering::Kind::shortfall));
    if (!floor) json["niveau_depassement"] = static_cast<int>(level_on(main, steering::Kind::overrun));
    json["rythme"] = nullptr;
    if (forecast && pace_stands(standing))
        json["rythme"] = {{"necessaire", e.pace.required},
                          {"trois_derniers", number(paces.last_three, e.pace.last_three)},
                          {"meilleur", number(standing.hidden_sums.empty(), e.pace.best)},
                          {"capacite", e.capacity ? number(true, e.capacity->a_month()) : ordered_json()},
                          {"avis", steering::name_of(e.pace.feasibility)}};
    json["donnees"] = steering::name_of(main.on.evaluation.health.state);
    if (e.bounds && !few) json["bornes"] = {e.bounds->low, e.bounds->high};
    json["source"] = objective.source;
    if (!standing.in_place_of.empty()) json["a_la_place_de"] = standing.in_place_of;
    json["fictif"] = objective.fictitious;
    json["modele"] = e.model_version;
    return json;
}

std::string as_text(const Standing& main) {
    auto const& standing = spoken(main);
    auto const& objective = *standing.objective;
    auto const& e = standing.on.evaluation;
    auto const& l = e.landing;
    std::string text = objective.label + "\n";
    auto const nothing = fmt::format("  aucun chiffre au {}\u00A0; cible {}\n", steering::written_day(e.as_of), steering::french(e.target));
    if (!can_be_forecast(objective)) {
        auto const* const last = last_state(standing);
        if (last == nullptr) return text + nothing;
        return text + fmt::format(
                          "  fin {}\u00A0: {} {}, pour une cible de {}\u00A0; source {}\n", steering::written_month(objective.month_at(last->month)),
                          steering::french(last->known), steering::words_for(objective.unit, last->known), steering::french(e.target), objective.source
                      );
    }
    if (l.last_month == 0) return text + nothing;
    auto const month = steering::written_month(objective.month_at(l.last_month));
    if (hidden(standing)) {
        text += fmt::format(
            "  fin {}\u00A0: chiffre non montré, il ferait reconnaître moins de cinq personnes\u00A0; repère {}\u00A0; cible {}\n", month,
            steering::french(e.target_to_date), steering::french(e.target)
        );
    } else {
        text += fmt::format(
            "  fin {}\u00A0: {} connus, environ {} une fois complets\u00A0; repère {} → écart {} ({})\n", month,
            steering::french(objective.opening_stock + l.done_known), steering::french(objective.opening_stock + l.done_corrected),
            steering::french(e.target_to_date), steering::french_signed(e.gap),
            e.target_to_date > 0 ? steering::french_percent(e.gap / e.target_to_date) : "–"
        );
        text += fmt::format(
            "  atterrissage {} [{}\u00A0; {} à 80 %] pour {}\u00A0; probabilité de manquer {}{}\n", steering::french(l.middle), steering::french(l.low80),
            steering::french(l.high80), steering::french(e.target), steering::french_percent(l.p_shortfall, 0),
            objective.direction == steering::Direction::floor ? std::string()
                                                        : ", de dépasser " + steering::french_percent(l.p_overrun, 0)
        );
        bool const paces = paces_shown(standing).last_three && standing.hidden_sums.empty();
        if (pace_stands(standing)) text += fmt::format(
            "  il faudrait {} par mois{}\u00A0: {}\n", steering::french(e.pace.required),
            paces ? fmt::format(" (trois derniers\u00A0: {}, meilleur\u00A0: {})", steering::french(e.pace.last_three), steering::french(e.pace.best)) : "",
            steering::name_of(e.pace.feasibility)
        );
    }
    auto const name = steering::name_of(level_on(main, steering::Kind::shortfall)), over = steering::name_of(level_on(main, steering::Kind::overrun));
    if (!standing.in_place_of.empty())
        text += fmt::format("  chiffres de {}, l’autre source\u00A0: {}, la source principale, a du retard\n", objective.source, standing.in_place_of);
    text += fmt::format(
        "  niveau\u00A0: {}{}\u00A0; données {}\u00A0: {} au {}\n", name.empty() ? "aucun" : name,
        over.empty() ? "" : fmt::format("\u00A0; dépassement\u00A0: {}", over), main.objective->source, steering::name_of(main.on.evaluation.health.state),
        steering::written_day(e.as_of)
    );
    return text;
}

}  // namespace

std::string status_of(const steering::Steering& all, const StatusAsked& asked) {
    std::string text;
    Overview overview;  // all of them: what one hides may hang on its sisters
    for (auto const& objective : all.objectives) {
        if (!objective.has_target()) continue;
        auto const prepared = steering::prepare(all, objective);
        Standing standing;
        standing.objective = &objective;
        standing.on = steering::state_on(all, prepared, asked.day);
        standing.figures = steering::figures_of(all, prepared, asked.day);
        if (can_be_forecast(objective))
            if (auto other = stand_in(all, standing, asked.day)) standing.instead.push_back(std::move(*other));
        overview.standings.push_back(std::move(standing));
    }
    hide_few(overview);
    auto json = ordered_json::array();
    for (auto const& objective : all.objectives) {
        if ((!asked.only.empty() && objective.id != asked.only) || (objective.funded && !asked.money)) continue;
        auto const* const standing = overview.find(objective.id);
        if (standing == nullptr) {
            if (asked.json) json.push_back({{"objectif", objective.id}, {"cible", nullptr}});
            else text += objective.label + "\n  cible à donner par le bureau\n";
        } else if (asked.json) {
            json.push_back(as_json(*standing));
        } else {
            text += as_text(*standing);
        }
    }
    return asked.json ? json.dump(2) + "\n" : text;
}

}  // namespace bot::desk
