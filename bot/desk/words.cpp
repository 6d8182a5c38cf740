#include "bot/desk/words.hpp"

#include "bot/desk/small_cells.hpp"
#include "bot/wording/french.hpp"
#include "rules/places/gazetteer.hpp"
#include "rules/steering/french_number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bot::desk {
namespace {

using steering::AlertLevel;
using steering::DataState;
using steering::Direction;
using steering::french;
using steering::french_percent;
using steering::french_signed;
using wording::Document;

std::string chr_month(steering::Month month) { return std::string(wording::french_month(month.month())); }

/// "septembre (1 350)": known, and not believed until somebody says so.
std::vector<std::string> put_aside(const Standing& standing) {
    auto const& aside = standing.on.evaluation.landing.suspects;
    std::vector<std::string> names;
    for (auto const& figure : standing.figures.months)
        if (std::find(aside.begin(), aside.end(), figure.month) != aside.end())
            names.push_back(chr_month(standing.objective->month_at(figure.month)) + " (" + count_words(*standing.objective, figure.known) + ")");
    return names;
}

/// "janvier à juillet": of the months that should be known, those that are not.
std::vector<std::string> missing_months(const Standing& standing) {
    auto const& e = standing.on.evaluation;
    std::vector<int> missing;
    for (int const number : e.missing)
        if (std::find(e.landing.suspects.begin(), e.landing.suspects.end(), number) == e.landing.suspects.end()) missing.push_back(number);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < missing.size();) {
        std::size_t end = i;
        while (end + 1 < missing.size() && missing[end + 1] == missing[end] + 1) ++end;
        auto const first = chr_month(standing.objective->month_at(missing[i])), last = chr_month(standing.objective->month_at(missing[end]));
        names.push_back(end == i ? first : first + (end == i + 1 ? " et " : " à ") + last);
        i = end + 1;
    }
    return names;
}

/// "août (82 % de la complétude habituelle)".
std::vector<std::string> provisional(const Standing& standing) {
    constexpr double complete = 0.995;
    constexpr int settled = 3;
    std::vector<std::string> names;
    for (auto const& figure : standing.figures.months) {
        if (figure.publications >= settled && figure.share >= complete) continue;
        auto name = chr_month(standing.objective->month_at(figure.month));
        if (figure.share < complete) name += " (" + french_percent(figure.share, 0) + " de la complétude habituelle)";
        names.push_back(std::move(name));
    }
    constexpr std::size_t most = 3;  // the youngest are what moves
    if (names.size() > most) names.erase(names.begin(), names.end() - most);
    return names;
}

}  // namespace

std::string month_words(steering::Month month) { return chr_month(month) + fmt::format(" {}", static_cast<int>(month.year())); }

std::string day_words(Day day) { return wording::french_date(day); }

std::string short_day(Day day) {
    std::chrono::year_month_day const d(day);
    return fmt::format("{:02}/{:02}", static_cast<unsigned>(d.day()), static_cast<unsigned>(d.month()));
}

std::string level_words(AlertLevel level) {
    switch (level) {
        case AlertLevel::none:
            return "rien";
        case AlertLevel::vigilance:
            return "VIGILANCE";
        case AlertLevel::alerte:
            return "ALERTE";
        case AlertLevel::critique:
            return "CRITIQUE";
    }
    return {};
}

std::string count_words(const steering::Objective& objective, double count) {
    return too_few(objective, count) ? steering::french_people(count) : french(count);
}

std::string object_words(const Standing& standing) {
    auto const& objective = *standing.objective;
    return standing.in_place_of.empty() ? objective.label : objective.label + " (d’après " + objective.source + ", l’autre source)";
}

bool hidden(const Standing& standing) {
    auto const& landing = standing.on.evaluation.landing;
    return landing.last_month > 0 &&
           (too_few(*standing.objective, landing.done_known) || too_few(*standing.objective, landing.done_corrected) ||
            standing.hidden_sums.contains(landing.last_month));
}

std::string gap_words(const Standing& standing) {
    return hidden(standing) ? "non montré" : french_signed(standing.on.evaluation.gap);
}

std::string gap_part_words(const Standing& standing) {
    auto const& e = standing.on.evaluation;
    if (hidden(standing)) return "non montré";
    return e.target_to_date > 0 ? french_signed(100 * e.gap / e.target_to_date, 1) + "\u00a0%" : "sans repère";
}

