#include "bot/reading/situation.hpp"

#include "bot/reading/facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bot::reading {
namespace {

constexpr std::array<std::string_view, 44> of_the_schema{
    "age",           "age_min",        "age_max",       "date_naissance", "commune",
    "code_postal",   "departement",    "lieu_ambigu",   "quartier",       "qpv",
    "hors_normandie", "statut",        "inscrit_ft",    "suivi_ml",       "suivi_cap",
    "decrochage",    "niveau_diplome", "handicap",      "rqth",           "rsa",
    "are",           "aah",            "bourse",        "sans_ressources", "revenu_mensuel",
    "nationalite",   "titre_sejour",   "autorisation_travail", "enfants", "enceinte",
    "parent_isole",  "ase",            "justice",       "logement",       "permis",
    "vehicule",      "secteur",        "souhait",       "duree_sans_emploi_mois", "mesure_en_cours",
    "mesure_passee", "", "", ""};
constexpr std::array<std::string_view, 7> of_a_place{
    "commune", "code_postal", "departement", "quartier", "qpv", "lieu_ambigu", "hors_normandie"};

int number(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool only_true(std::string_view name) {
    return among(name, {"decrochage", "sans_ressources"});
}

/// Whether the message tells of another place than the one known.
bool moves(const Known& known, const std::vector<SchemaFact>& facts, const rules::places::Gazetteer& places) {
    const auto old = [&](const char* name) {
        const auto at = known.one.find(name);
        return at == known.one.end() ? std::string() : at->second;
    };
    for (const auto& f : facts) {
        if (f.denied) continue;
        if (f.name == "hors_normandie" && old("hors_normandie").empty()) return true;
        if (f.name == "commune" && !old("commune").empty() && old("commune") != f.value) return true;
        const auto* commune = f.name == "commune" ? places.by_code(f.value) : nullptr;
        const std::string departement = f.name == "departement"   ? f.value
                                        : commune != nullptr      ? commune->departement
                                        : f.name == "code_postal" ? f.value.substr(0, 2)
                                                                  : std::string();
        if (!departement.empty() && !old("departement").empty() && old("departement") != departement) return true;
        if (!departement.empty() && !old("hors_normandie").empty()) return true;
        if (f.name == "code_postal" && !old("commune").empty()) {
            const auto covered = places.by_postal_code(f.value);
            if (std::none_of(covered.begin(), covered.end(), [&](const auto* c) { return c->code == old("commune"); }))
                return true;
        }
    }
    return false;
}

void derive(Known& known, Day today, const rules::places::Gazetteer& places) {
    const std::chrono::year_month_day now{today};
    const int year = static_cast<int>(now.year());
    const int month = static_cast<int>(static_cast<unsigned>(now.month()));
    if (const auto born = known.one.find("date_naissance"); born != known.one.end()) {
        const auto& text = born->second;
        const int y = number(text.substr(0, 4));
        if (text.size() >= 7) {
            const int m = number(text.substr(5, 2));
            const int d = text.size() >= 10 ? number(text.substr(8, 2)) : 0;
            const int today_day = static_cast<int>(static_cast<unsigned>(now.day()));
            if (d > 0 || m != month) {
                const bool to_come = m > month || (m == month && d > today_day);
                known.one["age"] = std::to_string(year - y - (to_come ? 1 : 0));
            }
        } else if (!known.one.contains("age")) {
            known.one["age_min"] = std::to_string(year - y - 1);
            known.one["age_max"] = std::to_string(year - y);
        }
    }
    if (known.one.contains("age")) {
        known.one.erase("age_min");
        known.one.erase("age_max");
    }
    if (const auto code = known.one.find("code_postal"); code != known.one.end()) {
        const auto covered = places.by_postal_code(code->second);
        if (covered.size() == 1) known.one.try_emplace("commune", covered.front()->code);
        known.one.try_emplace("departement", code->second.substr(0, 2));
    }
    if (const auto commune = known.one.find("commune"); commune != known.one.end()) {
        if (const auto* found = places.by_code(commune->second)) known.one["departement"] = found->departement;
        known.one.erase("lieu_ambigu");
    }
    if (const auto rqth = known.one.find("rqth"); rqth != known.one.end()) {
        if (rqth->second != "non")
            known.one["handicap"] = "oui";
        else
            known.one.erase("handicap");
    }
}

}  // namespace

std::vector<SchemaFact> schema_facts(const std::vector<Fact>& facts) {
    std::vector<SchemaFact> out;
    for (const auto& f : facts) {
        // What only follows from the postal code or the birth month is derived, not said.
        if (f.rule == "place.postal_code" || f.rule == "age.birth_month") continue;
        if (std::find(of_the_schema.begin(), of_the_schema.end(), f.name) == of_the_schema.end()) continue;
        if (only_true(f.name) && f.value != "oui") continue;
        SchemaFact fact{f.name, f.value, f.denied};
        if (fact.value == "doctorat") fact.value = "bac5";
        if (fact.denied && among(fact.name, {"titre_sejour"}) && fact.value != "aucun") fact = {"titre_sejour", "aucun", false};
        if (fact.denied && among(fact.name, {"quartier", "age_min", "age_max", "revenu_mensuel"})) continue;
        if (std::find(out.begin(), out.end(), fact) == out.end()) out.push_back(std::move(fact));
    }
    const auto said = [&](std::string_view name) {
        return std::any_of(out.begin(), out.end(), [&](const auto& f) { return f.name == name && !f.denied; });
    };
    if (said("age") || said("date_naissance"))
        std::erase_if(out, [](const auto& f) { return f.name == "age_min" || f.name == "age_max"; });
    // "fait un service civique" as a state and as a measure is said once.
    return out;
}

std::vector<SchemaFact> schema_facts(const Reading& reading) {
    auto out = schema_facts(reading.facts);
    if (reading.outside_normandie) {
        std::erase_if(out, [](const auto& f) {
            return f.name != "hors_normandie" && std::find(of_a_place.begin(), of_a_place.end(), f.name) != of_a_place.end();
        });
        out.push_back({"hors_normandie", "oui", false});
    } else if (reading.ambiguous) {
        const bool known = std::any_of(out.begin(), out.end(), [](const auto& f) {
            return (f.name == "commune" || f.name == "code_postal") && !f.denied;
        });
        if (!known) out.push_back({"lieu_ambigu", rules::places::Gazetteer::fold(reading.ambiguous->name), false});
    }
    return out;
}

void take(Known& known, std::vector<SchemaFact> facts, Day today, const rules::places::Gazetteer& places) {
    if (moves(known, facts, places))
        for (const auto name : of_a_place) known.one.erase(std::string(name));
    const bool new_date = std::any_of(facts.begin(), facts.end(), [](const auto& f) { return f.name == "date_naissance"; });
    const bool new_age = std::any_of(facts.begin(), facts.end(), [](const auto& f) { return f.name == "age" && !f.denied; });
    if (new_date && !new_age) known.one.erase("age");
    if (new_age && !new_date) known.one.erase("date_naissance");
    for (const auto& f : facts) {  // denials first: a value said beside stays
        if (!f.denied) continue;
        auto& no = known.denied[f.name];
        if (std::find(no.begin(), no.end(), f.value) == no.end()) no.push_back(f.value);
        if (is_list(f.name)) {
            auto& list = known.lists[f.name];
            std::erase(list, f.value);
            if (list.empty()) known.lists.erase(f.name);
        } else if (const auto at = known.one.find(f.name); at != known.one.end() && at->second == f.value) {
            known.one.erase(at);
            if (f.name == "commune") known.one.erase("departement");
        }
    }
    for (const auto& f : facts) {
        if (f.denied) continue;
        if (is_list(f.name)) {
            auto& list = known.lists[f.name];
            if (std::find(list.begin(), list.end(), f.value) == list.end()) list.push_back(f.value);
            std::sort(list.begin(), list.end());
            if (auto no = known.denied.find(f.name); no != known.denied.end()) {
                std::erase(no->second, f.value);
                if (no->second.empty()) known.denied.erase(no);
            }
        } else {
            known.one[f.name] = f.value;
        }
    }
    derive(known, today, places);
    for (auto at = known.denied.begin(); at != known.denied.end();)
        at = !is_list(at->first) && known.one.contains(at->first) ? known.denied.erase(at) : std::next(at);
}

Situation after_message(
    Situation situation,
    const Reading& reading,
    const std::string& focus,
    Day today,
    const rules::places::Gazetteer& places
) {
    if (reading.intent == Intent::recommencer) return {};
    if (reading.hypothetical) return situation;
    const auto merge = [&](const std::string& person, std::vector<SchemaFact> facts) {
        if (facts.empty()) return;
        take(situation[person], std::move(facts), today, places);
        if (situation[person].empty()) situation.erase(person);
    };
    merge(reading.about.empty() ? focus : reading.about, schema_facts(reading));
    for (const auto& other : reading.others) merge(other.about.empty() ? focus : other.about, schema_facts(other.facts));
    return situation;
}

std::string focus_after(const std::string& focus, const std::string& otherwise, const Reading& reading) {
    if (reading.intent == Intent::recommencer) return reading.about.empty() ? otherwise : reading.about;
    return reading.about.empty() ? focus : reading.about;
}

}  // namespace bot::reading
