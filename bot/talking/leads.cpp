#include "bot/talking/leads.hpp"

#include "bot/talking/ask.hpp"
#include "bot/talking/clauses.hpp"
#include "bot/talking/measure_answer.hpp"

#include "rules/places/gazetteer.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace bot::talking {
namespace {

constexpr std::size_t most_leads = 3;
constexpr std::size_t most_missing = 2;  ///< more unknowns than that: not probable enough to be named

using Families = std::vector<std::string_view>;

/// What a wish looks for, as families of the catalogue.
Families families_of(std::string_view wish) {
    if (wish == "formation")
        return {
            "formation_qualifiante", "deuxieme_chance", "ecole_production", "retour_formation", "alternance"};
    if (wish == "emploi") return {"iae", "contrat_aide", "accompagnement", "emplois_francs"};
    if (wish == "alternance") return {"alternance"};
    if (wish == "aide") return {"accompagnement", "mobilite", "logement", "culture"};
    if (wish == "permis" || wish == "mobilite") return {"mobilite"};
    if (wish == "logement") return {"logement"};
    return {};
}

bool in_families(const law::Measure& measure, const Families& families) {
    return std::any_of(measure.families.begin(), measure.families.end(), [&](const auto& family) {
        return std::find(families.begin(), families.end(), family) != families.end();
    });
}

bool is_contract(const law::Measure& measure) {
    return in_families(measure, {"alternance", "iae", "contrat_aide", "emplois_francs"});
}

/// A licence is helped with by few of the helps with moving about.
bool is_wished(const law::Measure& measure, std::string_view wish, const Families& wished) {
    return in_families(measure, wished) && (wish != "permis" || measure.id.find("permis") != std::string::npos);
}

/// What was asked for by name ("une aide pour le permis"): then more than one of its kind may be shown.
bool is_one_kind(std::string_view wish) {
    return wish == "permis" || wish == "logement" || wish == "mobilite";
}

/// Helps with a cost beside the way: never a way of its own.
bool is_side_help(const law::Measure& measure) {
    return !measure.families.empty() && in_families(measure, {"mobilite", "logement", "culture"});
}

/// How many of the person's answers the rule wants as they are: the more, the more it is made for them.
std::size_t fit_of(const Turn& turn, const law::Measure& measure, const law::Situation& situation) {
    const auto tree = law::explain(*turn.tools.catalogue, measure, situation, turn.at.today);
    std::set<law::FieldId> fields;
    if (!tree) return 0;
    for (const auto& clause : clauses_of(*tree))
        if (clause.truth() == law::Truth::yes) fields.insert(clause.explained->condition->leaf.field);
    return fields.size();
}

/// Without an age, nothing that only serves minors; before 16, no contract of work but apprenticeship and no training of job
/// seekers; of a grown
/// person of whom nothing else is known, school is not the first guess.
bool plausible(const Turn& turn, const law::Measure& measure, const law::Situation& situation) {
    constexpr std::int64_t ordinary_age = 20, age_to_work = 16, age_of_majority = 18;
    const auto allowed = turn.known(situation, "autorisation_travail");
    if (allowed && allowed->raw == 0 && is_contract(measure)) return false;
    const auto licence = turn.vocabulary().find("permis");
    if (const auto had = turn.known(situation, "permis"); licence && had && turn.vocabulary().text(*licence, *had) == "oui" && measure.id.find("permis") != std::string::npos)
        return false;  // has it already
    const auto age = turn.vocabulary().find("age");
    if (!age) return true;
    const auto status = turn.vocabulary().find("statut");
    if (const auto known = situation.get(*age); known && known->raw >= age_of_majority && status && !situation.get(*status) &&
                                                in_families(measure, {"orientation_scolaire", "retour_formation"}))
        return false;
    if (const auto known = situation.get(*age))
        return known->raw >= age_to_work || !in_families(measure, {"iae", "contrat_aide", "emplois_francs", "formation_qualifiante"});
    auto grown = situation;
    grown.set(*age, law::of_int(ordinary_age));
    return law::assess(*turn.tools.catalogue, measure, grown, turn.at.today).outcome != law::Outcome::non_eligible;
}

std::string listed(const std::vector<std::string>& facts) {
    std::string out;
    for (const auto& fact : facts) out += (out.empty() ? "" : ", ") + fact;
    return out;
}

/// Up to the first full stop that a new sentence follows; all of it otherwise.
std::string_view first_sentence(std::string_view text) {
    for (std::size_t at = text.find(". "); at != std::string_view::npos; at = text.find(". ", at + 1)) {
        if (at + 2 >= text.size()) break;
        const auto next = static_cast<unsigned char>(text[at + 2]);
        if ((next >= 'A' && next <= 'Z') || next >= 0x80) return text.substr(0, at + 1);  // "À", "É" …
    }
    return text;
}

wording::Line lead_line(const Turn& turn, const Judged& judged, Detail detail) {
    const auto& measure = *judged.verdict.measure;
    std::vector<std::string> missing;
    for (const auto field : judged.verdict.missing)
        if (missing.size() < 2) missing.push_back(field_words(turn, turn.vocabulary().at(field).name));
    const bool decider = !measure.presentation.decided_by.empty();
    wording::Arguments arguments{
        {"titre", measure.presentation.title},
        {"avec_decideur", decider ? "oui" : "non"},
        {"decideur", measure.presentation.decided_by}};
    if (turn.memory.simple) return turn.line("piste_simple", arguments);
    // One line a lead, so that three fit a telephone (ecosystem bar: 650 characters a list); the rest is in its detail.
    const auto words = summary(turn, measure);
    arguments["resume"] = std::string(detail == Detail::whole ? words : first_sentence(words));
    arguments["avec_manque"] = missing.empty() ? "non" : "oui";
    arguments["manque"] = wording::french_list(missing);
    return turn.line(detail == Detail::whole ? "piste_entiere" : "piste", arguments);
}

}  // namespace

