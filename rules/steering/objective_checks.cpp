#include "rules/steering/objective_checks.hpp"

#include "rules/yaml/complain.hpp"

#include <cmath>
#include <map>
#include <numeric>

namespace rules::steering {
namespace {

using yaml::guillemets;

struct Checker {
    const Objective& objective;
    const yaml::Place& place;
    yaml::Complaints& complaints;
    void wrong(std::string message, std::string advice) const {
        yaml::complain(complaints, place, guillemets(objective.id) + " : " + std::move(message), std::move(advice));
    }
};

bool good_id(const std::string& id) {
    if (id.empty() || id.size() > 60) return false;
    for (char const c : id)
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return false;
    return true;
}

bool near(double a, double b) { return std::abs(a - b) <= 0.005 + 1e-9 * std::abs(b); }

void check_trajectory(const Checker& check, const ObjectiveVersion& version) {
    auto const months = check.objective.months;
    if (auto const* seasonal = std::get_if<Seasonal>(&version.trajectory)) {
        double all = 0;
        bool negative = false;
        for (double const weight : seasonal->weights) all += weight, negative = negative || weight < 0;
        if (seasonal->weights.size() != 12 || negative || all <= 0)
            check.wrong("une saison a 12 poids, janvier d’abord", "Écrire saisonniere: [10, 8, 9, …] avec 12 nombres");
    } else if (auto const* years = std::get_if<YearShares>(&version.trajectory)) {
        int const first = static_cast<int>(check.objective.start.year());
        int const last = static_cast<int>(check.objective.month_at(months).year());
        double const all = std::accumulate(years->shares.begin(), years->shares.end(), 0.0);
        if (static_cast<int>(years->shares.size()) != last - first + 1 || !near(all, 1))
            check.wrong("les parts des années ne font pas 1", "Écrire une part pour chaque année civile, somme 1");
    } else if (auto const* milestones = std::get_if<Milestones>(&version.trajectory)) {
        Milestone before;
        bool ascending = !milestones->points.empty();
        for (auto const& point : milestones->points) {
            ascending = ascending && point.month > before.month && point.share >= before.share;
            before = point;
        }
        if (!ascending || before.month != months || !near(before.share, 1))
            check.wrong(
                "les jalons doivent monter jusqu’à (mois " + std::to_string(months) + ", part 1)",
                "Ranger les jalons, et finir par le dernier mois"
            );
    } else if (auto const* ramp = std::get_if<RampUp>(&version.trajectory)) {
        if (ramp->months_before >= months || ramp->pace_before * ramp->months_before > version.target)
            check.wrong("la montée en charge ne laisse rien après", "Réduire mois_avant ou rythme_avant");
    }
}

void check_version(const Checker& check, const ObjectiveVersion& version) {
    if (version.target <= 0) check.wrong("la cible doit être au-dessus de 0", "Écrire cible: 6746");
    if (version.tolerance_low < 0 || version.tolerance_low > 0.5 || version.tolerance_high < 0 || version.tolerance_high > 0.5)
        check.wrong("une tolérance va de 0 à 0,5", "Écrire 0.05 pour 5 %");
    if ((version.socle != 0 || version.additional != 0) && !near(version.socle + version.additional, version.target))
        check.wrong("socle et additionnel ne font pas la cible", "Corriger l’un des trois nombres");
    check_trajectory(check, version);
}

void check_one(const Checker& check, bool fictitious) {
    auto const& o = check.objective;
    if (!good_id(o.id)) check.wrong("un id est de majuscules, chiffres et tirets", "Écrire par exemple AIJ-2020-NOR");
    if (o.months < 1 || o.months > 60) check.wrong("une période est de 1 à 60 mois", "Corriger « mois »");
    if (o.population.age_under != 0 && o.population.age_min >= o.population.age_under)
        check.wrong("les âges se contredisent", "age_min doit être sous age_moins_de");
    if (o.counting == Counting::stock && o.direction == Direction::band)
        check.wrong("un stock n’est pas une enveloppe", "Écrire plancher ou plafond");
    if (o.opening_stock != 0 && o.counting == Counting::flow)
        check.wrong("un flux n’a pas de stock initial", "Ôter stock_initial, ou changer comptage");
    bool const money = o.unit == Unit::euros || o.unit == Unit::thousand_euros;
    if (money != o.funded) check.wrong("« argent » doit aller avec l’unité", "Écrire argent: oui pour des euros, sinon rien");
    if (o.fictitious != fictitious)
        check.wrong(
            fictitious ? "un exemple doit dire « fictif: oui »" : "un objectif fictif n’a pas sa place ici",
            fictitious ? "Ajouter fictif: oui" : "Le déplacer dans objectifs/exemple"
        );
    if (o.fictitious && o.label.find("fictif") == std::string::npos)
        check.wrong("le libellé d’un objectif fictif doit le dire", "Y écrire « (exemple fictif) »");
    for (std::size_t i = 1; i < o.versions.size(); ++i)
        if (o.versions[i].from <= o.versions[i - 1].from)
            check.wrong("les versions ne sont pas dans l’ordre", "Les ranger par « depuis »");
    for (auto const& version : o.versions) check_version(check, version);
}

}  // namespace

void check_objectives(
    std::span<const Objective> objectives, std::span<const yaml::Place> places, bool fictitious, yaml::Complaints& complaints
) {
    std::map<std::string, std::size_t> by_id;
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        Checker const check{objectives[i], places[i], complaints};
        check_one(check, fictitious);
        if (!by_id.emplace(objectives[i].id, i).second) check.wrong("cet id est déjà pris", "En choisir un autre");
    }
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        Checker const check{objectives[i], places[i], complaints};
        if (auto const& volume = objectives[i].volume; !volume.empty()) {
            auto const found = by_id.find(volume);
            if (found == by_id.end()) {
                check.wrong("l’objectif " + guillemets(volume) + " n’existe pas", "Corriger « volume »");
            } else {
                auto const& paid = objectives[found->second];
                if (!objectives[i].funded || paid.funded)
                    check.wrong("« volume » relie une enveloppe à ce qu’elle paie", "Le mettre sur l’enveloppe, avec l’id d’un objectif sans argent");
                if (paid.start != objectives[i].start || paid.months != objectives[i].months)
                    check.wrong("l’enveloppe et " + guillemets(volume) + " n’ont pas la même période", "Un coût par entrée se calcule sur une seule période");
            }
        }
        if (auto const& means = objectives[i].means; !means.empty()) {
            auto const found = by_id.find(means);
            if (found == by_id.end() || objectives[found->second].counting != Counting::stock)
                check.wrong("« moyens » doit nommer un stock (conseillers)" + std::string(found == by_id.end() ? ", et " + guillemets(means) + " n’existe pas" : ""), "Écrire moyens: {objectif: AIJ-2020-NOR-CONSEILLERS}");
            if (objectives[i].counting == Counting::stock || objectives[i].funded)
                check.wrong("seul un objectif de personnes a des « moyens »", "Les mettre sur l’objectif que ces conseillers servent");
            if (objectives[i].load_of_each < 0) check.wrong("« charge_par_mois » est sous 0", "Écrire ce qu’un conseiller prend en un mois, ou rien");
        }
        auto parent = objectives[i].parent;
        for (std::size_t steps = 0; !parent.empty(); ++steps) {
            auto const found = by_id.find(parent);
            if (found == by_id.end()) {
                check.wrong("le parent " + guillemets(parent) + " n’existe pas", "Corriger « parent »");
                break;
            }
            if (steps > objectives.size()) {
                check.wrong("les parents tournent en rond", "Corriger « parent »");
                break;
            }
            parent = objectives[found->second].parent;
        }
    }
}

}  // namespace rules::steering
