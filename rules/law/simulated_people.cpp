#include "rules/law/simulated_people.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <random>
#include <utility>

namespace rules::law {
namespace {

/// What goes together; the rest is drawn field by field.
class Life {
  public:
    explicit Life(std::mt19937_64& engine) : engine_(engine) {}

    SimulatedPerson draw() {
        SimulatedPerson p;
        std::int64_t const age = 15 + below(8) + below(9);  // 15 to 30, most about 22
        p["age"] = std::to_string(age);
        p["departement"] = one_of({{"76", 38}, {"14", 21}, {"27", 18}, {"50", 15}, {"61", 8}});
        p["region"] = "28";
        std::string const statut =
            age <= 16   ? one_of({{"lyceen", 85}, {"collegien", 8}, {"apprenti", 4}, {"neet", 3}})
            : age <= 18 ? one_of(
                              {{"lyceen", 65},
                               {"etudiant", 10},
                               {"apprenti", 12},
                               {"neet", 5},
                               {"demandeur_emploi", 4},
                               {"salarie", 2},
                               {"service_civique", 2}}
                          )
            : age <= 22 ? one_of(
                              {{"etudiant", 45},
                               {"apprenti", 12},
                               {"salarie", 16},
                               {"demandeur_emploi", 11},
                               {"neet", 7},
                               {"interim", 4},
                               {"service_civique", 2},
                               {"stagiaire_formation", 2},
                               {"contrat_pro", 1}}
                          )
                        : one_of(
                              {{"salarie", 52},
                               {"demandeur_emploi", 15},
                               {"etudiant", 12},
                               {"neet", 9},
                               {"interim", 5},
                               {"independant", 3},
                               {"stagiaire_formation", 2},
                               {"apprenti", 2}}
                          );
        p["statut"] = statut;
        bool const at_school = statut == "lyceen" || statut == "collegien" || statut == "etudiant";
        bool const idle = statut == "neet" || statut == "demandeur_emploi";
        p["niveau_diplome"] = statut == "collegien" ? "aucun"
                              : statut == "lyceen"  ? one_of({{"brevet", 85}, {"aucun", 15}})
                              : statut == "etudiant"
                                  ? one_of({{"bac", 60}, {"bac2", 18}, {"bac3", 17}, {"bac5", 5}})
                              : idle ? one_of(
                                           {{"aucun", 18},
                                            {"brevet", 14},
                                            {"cap_bep", 27},
                                            {"bac", 26},
                                            {"bac2", 8},
                                            {"bac3", 5},
                                            {"bac5", 2}}
                                       )
                                     : one_of(
                                           {{"aucun", 6},
                                            {"brevet", 6},
                                            {"cap_bep", 24},
                                            {"bac", 28},
                                            {"bac2", 17},
                                            {"bac3", 11},
                                            {"bac5", 8}}
                                       );
        p["troisieme_terminee"] = said(statut != "collegien");
        p["mois_depuis_sortie_etudes"] = std::to_string(
            at_school || statut == "apprenti" ? 0 : below(12 * std::max<std::int64_t>(1, age - 15))
        );
        p["qualification_pro"] =
            yes(p["niveau_diplome"] == "cap_bep" ? 95
                : p["niveau_diplome"] == "bac"   ? 45
                : p["niveau_diplome"] == "bac2"  ? 70
                                                 : 10);
        bool const registered = chance(
            statut == "demandeur_emploi" ? 92
            : statut == "neet"           ? 25
            : at_school                  ? 2
                                         : 6
        );
        p["inscrit_ft"] = said(registered);
        p["inscrit_ft_mois"] = std::to_string(registered ? below(24) : 0);
        p["duree_sans_emploi_mois"] = std::to_string(idle ? below(30) : 0);
        p["suivi_ml"] = yes(idle && age <= 25 ? 45 : at_school ? 2 : 5);
        p["orientation_prescripteur"] = yes(idle ? 30 : 3);
        p["rsa"] = yes(idle && age >= 25 ? 25 : 1);
        p["rqth"] = one_of({{"non", 95}, {"oui", 4}, {"en_cours", 1}});
        p["qpv"] = yes(9);
        p["zrr_frr"] = yes(22);
        p["logement"] =
            age <= 20
                ? one_of(
                      {{"parents", 80}, {"autonome", 10}, {"foyer", 5}, {"heberge", 4}, {"sans_domicile", 1}}
                  )
                : one_of(
                      {{"autonome", 55}, {"parents", 33}, {"heberge", 6}, {"foyer", 5}, {"sans_domicile", 1}}
                  );
        p["nationalite"] = one_of({{"fr", 92}, {"ue", 2}, {"hors_ue", 6}});
        p["enfants"] = std::to_string(chance(age >= 22 ? 12 : 1) ? 1 + below(2) : 0);
        p["revenu_mensuel"] = std::to_string(idle ? below(600) : at_school ? below(500) : 800 + below(1200));
        p["permis"] = age < 18 ? one_of({{"non", 85}, {"en_cours", 15}})
                               : one_of({{"oui", 60}, {"non", 28}, {"en_cours", 12}});
        return p;
    }