std::string_view summary(const Turn& turn, const law::Measure& measure) {
    return turn.formality() == wording::Register::tu ? measure.presentation.summary_tu
                                                     : measure.presentation.summary_vous;
}

Judged judge(const Turn& turn, const law::Measure& measure, const law::Situation& situation) {
    Judged judged{law::assess(*turn.tools.catalogue, measure, situation, turn.at.today), {}, situation};
    if (judged.verdict.outcome != law::Outcome::a_completer) return judged;
    for (const auto id : judged.verdict.missing) {
        const auto& field = turn.vocabulary().at(id);
        if (field.sensitivity < 3) continue;
        std::optional<law::Value> ordinary;
        if (field.type == law::FieldType::boolean) ordinary = law::of_bool(false);
        for (const auto* word : {"non", "fr", "aucun"})
            if (field.type == law::FieldType::choice && !ordinary)
                ordinary = turn.vocabulary().parse(id, word);
        if (!ordinary) continue;
        judged.situation.set(id, *ordinary);
        judged.supposed.push_back(id);
    }
    if (!judged.supposed.empty())
        judged.verdict = law::assess(*turn.tools.catalogue, measure, judged.situation, turn.at.today);
    return judged;
}

bool wants_work_permit(const Turn& turn, const law::Measure& measure, const law::Situation& situation) {
    if (!is_contract(measure)) return false;
    if (const auto allowed = turn.known(situation, "autorisation_travail")) return allowed->raw == 0;
    if (turn.known(situation, "titre_sejour")) return true;
    const auto field = turn.vocabulary().find("nationalite");
    const auto from = turn.known(situation, "nationalite");
    return field && from && turn.vocabulary().text(*field, *from) == "hors_ue";
}

std::vector<Proposal> proposals(const Turn& turn, std::string_view besides) {
    const auto situation = turn.situation();
    const auto wished = families_of(turn.memory.wish);
    std::vector<Proposal> out;
    for (auto& verdict : law::assess_all(*turn.tools.catalogue, situation, turn.at.today)) {
        if (verdict.measure->id == besides || verdict.version == nullptr) continue;
        Proposal candidate;
        candidate.judged = judge(turn, *verdict.measure, situation);
        const auto& judged = candidate.judged.verdict;
        const bool probable = judged.outcome == law::Outcome::a_completer &&
                              judged.missing.size() <= most_missing && !turn.memory.outside;
        candidate.decided =
            judged.outcome == law::Outcome::eligible || judged.outcome == law::Outcome::eligible_sous_reserve;
        if (!candidate.decided && !probable) continue;
        if (!plausible(turn, *judged.measure, candidate.judged.situation)) continue;
        candidate.fit = fit_of(turn, *judged.measure, situation);
        candidate.wished = is_wished(*judged.measure, turn.memory.wish, wished);
        // Money for the young person counts like one more answer that fits.
        if (!judged.version->amounts.empty() && judged.version->beneficiary.empty()) ++candidate.fit;
        if (candidate.decided) ++candidate.fit;  // and so does having nothing left to ask
        candidate.side_help = is_side_help(*judged.measure) && !candidate.wished;
        out.push_back(std::move(candidate));
    }
    const auto rank = [](const Proposal& p) {
        return std::tuple(p.side_help, !p.wished, -static_cast<int>(p.fit), p.judged.verdict.measure->effort);
    };
    std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return out;
}

