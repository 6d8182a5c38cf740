#include "bot/desk/notices_words.hpp"

#include "bot/desk/history.hpp"
#include "bot/desk/money.hpp"
#include "bot/desk/small_cells.hpp"
#include "bot/desk/stand_in.hpp"
#include "bot/desk/why_words.hpp"
#include "rules/steering/french_number.hpp"
#include "rules/steering/working_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace bot::desk {
namespace {

using steering::AlertLevel;
using steering::Episode;
using steering::french;
using steering::french_percent;
using steering::french_signed;
using steering::Kind;
using steering::Push;
using steering::Reopened;
using wording::Document;
using wording::joined;
using wording::Line;

const char* sign_of(AlertLevel level) {
    return level == AlertLevel::critique ? "🔴" : level == AlertLevel::alerte ? "🟠" : "🟡";
}

/// As it is now, or as it was before it was closed.
const Episode* episode(const Scene& scene, const EpisodeId& id) {
    if (auto const now = scene.after.open.find(id); now != scene.after.open.end()) return &now->second;
    auto const then = scene.before.book.open.find(id);
    return then == scene.before.book.open.end() ? nullptr : &then->second;
}

/// "nouveau mois +270, révisions +24".
std::string account_words(const Scene& scene, const Standing& standing, const Thread* told) {
    auto const account = account_since(scene, standing, told);
    if (!account) return {};
    std::string text;
    auto const add = [&](const char* what, double by) {
        if (std::abs(by) < 0.5) return;
        text += (text.empty() ? "" : ", ") + std::string(what) + " " + french_signed(by);
    };
    add("nouveau mois", account->new_month.landing);
    add("révisions", account->revision.landing);
    add("cible ou plan", account->target.landing);
    add("modèle", account->model.landing);
    return text.empty() ? text : text + " sur l’atterrissage";
}

void add_cause(const Scene& scene, const steering::Line& line, wording::Arguments& a) {
    a["cause"] = "autre";
    for (auto const* name : {"vu", "promis", "qui", "attente"}) a[name] = "";
    auto const old = scene.before.book.open.find(line.episode);
    if (old == scene.before.book.open.end()) return;
    auto const& ack = old->second.treatment.acknowledged;
    if (line.reopened == Reopened::commitment_broken && ack && ack->commitment) {
        auto const* const situation = scene.overview.find(line.episode);
        a["cause"] = "engagement";
        a["vu"] = situation && situation->new_month ? french(situation->new_month->figure) : "moins";
        a["promis"] = french(ack->commitment->pace);
        a["qui"] = person_words(ack->by);
    } else if (line.reopened == Reopened::expired) {
        a["cause"] = "expiree";
    } else if (line.reopened == Reopened::worse) {
        a["cause"] = "pire";
    } else if (line.push == Push::opened || line.push == Push::raised_to_critical) {
        int const waited = steering::working_days_between(old->second.waits_since, scene.today);
        if (waited < 2 || old->second.told.empty()) return;
        a["cause"] = "escalade";
        a["attente"] = fmt::format("{}", waited);
    }
}

/// A child that is behind under a parent that is not: which sister makes up for it. Its gap is never taken off: they are
/// other people. Only where both count the same.
void add_compensation(const Scene& scene, const steering::Line& line, const Standing& standing, wording::Arguments& a) {
    a["avec_compense"] = "non", a["compense_par"] = a["compense"] = std::string();
    auto const& objective = *standing.objective;
    if (line.episode.kind != Kind::shortfall || objective.parent.empty()) return;
    auto const* const parent = scene.overview.find(EpisodeId{objective.parent, Kind::shortfall});
    if (parent == nullptr || parent->level != AlertLevel::none) return;
    const Standing* best = nullptr;
    for (auto const& other : scene.overview.standings) {
        auto const& o = *other.objective;
        bool const sister = o.parent == objective.parent && o.id != objective.id && o.unit == objective.unit && o.counting == objective.counting;
        if (sister && !hidden(other) && other.on.evaluation.gap >= 0.5 && (best == nullptr || other.on.evaluation.gap > best->on.evaluation.gap)) best = &other;
    }
    if (best == nullptr || hidden(standing)) return;
    a["avec_compense"] = "oui";
    a["compense_par"] = operator_words(best->objective->operator_);
    a["compense"] = french_signed(best->on.evaluation.gap);
}

/// "87,6 par conseiller": what the target asks of each adviser, where their number is an objective beside it.
void add_load(const Scene& scene, const Standing& standing, wording::Arguments& a) {
    for (auto const* name : {"charge", "conseillers", "charge_avant"}) a[name] = "";
    a["avec_charge"] = a["avec_charge_avant"] = "non";
    auto const& objective = *standing.objective;
    for (auto const& staff : scene.tools.objectives) {
        if (staff.parent != objective.id || staff.unit != steering::Unit::staff || staff.counting != steering::Counting::stock || !staff.has_target()) continue;
        auto const log = scene.before.ledger.log_on(scene.today);
        auto const known = steering::known_on(log.series(staff.id, staff.source), scene.today);
        double const advisers = known.empty() ? staff.on(scene.today).target : known.back().value;
        if (advisers < 1) continue;
        a["avec_charge"] = "oui";
        a["charge"] = french(standing.on.evaluation.target / advisers, 1);
        a["conseillers"] = french(advisers) + (known.empty() ? " prévus" : "");
        if (objective.year_before > 0 && staff.opening_stock >= 1) {
            a["avec_charge_avant"] = "oui";
            a["charge_avant"] = french(objective.year_before / staff.opening_stock, 1);
        }
    }
}

void add_meetings(const Scene& scene, const Standing& standing, wording::Arguments& a) {
    auto const next = scene.tools.settings.calendar.next(bureau, scene.today);
    a["avec_bureau"] = next ? "oui" : "non";
    a["bureaux"] = static_cast<std::int64_t>(scene.tools.settings.calendar.left(bureau, scene.today, standing.objective->end()));
    a["prochain"] = next ? day_words(*next) : "";
}

Document alert(const Scene& scene, const steering::Line& line, const Standing& standing, const Thread* told) {
    auto a = figure_arguments(scene.tools, standing);
    auto const& e = standing.on.evaluation;
    a["signe"] = std::string(sign_of(line.level));
    a["niveau"] = level_words(line.level);
    a["rang"] = fmt::format("{}", static_cast<int>(line.level));
    a["fiabilite"] = reserve_words(standing);
    a["sens"] = line.episode.kind == Kind::shortfall ? "manquer" : "depasser";
    a["p"] = french_percent(risk(standing, line.episode.kind), 0);
    a["cout"] = line.episode.kind == Kind::cost_per_entry ? "oui" : "non";
    auto const cost = scene.overview.costs.find(line.episode.objective);
    bool const costs = line.episode.kind == Kind::cost_per_entry && cost != scene.overview.costs.end();
    a["avec_cout"] = costs ? "oui" : "non";
    a["cout_reel"] = costs ? french(cost->second.euros.actual) : "";
    a["cout_prevu"] = costs ? french(cost->second.euros.planned) : "";
    a["cout_part"] = costs ? french_signed(100 * (cost->second.euros.ratio - 1)) + "\u00a0%" : "";
    a["cout_mois"] = costs ? month_words(cost->second.until) : "";
    if (line.episode.kind != Kind::shortfall) a["avec_rythme"] = a["avec_capacite"] = "non";
    bool const few = hidden(standing);  // then no line may tell the sum
    bool const socle = e.socle && e.socle->socle_gap < 0 && !few;
    a["avec_socle"] = socle ? "oui" : "non";
    a["socle"] = socle ? french_signed(e.socle->socle_gap) : "";
    auto const account = few ? std::string() : account_words(scene, standing, told);
    a["avec_compte"] = account.empty() ? "non" : "oui";
    a["compte"] = account;
    add_cause(scene, line, a);
    add_compensation(scene, line, standing, a);
    add_load(scene, standing, a);
    add_meetings(scene, standing, a);
    bool const propose = std::find(scene.suggest_meeting.begin(), scene.suggest_meeting.end(), line.episode) != scene.suggest_meeting.end();
    a["proposer"] = propose ? "oui" : "non";
    return say(scene.tools, "alerte_objectif", a);
}

Document ended(const Scene& scene, const steering::Line& line, const Standing& standing, const Episode& was) {
    auto a = figure_arguments(scene.tools, standing);
    a["raison"] = closing_reason(scene.overview, scene.before.ledger, line.episode, was.opened);
    std::vector<std::string> taken_back;
    for (int const number : taken_back_since(scene.before.ledger, line.episode.objective, was.opened)) taken_back.push_back(fmt::format("{}", number));
    a["vide"] = standing.on.evaluation.landing.last_month == 0 ? "oui" : "non";
    a["imports"] = wording::french_list(taken_back);
    a["combien"] = static_cast<std::int64_t>(taken_back.size());
    a["jours"] = static_cast<std::int64_t>((scene.today - was.opened).count());
    a["max"] = std::string(steering::name_of(was.level_max));
    auto document = say(scene.tools, "alerte_fin", a);
    std::vector<Line> lines;
    if (auto const past = scene.before.history.find(line.episode); past != scene.before.history.end())
        for (auto const& each : past->second)
            if (!each.words.empty())
                lines.push_back(wording::plain(each.what == Past::What::noted ? each.words : short_day(each.on) + "\u00a0: " + each.words));
    if (!lines.empty()) {
        document = joined(std::move(document), say(scene.tools, "alerte_suites", {{"suites", std::move(lines)}}));
    }
    return document;
}

/// For somebody who was told while they might see money, and may not any more.
Document ended_elsewhere(const Scene& scene, const steering::Line& line, const Standing& standing) {
    auto const* const was = episode(scene, line.episode);
    return say(
        scene.tools, "alerte_fin_simple",
        {{"objet", standing.objective->label}, {"quoi", "l’alerte est close, les montants se lisent dans le salon du bureau"},
         {"jours", static_cast<std::int64_t>(was ? (scene.today - was->opened).count() : 0)}}
    );
}

Document data(const Scene& scene, const steering::Line& line, const Standing& standing) {
    auto const& health = standing.on.evaluation.health;
    if (line.push == Push::closed) {
        auto const* const was = episode(scene, line.episode);
        bool const over = standing.ending == steering::Ending::closed_reached || standing.ending == steering::Ending::closed_missed;
        bool const still = health.state > steering::DataState::provisional;
        return say(
            scene.tools, "alerte_fin_simple",
            {{"objet", standing.objective->label},
             {"quoi", over && still ? "la période est close, la question ne se pose plus" : "les données sont de nouveau utilisables"},
             {"jours", static_cast<std::int64_t>(was ? (scene.today - was->opened).count() : 0)}}
        );
    }
    std::vector<std::string> suspects;
    for (auto const month : health.suspects) suspects.push_back(month_words(month));
    auto const asked = health.last_month ? *health.last_month + std::chrono::months(1) : standing.objective->start;
    return say(
        scene.tools, "alerte_donnees",
        {{"objet", standing.objective->label},
         {"etat", std::string(steering::name_of(health.state))},
         {"rempli", french_percent(health.fill, 0)},
         {"suspects", wording::french_list(suspects)},
         {"mois", health.last_month ? month_words(*health.last_month) : "aucun"},
         {"source", standing.objective->source},
         {"avec_autre", standing.crossed && standing.hidden_sums.empty() && !standing.objective->funded ? "oui" : "non"},
         {"autre", standing.crossed && standing.hidden_sums.empty() && !standing.objective->funded ? crossed_words(*standing.objective, *standing.crossed) : ""},
         {"exemple", standing.objective->measure + " " + month_words(asked) + "\u00a0: 120"}}
    );
}

/// A state that nobody has given.
Document state_data(const Scene& scene, const steering::Line& line, const KnownState& state) {
    auto const& objective = *state.objective;
    if (line.push == Push::closed) {
        auto const* const was = episode(scene, line.episode);
        return say(
            scene.tools, "alerte_fin_simple",
            {{"objet", objective.label}, {"quoi", state.last ? "un chiffre est arrivé" : "la période est close, aucun chiffre n’est venu"},
             {"jours", static_cast<std::int64_t>(was ? (scene.today - was->opened).count() : 0)}}
        );
    }
    return say(
        scene.tools, "alerte_etat_absent",
        {{"objet", objective.label}, {"echeance", day_words(objective.end())}, {"source", objective.source},
         {"exemple", objective.label + " " + month_words(objective.month_at(objective.months)) + "\u00a0: " + french(objective.on(scene.today).target)}}
    );
}

Document meeting(const Scene& scene, const steering::Line& line) {
    auto const& calendar = scene.tools.settings.calendar;
    auto const last = calendar.last(bureau, scene.today), next = calendar.next(bureau, scene.today);
    if (line.push == Push::closed) {
        auto const* const was = episode(scene, line.episode);
        return say(
            scene.tools, "alerte_fin_simple",
            {{"objet", "calendrier du bureau"},
             {"quoi", next ? "le prochain bureau est le " + day_words(*next) : std::string("le bureau s’est tenu")},
             {"jours", static_cast<std::int64_t>(was ? (scene.today - was->opened).count() : 0)}}
        );
    }
    auto const rule = steering::meeting_rule(last.value_or(scene.today), next, scene.today);
    const char* const state = rule.state == steering::MeetingState::to_convene ? "to_convene"
                              : rule.state == steering::MeetingState::too_late ? "too_late"
                                                                               : "overdue";
    return say(
        scene.tools, "alerte_reunion",
        {{"etat", state}, {"dernier", last ? day_words(*last) : "non enregistré"}, {"limite", day_words(rule.limit)},
         {"avec_prochain", next ? "oui" : "non"}, {"prochain", next ? day_words(*next) : ""}}
    );
}

Line child(const Scene& scene, const steering::Line& line, const Standing& standing) {
    return desk::line(
        scene.tools, "alerte_enfant",
        {{"objet", object_words(standing)},
         {"niveau", line.push == Push::closed ? std::string("fin d’alerte") : level_words(line.level)},
         {"ecart", gap_words(standing)},
         {"p", french_percent(risk(standing, line.episode.kind), 0)},
         {"sens", line.episode.kind == Kind::shortfall ? "manquer" : "depasser"},
         {"avec_part", line.share_of_parent && !hidden(standing) ? "oui" : "non"},
         {"part", line.share_of_parent ? french_percent(*line.share_of_parent, 0) : ""}}
    );
}

std::string place_words(const Listener& listener) {
    if (listener.where.channel == "email") return listener.where.conversation;
    switch (listener.role) {
        case steering::Role::bureau_room:
            return "salon du bureau";
        case steering::Role::data_owner:
            return "salon des données";
        case steering::Role::operator_room:
            return "salon de l’opérateur";
        default:
            return "salon de la mesure";
    }
}

/// Who else was told of what a letter is about: a letter does not show it, a room does.
std::vector<std::string> also_told(const Scene& scene, const steering::Message& message) {
    std::set<std::string> told;
    for (auto const& line : message.lines)
        if (auto const* const known = episode(scene, line.episode)) told.insert(known->told.begin(), known->told.end());
    std::vector<std::string> places;
    for (auto const& recipient : told) {
        auto const* const listener = scene.tools.listener(recipient);
        if (listener == nullptr || recipient == message.recipient) continue;
        auto place = place_words(*listener);
        if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(std::move(place));
    }
    return places;
}

}  // namespace

