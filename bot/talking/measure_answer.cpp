#include "bot/talking/measure_answer.hpp"

#include "bot/talking/ask.hpp"
#include "bot/talking/clauses.hpp"
#include "bot/talking/leads.hpp"

#include <algorithm>
#include <utility>

namespace bot::talking {
namespace {

using law::Outcome;
using wording::Line;

const law::Measure* shown(const Turn& turn, std::string_view id) {
    const auto* measure = turn.tools.catalogue->find(id);
    return measure != nullptr && measure->publication == law::Publication::verifie ? measure : nullptr;
}

bool for_young(const law::Measure& measure) {
    return std::find(measure.audiences.begin(), measure.audiences.end(), "jeune") != measure.audiences.end();
}

std::string site_of(std::string_view link) {
    if (const auto scheme = link.find("://"); scheme != std::string_view::npos)
        link.remove_prefix(scheme + 3);
    link = link.substr(0, link.find('/'));
    if (link.starts_with("www.")) link.remove_prefix(4);
    return std::string(link);
}

std::string decider_words(const Turn& turn, const law::Measure& measure) {
    const auto& decider = measure.presentation.decided_by;
    return decider.empty() ? turn.words("decide_inconnu") : turn.words("decide_qui", {{"decideur", decider}});
}

std::vector<Line> steps_of(const Turn& turn, const law::Measure& measure) {
    std::vector<Line> lines;
    const bool tu = turn.formality() == wording::Register::tu;
    for (const auto& step : tu ? measure.presentation.steps_tu : measure.presentation.steps_vous)
        lines.push_back(wording::plain(step));
    return lines;
}

/// What every message on a measure may need.
wording::Arguments arguments_of(const Turn& turn, const law::Measure& measure) {
    const auto& link = measure.presentation.link;
    return {
        {"titre", measure.presentation.title},
        {"resume", std::string(summary(turn, measure))},
        {"qui", turn.only_momentary && turn.inbound.one_to_one ? "autre" : "soi"},
        {"etapes", steps_of(turn, measure)},
        {"avec_lien", link.empty() ? "non" : "oui"},
        {"lien", link},
        {"site", site_of(link)},
        {"decideur", decider_words(turn, measure)},
        {"date_connue", measure.verified_on ? "oui" : "non"},
        {"date", measure.verified_on ? wording::french_date(*measure.verified_on) : std::string()}};
}

std::string amount_words(const Turn& turn, const law::Verdict& verdict) {
    if (!verdict.amount || verdict.amount->hundredths == 0) return {};
    std::string amount =
        wording::french_hundredths(verdict.amount->hundredths) + "\u00a0" + verdict.amount->unit;
    if (const auto slash = amount.find('/'); slash != std::string::npos) amount.replace(slash, 1, " par ");
    const auto& receiver = verdict.version->beneficiary;
    const bool other = !receiver.empty() && receiver != "jeune";
    return turn.words(
        "montant",
        {{"plafond", verdict.amount->ceiling ? "oui" : "non"},
         {"montant", amount},
         {"autre_beneficiaire", other ? "oui" : "non"},
         {"beneficiaire", receiver}}
    );
}

void say_possible(Turn& turn, const Judged& judged) {
    const auto& verdict = judged.verdict;
    std::vector<Line> reserves;
    for (const auto& reserve : verdict.reserves)
        reserves.push_back(turn.line("reserve", {{"reserve", reserve}}));
    for (const auto field : judged.supposed)
        reserves.push_back(
            turn.line("reserve", {{"reserve", field_words(turn, turn.vocabulary().at(field).name)}})
        );
    if (wants_work_permit(turn, *verdict.measure, judged.situation)) reserves.push_back(turn.line("reserve", {{"reserve", turn.words("titre_de_travail")}}));
    auto arguments = arguments_of(turn, *verdict.measure);
    const auto amount = amount_words(turn, verdict);
    arguments["suite"] = reserves.empty() ? "non" : "reserve";
    if (turn.memory.simple && !turn.partner()) {
        auto steps = steps_of(turn, *verdict.measure);
        if (steps.size() > 1) steps.resize(1);
        arguments["avec_etape"] = steps.empty() ? "non" : "oui";
        arguments["etape"] = steps;
        turn.say("mesure_possible_simple", arguments);
        return;
    }
    arguments["reserves"] = std::move(reserves);
    arguments["avec_montant"] = amount.empty() ? "non" : "oui";
    arguments["montant"] = amount;
    turn.say("mesure_possible", arguments);
}

/// Fields of the measure that the young person can say and has not refused to, the one to ask first in front.
std::vector<std::string> askable_fields(const Turn& turn, const law::Verdict& verdict) {
    std::vector<std::string> fields;
    for (const auto id : verdict.missing) {
        const auto* field = &turn.vocabulary().at(id);
        // Derived ones are asked by what they come from.
        if (field->derivation == law::Derivation::zrr_frr_from_commune ||
            field->derivation == law::Derivation::region_from_departement ||
            field->derivation == law::Derivation::departement_from_commune)
            if (const auto base = turn.vocabulary().find("commune")) field = &turn.vocabulary().at(*base);
        const auto& by = field->answered_by;
        const bool theirs = std::find(by.begin(), by.end(), law::Answerer::jeune) != by.end();
        if (theirs && field->askable() && !turn.declined(field->name) && std::find(fields.begin(), fields.end(), field->name) == fields.end())
            fields.push_back(field->name);
    }
    return fields;
}

void say_incomplete(Turn& turn, const Judged& judged) {
    const auto& verdict = judged.verdict;
    auto arguments = arguments_of(turn, *verdict.measure);
    const bool may_ask = !turn.only_momentary && !turn.supposing && !turn.partner();
    const auto askable = may_ask ? askable_fields(turn, verdict) : std::vector<std::string>{};
    const std::string asked = askable.empty() ? std::string() : askable.front();
    std::vector<std::string> missing;
    for (const auto& field : askable)
        if (missing.size() < 3) missing.push_back(field_words(turn, field));
    for (const auto field : verdict.missing)
        if (asked.empty() && missing.size() < 3)
            missing.push_back(field_words(turn, turn.vocabulary().at(field).name));
    arguments["combien"] = static_cast<std::int64_t>(missing.size());
    arguments["manque"] = wording::french_list(missing);
    if (turn.partner()) {
        turn.say("mesure_a_completer_partenaire", arguments);
        return;
    }
    turn.say("mesure_a_completer", arguments);
    if (!asked.empty()) {
        ask_field(turn, asked, verdict.measure->id);
        return;
    }
    const auto& decider = verdict.measure->presentation.decided_by;
    turn.say(
        "mesure_a_voir_ensemble", {{"decideur", decider.empty() ? turn.words("decide_inconnu") : decider}}
    );
}

void say_not_but(Turn& turn, const Judged& judged) {
    const auto& verdict = judged.verdict;
    const auto tree = law::explain(*turn.tools.catalogue, *verdict.measure, judged.situation, turn.at.today);
    std::vector<Line> reasons;
    bool age_said = false;
    for (const auto& clause : tree ? clauses_of(*tree) : std::vector<Clause>{}) {
        const auto& because = verdict.reasons;
        if (std::find(because.begin(), because.end(), clause.explained->condition) == because.end()) continue;
        const auto& field = turn.vocabulary().at(clause.explained->condition->leaf.field);
        const auto& value = clause.explained->value;
        if (field.sensitivity >= 3)
            continue;  // never asked, so never held against anybody: see the exception
        const auto said = value ? value_words(
                                      turn,
                                      field.name,
                                      turn.vocabulary().text(clause.explained->condition->leaf.field, *value)
                                  )
                                : std::string();
        const auto bound = bound_of(clause);
        if (field.name == "age" && bound != Bound::none && value) {
            if (!age_said)
                reasons.push_back(turn.line(
                    bound == Bound::upper ? "non_age_passe" : "non_age_avant",
                    {{"age", said}, {"limite", limit_words(turn, clause)}}
                ));
            age_said = true;
            continue;
        }
        reasons.push_back(turn.line(
            "non_autre",
            {{"exigence", requirement_words(turn, clause)},
             {"avec_reponse", value ? "oui" : "non"},
             {"reponse", said}}
        ));
    }
    std::vector<std::string> exceptions;
    for (const auto field : judged.supposed)
        exceptions.push_back(field_words(turn, turn.vocabulary().at(field).name));
    turn.say(
        "mesure_non",
        {{"titre", verdict.measure->presentation.title},
         {"raisons", std::move(reasons)},
         {"sensible", exceptions.empty() ? "non" : "oui"},
         {"exception", wording::french_list(exceptions)}}
    );
    const auto others = choose_leads(turn, verdict.measure->id);
    if (others.empty()) {
        turn.say("aucune_piste");
        return;
    }
    auto lines = put_leads(turn, others);
    turn.leads_given = turn.memory.leads_given = true;
    turn.say("a_la_place", {{"pistes", std::move(lines)}});
}

const law::Measure* successor_of(const Turn& turn, const law::Measure& measure) {
    for (const auto& other : turn.tools.catalogue->measures()) {
        const bool follows = std::find(other.replaces.begin(), other.replaces.end(), measure.id) != other.replaces.end();
        if (follows && other.publication == law::Publication::verifie && other.in_force(turn.at.today) != nullptr)
            return &other;
    }
    return nullptr;
}

void say_out_of_period(Turn& turn, const law::Verdict& verdict) {
    const auto& title = verdict.measure->presentation.title;
    if (verdict.opens_on) {
        turn.say("mesure_a_venir", {{"titre", title}, {"date", wording::french_date(*verdict.opens_on)}});
        return;
    }
    if (!verdict.closed_since) {
        turn.say("mesure_hors_periode", {{"titre", title}});
        return;
    }
    const auto* next = successor_of(turn, *verdict.measure);
    turn.say(
        "mesure_fermee",
        {{"titre", title},
         {"date", wording::french_date(*verdict.closed_since)},
         {"remplacee", next != nullptr ? "oui" : "non"},
         {"remplacante", next != nullptr ? next->presentation.title : std::string()}}
    );
    if (next != nullptr) {
        answer_measure(turn, next->id);
        return;
    }
    const auto others = choose_leads(turn, verdict.measure->id);
    if (others.empty()) return;
    auto lines = put_leads(turn, others);
    turn.say("a_la_place", {{"pistes", std::move(lines)}});
}

}  // namespace

void answer_measure(Turn& turn, std::string_view id) {
    const auto* measure = shown(turn, id);
    turn.memory.question = {};
    if (measure == nullptr) {
        turn.say("mesure_non_verifiee");
        return;
    }
    turn.memory.about = measure->id;
    const auto judged = judge(turn, *measure, turn.situation());
    if (judged.verdict.outcome == Outcome::hors_periode) {
        say_out_of_period(turn, judged.verdict);
        return;
    }
    if (!for_young(*measure) && turn.partner()) {
        say_sheet(turn, id);
        return;
    }
    if (!for_young(*measure)) {
        turn.say("mesure_employeur", arguments_of(turn, *measure));
        return;
    }
    switch (judged.verdict.outcome) {
        case Outcome::eligible:
        case Outcome::eligible_sous_reserve:
            say_possible(turn, judged);
            // "sans papiers" was said a message ago and is not kept: the "yes" does not know of it, and says so.
            if (turn.memory.basis == Basis::unkept && turn.momentary.empty() && !turn.partner()) turn.say("pourquoi_sans_confidence");
            break;
        case Outcome::a_completer:
            say_incomplete(turn, judged);
            break;
        case Outcome::non_eligible:
            say_not_but(turn, judged);
            break;
        case Outcome::hors_periode:
            break;
    }
}

void describe_measure(Turn& turn, std::string_view id) {
    const auto* measure = shown(turn, id);
    if (measure == nullptr || measure->in_force(turn.at.today) == nullptr) {
        answer_measure(turn, id);  // closed, to come or unverified: true of everybody
        return;
    }
    turn.memory.question = {};
    turn.memory.about = measure->id;
    auto arguments = arguments_of(turn, *measure);
    arguments["base"] = "other";
    turn.say("mesure_proposee", arguments);
}

void answer_lead(Turn& turn, std::string_view id) {
    const auto* measure = shown(turn, id);
    if (turn.partner() && measure != nullptr) {
        say_sheet(turn, id);
        return;
    }
    const auto basis = turn.memory.basis;
    const bool rested_on_more =
        measure != nullptr && basis != Basis::kept &&
        (basis == Basis::other ||
         judge(turn, *measure, turn.situation()).verdict.outcome == Outcome::non_eligible);
    if (!rested_on_more) {
        answer_measure(turn, id);
        return;
    }
    turn.memory.question = {};
    turn.memory.about = measure->id;
    auto arguments = arguments_of(turn, *measure);
    arguments["base"] = basis == Basis::unkept ? "unkept" : "other";
    turn.say("mesure_proposee", arguments);
}

void say_sheet(Turn& turn, std::string_view id) {
    const auto* measure = shown(turn, id);
    if (measure == nullptr) {
        turn.say("mesure_non_verifiee");
        return;
    }
    turn.memory.about = measure->id;
    const auto judged = judge(turn, *measure, turn.situation());
    if (judged.verdict.version == nullptr) {
        say_out_of_period(turn, judged.verdict);
        return;
    }
    auto arguments = arguments_of(turn, *measure);
    const auto tree = law::explain(*turn.tools.catalogue, *measure, judged.situation, turn.at.today);
    const auto conditions = tree ? condition_words(turn, *tree) : std::string();
    const auto amount = amount_words(turn, judged.verdict);
    const auto* ground = judged.verdict.version->grounds.empty()
                             ? nullptr
                             : measure->source(judged.verdict.version->grounds.front());
    const auto put = [&arguments](const char* name, const std::string& value) {
        arguments[std::string("avec_") + name] = value.empty() ? "non" : "oui";
        arguments[name] = value;
    };
    put("conditions", conditions);
    put("montant", amount);
    put("contact", measure->presentation.contact);
    put("source", ground != nullptr ? ground->text : std::string());
    turn.say("fiche_mesure", arguments);
}

void say_steps(Turn& turn, std::string_view id) {
    const auto* measure = shown(turn, id);
    if (measure == nullptr) {
        turn.say("mesure_non_verifiee");
        return;
    }
    turn.memory.about = measure->id;
    auto arguments = arguments_of(turn, *measure);
    arguments["avec_contact"] = measure->presentation.contact.empty() ? "non" : "oui";
    arguments["contact"] = measure->presentation.contact;
    turn.say("demarches", arguments);
}

void explain_measure(Turn& turn, std::string_view id) {
    const auto* measure = shown(turn, id);
    if (measure == nullptr) {
        turn.say("mesure_non_verifiee");
        return;
    }
    const auto tree = law::explain(*turn.tools.catalogue, *measure, turn.situation(), turn.at.today);
    if (!tree) {
        answer_measure(turn, id);
        return;
    }
    turn.memory.about = measure->id;
    const auto* version = measure->in_force(turn.at.today);
    std::string source;
    if (!version->grounds.empty())
        if (const auto* ground = measure->source(version->grounds.front())) source = ground->text;
    auto arguments = arguments_of(turn, *measure);
    arguments["raisons"] = reason_lines(turn, *tree);
    arguments["avec_regle"] = "oui";
    arguments["depuis"] = wording::french_date(version->from);
    arguments["avec_source"] = source.empty() ? "non" : "oui";
    arguments["source"] = source;
    arguments["autres"] =
        turn.memory.leads.size() > 1 && turn.memory.leads.front() == measure->id ? "oui" : "non";
    turn.say("pourquoi", arguments);
    if (turn.memory.basis == Basis::unkept) turn.say("pourquoi_sans_confidence");
}

}  // namespace bot::talking