std::string reserve_words(const Standing& standing) {
    auto const& objective = *standing.objective;
    auto const& health = standing.on.evaluation.health;
    std::vector<std::string> all;
    if (!standing.in_place_of.empty())
        all.push_back("chiffres de " + objective.source + ", l’autre source\u00a0: " + standing.in_place_of + ", la source principale, a du retard");
    switch (health.state) {
        case DataState::late:
            all.push_back("le mois attendu n’est pas arrivé");
            break;
        case DataState::none:
            all.push_back("plusieurs mois attendus manquent");
            break;
        case DataState::suspect:  // below, with the month: a worse state must not silence it
            break;
        case DataState::broken:
            all.push_back("le périmètre a changé en cours de route");
            break;
        case DataState::unreliable:
            all.push_back("la ventilation par prescripteur est incomplète (" + french_percent(health.fill, 0) + ")");
            break;
        case DataState::provisional:
        case DataState::fresh:
            break;
    }
    if (auto const names = put_aside(standing); !names.empty())
        all.push_back(wording::french_list(names) + (names.size() > 1 ? " paraissent douteux et sont mis de côté, à confirmer" : " paraît douteux et est mis de côté, à confirmer"));
    if (auto const names = missing_months(standing); !names.empty())
        all.push_back("sans chiffre\u00a0: " + wording::french_list(names) + ", hors du réalisé et du repère");
    bool const closed = standing.ending == steering::Ending::closed_reached || standing.ending == steering::Ending::closed_missed;
    if (auto const names = provisional(standing); !names.empty() && !closed)
        all.push_back(wording::french_list(names) + (names.size() > 1 ? " sont provisoires et peuvent bouger" : " est provisoire et peut bouger"));
    if (auto const& bounds = standing.on.evaluation.bounds; bounds && !hidden(standing) && health.state == DataState::unreliable && !too_few(objective, bounds->high - bounds->low))
        all.push_back("le réalisé est entre " + french(bounds->low) + " et " + french(bounds->high));
    if (standing.on.evaluation.revision_waits) all.push_back("une révision de moins de cinq personnes sera comptée avec le mois suivant");
    if (standing.crossed && standing.hidden_sums.empty()) all.push_back(crossed_words(objective, *standing.crossed));
    if (objective.counting == steering::Counting::distinct_year) all.push_back("personnes distinctes dans l’année, ce ne sont pas des entrées");
    if (objective.to_confirm) all.push_back("le mode de comptage reste à confirmer par le bureau");
    if (all.empty()) return "rien à signaler";
    std::string text;
    for (auto const& each : all) text += (text.empty() ? "" : "\u00a0; ") + each;
    return text;
}

std::string target_words(const steering::Objective& objective, double target) {
    return french(target) + " " + std::string(steering::words_for(objective.unit, target));
}

std::string short_name(const steering::Objective& objective) {
    constexpr std::string_view example = " (exemple fictif)";
    auto name = objective.label.substr(0, objective.label.find(" · "));
    if (auto const at = name.find(example); at != std::string::npos) name.erase(at, example.size());
    auto const year = name.find_last_of(' ');
    bool const dated = year != std::string::npos && year + 1 < name.size() && name.find_first_not_of("0123456789", year + 1) == std::string::npos;
    return dated ? name.substr(0, year) : name;
}

std::string territory_words(std::string_view code) {
    if (code.empty() || code == "28" || code == "region") return "la Normandie";
    if (code.starts_with("commune:")) return "cette commune";
    if (code.find(':') != std::string_view::npos) return "ce territoire";
    auto const name = rules::places::departement_name(code);
    return name.empty() ? std::string(code) : std::string(name);
}

std::string operator_words(std::string_view code) {
    if (code == "PE" || code == "FT") return "France Travail (Pôle emploi)";
    if (code == "ML") return "missions locales";
    if (code == "REGION") return "Région";
    if (code == "ALL") return "tous opérateurs";
    return std::string(code);
}

std::string person_words(std::string_view sender) { return std::string(sender); }

double risk(const Standing& standing, steering::Kind kind) {
    auto const& landing = standing.on.evaluation.landing;
    return kind == steering::Kind::shortfall ? landing.p_shortfall : landing.p_overrun;
}

Document say(const Tools& tools, std::string_view id, const wording::Arguments& arguments) {
    return tools.messages->say(id, wording::Register::vous, arguments);
}