Document state_alert(const Scene& scene, const steering::Line& line, const KnownState& state) {
    auto const& objective = *state.objective;
    if (line.episode.kind == Kind::data) return state_data(scene, line, state);
    auto const target = french(objective.on(scene.today).target) + " " + std::string(steering::words_for(objective.unit, objective.on(scene.today).target));
    if (line.push == Push::closed) {
        auto const* const was = episode(scene, line.episode);
        return say(
            scene.tools, "alerte_fin_simple",
            {{"objet", objective.label},
             {"quoi", state.reached(scene.today) ? "la cible est atteinte (" + target + ")" : "la période est close, la cible n’est pas atteinte (" + target + ")"},
             {"jours", static_cast<std::int64_t>(was ? (scene.today - was->opened).count() : 0)}}
        );
    }
    return say(
        scene.tools, "alerte_etat",
        {{"signe", std::string(sign_of(line.level))},
         {"niveau", level_words(line.level)},
         {"objet", objective.label},
         {"connu", state.last ? "oui" : "non"},  // taken back since it was opened
         {"valeur", state.last ? french(state.last->value) : ""},
         {"mois", state.last ? month_words(state.last->month) : ""},
         {"cible", target},
         {"passe", scene.today > objective.end() ? "oui" : "non"},
         {"echeance", day_words(objective.end())},
         {"source", objective.source}}
    );
}

