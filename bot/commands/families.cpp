#include "bot/commands/families.hpp"

#include "bot/reading/facts.hpp"
#include "bot/reading/slots.hpp"
#include "rules/law/verdict.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::commands {
namespace {

namespace law = rules::law;

/// The measures that a family stands for; those of formation_qualifiante and aides_etudes say so themselves.
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> members{{
    {"aij", "accompagnement"},
    {"cej", "accompagnement"},
    {"garantie_jeunes", "accompagnement"},
    {"pacea", "accompagnement"},
    {"pec_jeunes", "contrat_aide"},
    {"cie_jeunes", "contrat_aide"},
    {"emplois_francs", "emplois_francs"},
    {"apprentissage", "alternance"},
    {"contrat_pro", "alternance"},
    {"e2c", "deuxieme_chance"},
    {"epide", "deuxieme_chance"},
    {"smv", "deuxieme_chance"},
    {"micro_lycee", "deuxieme_chance"},
    {"ecole_production", "ecole_production"},
    {"service_civique", "service_civique"},
    {"obligation_formation", "retour_formation"},
    {"droit_retour_formation", "retour_formation"},
    {"promo_16_18", "retour_formation"},
    {"iae", "iae"},
    {"cap_emploi", "handicap"},
}};

class Families {
  public:
    explicit Families(const reading::Known& known) : known_(known) {}
    void add(std::string_view family) {
        if (std::find(out_.begin(), out_.end(), family) == out_.end()) out_.emplace_back(family);
    }
    void drop(std::string_view family) { std::erase(out_, family); }
    [[nodiscard]] bool is(const char* name, std::initializer_list<std::string_view> values) const {
        const auto at = known_.one.find(name);
        return at != known_.one.end() && reading::among(at->second, values);
    }
    [[nodiscard]] bool said(const char* name) const { return known_.one.contains(name); }
    [[nodiscard]] bool wants(std::string_view wish) const {
        const auto at = known_.lists.find("souhait");
        return at != known_.lists.end() && std::find(at->second.begin(), at->second.end(), wish) != at->second.end();
    }
    [[nodiscard]] int number(const char* name, int otherwise) const {
        const auto at = known_.one.find(name);
        return at == known_.one.end() ? otherwise : std::stoi(at->second);
    }
    std::vector<std::string> take() { return std::move(out_); }

  private:
    const reading::Known& known_;
    std::vector<std::string> out_;
};

law::Situation situation_of(
    const law::Catalogue& catalogue,
    const rules::places::Gazetteer& places,
    const reading::Known& known,
    reading::Day today
) {
    law::Situation situation;
    for (const auto& [name, value] : known.one)
        if (const auto field = catalogue.vocabulary().find(name))
            if (const auto parsed = catalogue.vocabulary().parse(*field, value)) situation.set(*field, *parsed);
    return law::completed(catalogue.vocabulary(), situation, today, &places);
}

}  // namespace

std::vector<std::string> families(
    const law::Catalogue& catalogue,
    const rules::places::Gazetteer& places,
    const reading::Known& known,
    const Occasion& occasion
) {
    Families out(known);
    if (occasion.danger) {
        out.add("urgence");
        return out.take();
    }
    if (reading::is_steering(occasion.intent)) {
        out.add("pilotage");
        return out.take();
    }
    if (out.said("hors_normandie")) {
        out.add("hors_region");
        return out.take();
    }
    const auto situation = situation_of(catalogue, places, known, occasion.today);
    for (const auto* audience : {"jeune", "partenaire"})
        for (const auto& verdict : law::assess_all(catalogue, situation, occasion.today, audience)) {
            if (verdict.version == nullptr || verdict.outcome == law::Outcome::non_eligible ||
                verdict.outcome == law::Outcome::hors_periode)
                continue;
            for (const auto& [measure, family] : members)
                if (measure == verdict.measure->id) out.add(family);
            for (const auto& family : verdict.measure->families)
                if (family == "formation_qualifiante" || (family == "aides_etudes" && out.is("statut", {"etudiant", "lyceen"})))
                    out.add(family);
        }
    const int age = out.number("age", out.number("age_min", -1));
    const bool disabled = out.is("handicap", {"oui"}) || out.is("rqth", {"oui", "en_cours"});
    if (disabled)
        out.add("handicap");
    else
        out.drop("handicap");
    if (age >= (disabled ? 31 : 30)) {
        out.add("hors_age");
        for (const auto* young : {"accompagnement", "deuxieme_chance", "service_civique", "ecole_production", "retour_formation"})
            out.drop(young);
    }
    if (age >= 26 && !disabled) out.drop("service_civique");  // open to 30 only with a recognised handicap
    if (age >= 0 && age < 16) {
        out.add("orientation_scolaire");
        for (const auto* adult : {"accompagnement", "service_civique", "contrat_aide", "iae", "emplois_francs", "formation_qualifiante", "deuxieme_chance", "retour_formation"})
            out.drop(adult);
    }
    if (out.is("statut", {"collegien", "lyceen"})) out.add("orientation_scolaire");
    if (out.is("statut", {"collegien", "lyceen", "etudiant"}))
        for (const auto* left : {"accompagnement", "deuxieme_chance", "contrat_aide", "iae", "emplois_francs"}) out.drop(left);
    if (out.is("statut", {"apprenti", "contrat_pro", "salarie"}))
        for (const auto* idle : {"accompagnement", "deuxieme_chance"}) out.drop(idle);
    if ((age == 16 || age == 17) && (out.is("statut", {"neet"}) || out.is("decrochage", {"oui"}))) out.add("retour_formation");
    if (out.wants("creation") || out.is("statut", {"independant"})) out.add("creation");
    if (out.is("titre_sejour", {"aucun", "demandeur_asile", "mna", "recepisse", "protection_temporaire"}) ||
        out.is("autorisation_travail", {"non"}) || (out.is("nationalite", {"hors_ue"}) && !out.said("titre_sejour")))
        out.add("titre_sejour");
    if (out.is("statut", {"etudiant"}) || out.is("bourse", {"oui"})) out.add("aides_etudes");
    // An adviser may be asked by an employer: the aids to hiring are shown beside, but for those still at school.
    if (occasion.partner && !out.is("statut", {"collegien", "lyceen", "etudiant"}) && age >= 16 && age < 30) out.add("aides_employeur");
    if (occasion.partner && out.is("statut", {"demandeur_emploi", "neet"})) out.add("aides_employeur");
    return out.take();
}

}  // namespace bot::commands