std::vector<Judged> choose_leads(const Turn& turn, std::string_view besides) {
    auto all = proposals(turn, besides);
    std::vector<Judged> chosen;
    std::map<std::string, int> of_family;
    const auto take = [&](Proposal& candidate) {
        ++of_family
            [candidate.judged.verdict.measure->families.empty()
                 ? std::string()
                 : candidate.judged.verdict.measure->families.front()];
        chosen.push_back(std::move(candidate.judged));
        candidate.judged.verdict.measure = nullptr;
    };
    // The quickest door first, then what fits best; two of a kind at most, and only if it is the
    // accompaniment.
    Proposal* door = nullptr;
    for (auto& candidate : all)
        if (!candidate.side_help && (door == nullptr || candidate.judged.verdict.measure->effort <
                                                            door->judged.verdict.measure->effort))
            door = &candidate;
    if (door != nullptr) take(*door);
    for (const bool strict : {true, false}) {
        for (auto& candidate : all) {
            const auto* measure = candidate.judged.verdict.measure;
            if (chosen.size() >= most_leads || measure == nullptr) continue;
            const std::string family = measure->families.empty() ? std::string() : measure->families.front();
            const int limit = candidate.wished && is_one_kind(turn.memory.wish) ? static_cast<int>(most_leads) : family == "accompagnement" ? 2 : 1;
            if (strict && (of_family[family] >= limit || candidate.side_help)) continue;
            take(candidate);
        }
    }
    std::stable_sort(chosen.begin(), chosen.end(), [](const Judged& a, const Judged& b) {
        return a.verdict.measure->effort < b.verdict.measure->effort;
    });
    return chosen;
}

void number_leads(Turn& turn) {
    turn.memory.question = {};
    for (const auto& id : turn.memory.leads) turn.memory.question.choices.push_back({Choice::Act::lead, {}, id});
}

std::vector<wording::Line> put_leads(Turn& turn, std::span<const Judged> leads, Detail detail) {
    std::vector<wording::Line> lines;
    turn.memory.leads.clear();
    turn.memory.basis = turn.basis();
    for (const auto& lead : leads) {
        lines.push_back(lead_line(turn, lead, detail));
        turn.memory.leads.push_back(lead.verdict.measure->id);
    }
    number_leads(turn);
    return lines;
}

std::string lead_named(const Turn& turn, std::string_view body) {
    const auto text = " " + rules::places::Gazetteer::fold(body) + " ";
    for (const auto& id : turn.memory.leads) {
        const auto* measure = turn.tools.catalogue->find(id);
        if (measure == nullptr) continue;
        const std::string_view title = measure->presentation.title;
        const auto words = rules::places::Gazetteer::fold(title.substr(0, title.find(" (")));
        if (!words.empty() && text.find(" " + words + " ") != std::string::npos) return id;
    }
    return {};
}

void give_leads(Turn& turn) {
    const auto leads = choose_leads(turn);
    turn.memory.about.clear();
    turn.memory.leads_given = true;
    turn.memory.together.clear();  // numbers are the leads' from here on
    turn.leads_given = true;
    auto lines = put_leads(turn, leads);
    if (leads.empty()) {
        turn.say("aucune_piste");
        return;
    }
    std::optional<law::Day> checked;  // the oldest check speaks for all
    for (const auto& lead : leads)
        if (const auto day = lead.verdict.measure->verified_on; day && (!checked || *day < *checked))
            checked = day;
    const auto facts = telling_facts_words(turn);
    turn.say(
        "pistes",
        {{"avec_faits", facts.empty() ? "non" : turn.memory.about_other ? "tiers" : "oui"},
         {"faits", listed(facts)},
         {"nombre", static_cast<std::int64_t>(leads.size())},
         {"pistes", std::move(lines)},
         {"date_connue", checked ? "oui" : "non"},
         {"date", checked ? wording::french_date(*checked) : std::string()}}
    );
    std::vector<law::FieldId> missing;
    for (const auto& lead : leads)
        missing.insert(missing.end(), lead.verdict.missing.begin(), lead.verdict.missing.end());
    ask_beside_leads(turn, missing);
}

void compare(Turn& turn, std::span<const std::string> measures) {
    const auto situation = turn.situation();
    std::vector<Judged> found;
    for (const auto& id : measures)
        if (const auto* measure = turn.tools.catalogue->find(id);
            measure != nullptr && measure->publication == law::Publication::verifie)
            found.push_back(judge(turn, *measure, situation));
    if (found.size() < 2) {
        answer_measure(
            turn,
            found.empty() ? std::string_view(measures.front())
                          : std::string_view(found.front().verdict.measure->id)
        );
        return;
    }
    auto lines = put_leads(turn, found, Detail::whole);
    turn.say("comparer", {{"pistes", std::move(lines)}});
}

}  // namespace bot::talking