wording::Line line(const Tools& tools, std::string_view id, const wording::Arguments& arguments) {
    auto const document = say(tools, id, arguments);
    if (document.empty()) return {};
    auto const* const paragraph = std::get_if<wording::Paragraph>(&document.blocks.front());
    return paragraph == nullptr || paragraph->lines.empty() ? wording::Line{} : paragraph->lines.front();
}

namespace {

/// What the people who are there can take on in a month, beside the pace that is needed.
void add_capacity(const Standing& standing, bool shown, wording::Arguments& a) {
    auto const& e = standing.on.evaluation;
    for (auto const* name : {"capacite", "moyens", "chacun", "par_plan", "tient"}) a[name] = "";
    a["avec_capacite"] = shown && e.capacity ? "oui" : "non";
    if (!shown || !e.capacity) return;
    auto const& capacity = *e.capacity;
    a["capacite"] = french(capacity.a_month());
    a["moyens"] = french(capacity.people) + " " + std::string(steering::words_for(steering::Unit::staff, capacity.people)) + (capacity.foreseen ? " prévus" : "");
    a["chacun"] = french(capacity.each, 1);
    a["par_plan"] = capacity.by_plan ? "oui" : "non";
    bool const done = e.pace.best_three > capacity.a_month() && paces_shown(standing).best_three;
    a["tient"] = done ? "deja" : e.pace.required > capacity.a_month() * (1 + 1e-9) ? "non" : "oui";
}

}  // namespace

wording::Arguments figure_arguments(const Tools&, const Standing& standing) {
    auto const& objective = *standing.objective;
    auto const& e = standing.on.evaluation;
    auto const& l = e.landing;
    bool const few = hidden(standing);
    auto const paces = paces_shown(standing);
    wording::Arguments a;
    a["objet"] = objective.label;
    a["cache"] = few ? "oui" : "non";
    a["mois"] = l.last_month > 0 ? month_words(objective.month_at(l.last_month)) : "aucun";
    a["unite"] = std::string(steering::words_for(objective.unit, objective.opening_stock + l.done_known));
    a["connu"] = few ? "non montré" : count_words(objective, objective.opening_stock + l.done_known);
    a["attendu"] = few ? "non montré" : count_words(objective, objective.opening_stock + l.done_corrected);
    a["complet"] = l.done_corrected - l.done_known < 0.5 ? "oui" : "non";
    a["repere"] = french(e.target_to_date);
    a["ecart"] = gap_words(standing);
    a["ecart_part"] = gap_part_words(standing);
    a["cible"] = french(e.target);
    a["taux"] = e.target > 0 && !few ? french_percent((objective.opening_stock + l.done_known) / e.target) : "non montré";
    double const left = e.target - objective.opening_stock - l.done_known;
    a["avec_reste"] = !objective.funded || l.last_month == 0 ? "non" : left < 0 ? "depasse" : "oui";
    a["reste"] = objective.funded ? french(std::abs(left)) : "";
    a["avec_taux"] = e.target > 0 && !few ? "oui" : "non";
    // The forecast is what is known and a remainder: it would tell.
    a["milieu"] = few ? "non montré" : french(l.middle), a["bas"] = few ? "" : french(l.low80), a["haut"] = few ? "" : french(l.high80);
    a["avec_intervalle"] = !few && a["bas"] != a["haut"] ? "oui" : "non";
    bool const two_months = l.months_used >= steering::months_before_a_level;
    bool const running = standing.ending == steering::Ending::running || standing.ending == steering::Ending::reached;
    a["avec_atterrissage"] = two_months && running && !few ? "oui" : "non";
    // With a month missing or put aside the pace would ask for what was perhaps done then.
    bool const paced = running && e.missing.empty() && !few && paces.last_three;
    a["avec_rythme"] = e.pace.required > 0 && e.pace.last_three > 0 && paced ? "oui" : "non";
    a["requis"] = french(std::ceil(e.pace.required)), a["trois"] = french(e.pace.last_three), a["meilleur"] = paces.best_three ? french(e.pace.best_three) : "non montré";
    a["avis"] = std::string(steering::name_of(e.pace.feasibility));
    add_capacity(standing, a["avec_rythme"] == wording::Argument("oui"), a);
    bool const over = objective.direction == Direction::ceiling ||
                      (objective.direction == Direction::band && l.p_overrun > l.p_shortfall);
    a["sens"] = over ? "depasser" : "manquer";
    a["p"] = french_percent(over ? l.p_overrun : l.p_shortfall, 0);
    a["reserves"] = reserve_words(standing);
    a["source"] = objective.source;
    return a;
}

}  // namespace bot::desk