    [[nodiscard]] std::int64_t below(std::int64_t n) {
        return n <= 0 ? 0 : static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(n));
    }
    [[nodiscard]] bool chance(std::int64_t percent) { return below(100) < percent; }
    /// 0 to 1, most near 0: amounts and numbers of employees are so.
    [[nodiscard]] double skewed() {
        double const u = static_cast<double>(below(1 << 20)) / (1 << 20);
        return u * u * u;
    }

  private:
    static std::string said(bool b) { return b ? "oui" : "non"; }
    std::string yes(std::int64_t percent) { return said(chance(percent)); }
    std::string one_of(std::initializer_list<std::pair<const char*, int>> weighted) {
        std::int64_t at = below(100);
        for (const auto& [text, weight] : weighted) {
            if (at < weight) return text;
            at -= weight;
        }
        return weighted.begin()->first;
    }
    std::mt19937_64& engine_;  // its own distributions: those of the library differ from one to another
};

std::string any_value(const Vocabulary& vocabulary, FieldId id, Life& life) {
    const Field& field = vocabulary.at(id);
    std::int64_t const span = field.high - field.low;
    switch (field.type) {
        case FieldType::boolean:
            return life.chance(30) ? "oui" : "non";
        case FieldType::choice:
            return vocabulary.text(id, {life.below(static_cast<std::int64_t>(field.values.size()))});
        case FieldType::integer:
        case FieldType::number:
            return vocabulary.text(
                id, {field.low + static_cast<std::int64_t>(static_cast<double>(span) * life.skewed())}
            );
        case FieldType::date:
            return vocabulary.text(id, {15'000 + life.below(7'000)});
        case FieldType::code:
            return {};  // invented codes would belong to nobody
    }
    return {};
}

}  // namespace

std::vector<SimulatedPerson> simulated_people(
    std::span<const Vocabulary* const> vocabularies, std::size_t count, std::uint64_t seed
) {
    std::mt19937_64 engine(seed);
    Life life(engine);
    std::vector<SimulatedPerson> people;
    for (std::size_t i = 0; i < count; ++i) {
        SimulatedPerson person = life.draw();
        for (const Vocabulary* vocabulary : vocabularies) {
            auto const fields = vocabulary->fields();
            for (std::size_t f = 0; f < fields.size(); ++f)
                if (!person.contains(fields[f].name))
                    if (auto text = any_value(*vocabulary, FieldId{static_cast<std::uint16_t>(f)}, life);
                        !text.empty())
                        person.emplace(fields[f].name, std::move(text));
        }
        people.push_back(std::move(person));
    }
    return people;
}

Situation situation_of(const Vocabulary& vocabulary, const SimulatedPerson& person) {
    Situation situation;
    for (const auto& [name, text] : person)
        if (auto const id = vocabulary.find(name))
            if (auto const value = vocabulary.parse(*id, text)) situation.set(*id, *value);
    return situation;
}

}  // namespace rules::law
