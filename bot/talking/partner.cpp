#include "bot/talking/partner.hpp"

#include "bot/talking/leads.hpp"

#include <algorithm>
#include <utility>

namespace bot::talking {
namespace {

using reading::Intent;
using wording::Line;

constexpr std::size_t most_measures = 8;
constexpr std::size_t most_side_helps = 6;

std::string slot_words(const Turn& turn, const reading::Slot& slot) {
    const auto& value = slot.value;
    if (slot.name == "territoire") {
        if (value.starts_with("commune:")) return value_words(turn, "commune", value.substr(8));
        if (const auto colon = value.find(':'); colon != std::string::npos) return value.substr(colon + 1);
        if (const auto name = rules::places::departement_name(value); !name.empty()) return std::string(name);
    }
    if (slot.name == "date_ref" || slot.name == "jusqu_au" || slot.name == "periode") return day_words(value);
    if (slot.name == "seuil_pct") return value + "\u00a0%";
    const auto said = turn.words("valeur_chiffres", {{"valeur", value}});
    return said.empty() ? value : said;
}

std::vector<Line> question_lines(const Turn& turn, const reading::Reading& reading) {
    std::vector<Line> lines;
    const auto add = [&](const std::string& what, const std::string& value) {
        lines.push_back(turn.line("demande_chiffres", {{"quoi", what}, {"valeur", value}}));
    };
    for (const auto& id : reading.measures)
        if (const auto* measure = turn.tools.catalogue->find(id)) add("mesure", measure->presentation.title);
    for (const auto& slot : reading.slots)
        if (slot.name != "mesure" && slot.name != "beneficiaire" && slot.name != "structure")
            add(slot.name, slot_words(turn, slot));
    return lines;
}

std::string missing_words(const Turn& turn, const law::Verdict& verdict) {
    std::vector<std::string> missing;
    for (const auto field : verdict.missing) missing.push_back(field_words(turn, turn.vocabulary().at(field).name));
    return wording::french_list(missing);
}

}  // namespace

Line mobilisable_line(const Turn& turn, const Proposal& proposal) {
    const auto& verdict = proposal.judged.verdict;
    const auto missing = missing_words(turn, verdict);
    const auto& decider = verdict.measure->presentation.decided_by;
    return turn.line(
        "mobilisable",
        {{"titre", verdict.measure->presentation.title},
         {"avec_manque", missing.empty() ? "non" : "oui"},
         {"manque", missing},
         {"reserve", verdict.reserves.empty() && !wants_work_permit(turn, *verdict.measure, proposal.judged.situation) ? "non" : "oui"},
         {"avec_decideur", decider.empty() ? "non" : "oui"},
         {"decideur", decider}}
    );
}

bool asks_figures(Intent intent) {
    switch (intent) {
        case Intent::indicateur_realisation:
        case Intent::budget_enveloppe:
        case Intent::alerte_accuser:
        case Intent::alerte_silence:
        case Intent::alerte_seuil:
        case Intent::alerte_liste:
        case Intent::digest_gerer:
        case Intent::rapport_exporter:
        case Intent::reunion_calendrier:
            return true;
        default:
            return false;
    }
}

void answer_figures(Turn& turn, const reading::Reading& reading) {
    if (turn.tools.figures) {
        const FiguresQuestion question{
            reading.intent,
            reading.slots,
            reading.measures,
            turn.role,
            turn.inbound.sender,
            turn.at.today,
            std::string(turn.body),
            turn.inbound.conversation,
            turn.inbound.one_to_one,
            turn.memory.objectives};
        if (auto document = turn.tools.figures->answer(question, turn.formality())) {
            turn.answer = wording::joined(std::move(turn.answer), std::move(*document));
            if (auto about = turn.tools.figures->about(question); !about.empty()) turn.memory.objectives = std::move(about);
            turn.memory.figures_last = true;
            turn.asked = true;  // whoever asks for figures is in no interview: the question that waits is not put again
            return;
        }
    }
    if (turn.partner())
        turn.say("chiffres_pas_relies", {{"demande", question_lines(turn, reading)}});
    else
        turn.say("chiffres");
}

void begin_profile(Turn& turn, const reading::Reading& reading) {
    const bool asks = reading.intent == Intent::demander_orientation || reading.intent == Intent::verifier_mesure;
    const bool whole = asks &&
                       std::any_of(reading.facts.begin(), reading.facts.end(), [](const auto& f) {
                           return f.name == "age" || f.name == "date_naissance";
                       });
    if (whole && !reading.hypothetical) turn.memory.forget_person();
}

void answer_profile(Turn& turn, const Merged& merged) {
    if (!turn.known(turn.situation(), "age")) {
        turn.say("profil_incomplet");
        return;
    }
    std::vector<Line> lines;
    std::vector<std::string> helps;
    std::optional<law::Day> checked;
    turn.memory.question = {};
    turn.memory.leads.clear();
    turn.memory.about.clear();
    turn.memory.basis = turn.basis();
    for (const auto& proposal : proposals(turn)) {
        const auto& measure = *proposal.judged.verdict.measure;
        if (proposal.side_help) {
            if (helps.size() < most_side_helps) helps.push_back(measure.presentation.title);
            continue;
        }
        if (lines.size() >= most_measures) continue;
        lines.push_back(mobilisable_line(turn, proposal));
        turn.memory.leads.push_back(measure.id);
        turn.memory.question.choices.push_back({Choice::Act::lead, {}, measure.id});
        if (measure.verified_on && (!checked || *measure.verified_on < *checked)) checked = measure.verified_on;
    }
    turn.memory.leads_given = turn.leads_given = true;
    if (lines.empty()) {
        turn.say("mobilisables_aucune");
        return;
    }
    std::string facts;
    for (const auto& fact : telling_facts_words(turn)) facts += (facts.empty() ? "" : ", ") + fact;
    for (const auto& [name, receipt] : turn.memory.facts)
        if (telling_rank(name) == telling_rank("") && !turn.only_momentary &&
            receipt.certainty != reading::Certainty::deduced)
            facts += (facts.empty() ? "" : ", ") + fact_words(turn, name, receipt.value);
    for (const auto& fact : turn.momentary)
        if (telling_rank(fact.name) == telling_rank("") && !fact.denied)
            facts += (facts.empty() ? "" : ", ") + fact_words(turn, fact.name, fact.value);
    turn.say(
        "mobilisables",
        {{"avec_faits", facts.empty() ? "non" : "oui"},
         {"faits", facts},
         {"mesures", std::move(lines)},
         {"avec_aides", helps.empty() ? "non" : "oui"},
         {"aides", wording::french_list(helps)},
         {"date_connue", checked ? "oui" : "non"},
         {"date", checked ? wording::french_date(*checked) : std::string()}}
    );
    if (merged.sensitive) turn.say("profil_note");
}

}  // namespace bot::talking
