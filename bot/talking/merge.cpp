#include "bot/talking/merge.hpp"

#include "bot/talking/receipts.hpp"

#include "rules/law/verdict.hpp"

#include <algorithm>
#include <array>

namespace bot::talking {
namespace {

constexpr std::array<std::string_view, 4> of_a_place = {
    "departement", "qpv", "zrr_frr", "anciennete_residence_mois"};

/// A birth date says more than is needed: its age on the day is kept instead (P1, P2).
reading::Fact without_birth_date(const Turn& turn, reading::Fact fact) {
    const auto date = turn.vocabulary().find("date_naissance"), age = turn.vocabulary().find("age");
    if (fact.name != "date_naissance" || fact.denied || !date || !age) return fact;
    const auto value = turn.vocabulary().parse(*date, fact.value);
    if (!value) return fact;
    law::Situation born;
    born.set(*date, *value);
    const auto known = law::completed(turn.vocabulary(), born, turn.at.today, nullptr).get(*age);
    if (!known) return fact;
    fact.name = "age";
    fact.value = turn.vocabulary().text(*age, *known);
    return fact;
}

/// The other things that stop being true when this one changes.
void drop_dependent(
    State::Memory& memory, const std::string& field, const std::string& value, const Turn& turn
) {
    if (field == "commune") {
        for (const auto name : of_a_place)
            if (const auto old = memory.facts.find(name); old != memory.facts.end()) memory.facts.erase(old);
        memory.outside = false;
    } else if (field == "departement") {
        const auto commune = memory.facts.find("commune");
        if (commune == memory.facts.end()) return;
        const auto* known = turn.tools.gazetteer->by_code(commune->second.value);
        if (known == nullptr || known->departement != value) memory.facts.erase(commune);
    } else if (field == "statut") {
        for (const auto* name : {"duree_sans_emploi_mois", "inscrit_ft_mois"})
            if (const auto old = memory.facts.find(name);
                old != memory.facts.end() && value != "neet" && value != "demandeur_emploi")
                memory.facts.erase(old);
    }
}

void keep(Turn& turn, const reading::Fact& fact, Merged& merged) {
    auto& facts = turn.memory.facts;
    const auto old = facts.find(fact.name);
    if (old != facts.end() && old->second.value == fact.value) return;
    const bool replaces = old != facts.end();
    if (replaces || fact.name == "commune" || fact.name == "departement")
        drop_dependent(turn.memory, fact.name, fact.value, turn);
    facts.insert_or_assign(fact.name, Receipt{fact.value, fact.rule, fact.certainty, turn.event});
    std::erase(turn.memory.declined, fact.name);
    const bool deduced = fact.certainty == reading::Certainty::deduced;
    const bool worth_showing = fact.certainty == reading::Certainty::corrected;
    (replaces ? merged.corrected : merged.learnt)
        .push_back({fact.name, fact.value, deduced, worth_showing ? words_of(turn.body, fact.evidence) : std::string()});
}

void withdraw(Turn& turn, const reading::Fact& fact, Merged& merged) {
    auto& facts = turn.memory.facts;
    const auto old = facts.find(fact.name);
    if (old == facts.end() || old->second.value != fact.value) return;
    merged.withdrawn.push_back({fact.name, fact.value, false, {}});
    facts.erase(old);
}

/// Somebody else than the one we talk with (or, for an adviser, about).
bool is_other(const Turn& turn, const reading::Reading& reading) {
    // What answers a question of ours is about the person whom we asked.
    if (reading.about.empty()) return turn.memory.about_other && turn.memory.question.field.empty();
    return reading.about != "moi" && !(turn.partner() && reading.about == "usager");
}

/// "et le service civique ?", after a mother told of her daughter: still of the daughter, though nothing new is said of her.
bool goes_on_asking(reading::Intent intent) {
    using I = reading::Intent;
    return intent == I::demander_orientation || intent == I::verifier_mesure || intent == I::info_mesure || intent == I::comparer_mesures || intent == I::demarches_contact ||
           intent == I::expliquer_resultat;
}

/// Never asked, never kept: said of oneself, it serves the answer. No roof is a danger, not a kind of housing.
bool is_too_personal(const law::Field& field, const reading::Fact& fact) {
    return field.sensitivity >= 3 || (fact.name == "logement" && fact.value == "sans_domicile");
}

/// What is looked for, as the leads know it.
std::string_view wish_of(std::string_view souhait) {
    if (souhait == "formation" || souhait == "reprise_etudes") return "formation";
    if (souhait == "emploi" || souhait == "job_ete") return "emploi";
    if (souhait == "alternance" || souhait == "permis" || souhait == "logement" || souhait == "mobilite") return souhait;
    if (souhait == "aide_financiere") return "aide";
    return {};
}

}  // namespace

std::vector<reading::Fact> usable_facts(const Turn& turn, const reading::Reading& reading) {
    std::vector<reading::Fact> facts;
    for (const auto& said : reading.facts) {
        auto fact = without_birth_date(turn, said);
        const auto field = turn.vocabulary().find(fact.name);
        if (!field || !turn.vocabulary().parse(*field, fact.value)) continue;
        facts.push_back(std::move(fact));
    }
    return facts;
}

std::optional<int> age_in(const Turn& turn, const std::vector<reading::Fact>& facts) {
    const auto field = turn.vocabulary().find("age");
    for (const auto& fact : facts)
        if (fact.name == "age" && !fact.denied && field)
            if (const auto value = turn.vocabulary().parse(*field, fact.value)) return static_cast<int>(value->raw);
    return std::nullopt;
}

Merged merge(Turn& turn, const reading::Reading& reading) {
    Merged merged;
    merged.other_person = is_other(turn, reading) && !reading.facts.empty();
    merged.hypothesis = reading.hypothetical;
    turn.supposing = reading.hypothetical;
    turn.memory.about_other = is_other(turn, reading) && (!reading.about.empty() || !reading.facts.empty() || goes_on_asking(reading.intent));
    auto facts = usable_facts(turn, reading);
    for (const auto& said : reading.facts)
        if (said.name == "souhait" && !said.denied && !merged.other_person && !merged.hypothesis &&
            turn.inbound.one_to_one)
            if (const auto wish = wish_of(said.value); !wish.empty()) turn.memory.wish = wish;
    const bool group = !turn.inbound.one_to_one;  // several people: nothing can be filed under one
    turn.only_momentary = merged.other_person || group;
    for (auto& fact : facts) {
        const auto& field = turn.vocabulary().at(*turn.vocabulary().find(fact.name));
        const bool too_personal = is_too_personal(field, fact);
        if (turn.only_momentary || merged.hypothesis || too_personal) {
            merged.sensitive =
                merged.sensitive || (too_personal && !merged.other_person && !merged.hypothesis);
            if (merged.other_person && fact.name == "age" && !fact.denied &&
                turn.vocabulary().parse(*turn.vocabulary().find("age"), fact.value)->raw < 15)
                merged.other_under_15 = true;
            turn.momentary.push_back(std::move(fact));
            continue;
        }
        if (fact.name == "age" && !fact.denied &&
            turn.vocabulary().parse(*turn.vocabulary().find("age"), fact.value)->raw < 15)
            merged.under_15 = true;
        if (fact.denied)
            withdraw(turn, fact, merged);
        else
            keep(turn, fact, merged);
    }
    // A denial beside the new value ("pas Caen, Mondeville") is one correction.
    std::erase_if(merged.withdrawn, [&](const auto& old) {
        const auto put = std::find_if(merged.learnt.begin(), merged.learnt.end(), [&](const auto& c) {
            return c.field == old.field;
        });
        if (put != merged.learnt.end()) {
            merged.corrected.push_back(*put);
            merged.learnt.erase(put);
            return true;
        }
        return std::any_of(merged.corrected.begin(), merged.corrected.end(), [&](const auto& c) {
            return c.field == old.field;
        });
    });
    if (reading.outside_normandie && !turn.only_momentary && !merged.hypothesis) {
        merged.outside = !turn.memory.outside;
        drop_dependent(turn.memory, "commune", "", turn);
        turn.memory.facts.erase("commune");
        turn.memory.outside = true;
    }
    return merged;
}

Merged merge_choice(Turn& turn, const std::string& field, const std::string& value) {
    reading::Reading reading;
    reading::Fact fact;
    fact.name = field;
    fact.value = value;
    fact.rule = "choix_numero";
    fact.certainty = reading::Certainty::context;
    reading.facts.push_back(std::move(fact));
    reading.about = "moi";
    return merge(turn, reading);
}

void decline(Turn& turn, const std::string& field) {
    if (!field.empty() && !turn.declined(field)) turn.memory.declined.push_back(field);
}

void forget_event(State::Memory& memory, const EventId& event) {
    std::erase_if(memory.facts, [&](const auto& fact) { return fact.second.event == event; });
}

}  // namespace bot::talking