bool amounts_hidden(const Scene& scene, std::string_view recipient, const Standing& standing) {
    return standing.objective->funded && !may_be_told_money(scene.tools, scene.before, destination_of(recipient));
}

std::string object_of(const Tools& tools, const EpisodeId& id) {
    if (id.kind == Kind::meeting) return "calendrier du bureau";
    auto const* const objective = tools.find(id.objective);
    auto const name = objective ? objective->label : id.objective;
    return id.kind == Kind::overrun ? name + " (dépassement)" : id.kind == Kind::data ? name + " (données)" : name;
}

Document document_of(const Scene& scene, const steering::Message& message) {
    Document document;
    auto const thread = scene.before.threads.find(ThreadKey{message.recipient, message.root});
    const Thread* const told = thread == scene.before.threads.end() ? nullptr : &thread->second;
    std::vector<Line> children;
    bool acts = false, first = true;
    for (auto const& line : message.lines) {
        if (line.episode.kind == Kind::meeting) {
            document = joined(std::move(document), meeting(scene, line));
            continue;
        }
        if (auto const* const state = scene.overview.state(line.episode.objective)) {
            document = joined(std::move(document), state_alert(scene, line, *state));
            acts = acts || line.push != Push::closed;
            continue;
        }
        auto const* const standing = scene.overview.find(line.episode.objective);
        if (standing == nullptr) continue;
        if (line.episode.kind == Kind::data) {
            document = joined(std::move(document), data(scene, line, *standing));
            continue;
        }
        if (amounts_hidden(scene, message.recipient, *standing)) {
            if (line.push == Push::closed) document = joined(std::move(document), ended_elsewhere(scene, line, *standing));
            continue;
        }
        if (!first) {
            children.push_back(child(scene, line, spoken(*standing)));
            continue;
        }
        first = false;
        auto const* const was = episode(scene, line.episode);
        if (line.push == Push::closed && was != nullptr) {
            document = joined(std::move(document), ended(scene, line, spoken(*standing), *was));
            continue;
        }
        acts = true;
        document = joined(std::move(document), alert(scene, line, spoken(*standing), told));
    }
    if (!children.empty()) document = joined(std::move(document), say(scene.tools, "alerte_enfants", {{"enfants", std::move(children)}}));
    if (destination_of(message.recipient).channel == "email" && !document.empty())
        if (auto const places = also_told(scene, message); !places.empty())
            document = joined(std::move(document), say(scene.tools, "alerte_aussi", {{"qui", wording::french_list(places)}}));
    if (acts) {
        auto const& link = scene.tools.settings.link;
        document = joined(
            std::move(document),
            say(scene.tools, "alerte_actions",
                {{"avec_lien", link.empty() ? "non" : "oui"},
                 {"avec_marques", destination_of(message.recipient).channel == "email" ? "non" : "oui"},
                 {"lien_court", message.root},
                 {"lien", link.empty() ? std::string("https://exemple.invalid") : link + message.root + "?au=" + steering::written_day(scene.today)}})
        );
    }
    return document;
}

std::string subject_of(const Scene& scene, const steering::Message& message) {
    if (message.lines.empty()) return {};
    auto const& line = message.lines.front();
    auto const* const standing = scene.overview.find(line.episode.objective);
    auto const what = line.push == Push::closed             ? std::string("FIN D’ALERTE")
                      : line.episode.kind == Kind::data     ? std::string("DONNÉES")
                      : line.episode.kind == Kind::meeting  ? std::string("RÉUNION")
                                                            : level_words(line.level);
    auto subject = "[Plan jeunes] " + what + " – " + object_of(scene.tools, line.episode);
    bool const level = line.episode.kind != Kind::data && line.episode.kind != Kind::meeting;
    if (standing && level) subject += " – " + french_percent(risk(spoken(*standing), line.episode.kind), 0) + " de risque";
    return subject + fmt::format(" (réf. {}/{})", line.episode.objective, line.number);
}

}  // namespace bot::desk
