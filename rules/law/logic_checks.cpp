#include "rules/law/catalogue_checks.hpp"
#include "rules/law/network.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>
#include <set>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

/// Days on which the version has to be looked at: its first, and each on which a parameter of its changes.
std::set<Day> days_of(const Version& version, const Measure& measure) {
    std::set<Day> days{version.from};
    auto const changes = [&](const Condition& leaf) {
        for (const Parameter& parameter : measure.parameters)
            if (parameter.name == leaf.leaf.parameter)
                for (const auto& step : parameter.steps)
                    if (step.from > version.from && (!version.to || step.from <= *version.to))
                        days.insert(step.from);
    };
    for_each_leaf(version.conditions, changes);
    for (const AmountCase& row : version.amounts)
        if (row.when) for_each_leaf(*row.when, changes);
    return days;
}

std::string in_short(const Condition& condition) {
    switch (condition.kind) {
        case Condition::Kind::leaf:
            return guillemets(condition.leaf.written);
        case Condition::Kind::to_verify:
            return guillemets("a_verifier\u00A0: " + condition.to_verify);
        case Condition::Kind::all:
            return guillemets("toutes");
        case Condition::Kind::any:
            return guillemets("une");
        case Condition::Kind::not_:
            return guillemets("non");
        case Condition::Kind::at_least:
            return guillemets("au_moins");
    }
    return {};
}

void check_version(
    const ReadMeasure& read, std::size_t index, const Vocabulary& vocabulary, yaml::Complaints& complaints
) {
    const Version& version = read.measure.versions[index];
    const yaml::Place& place = read.version_places[index];
    Situation const nothing_known;
    // A clause is useless only if it is so on every day; never and always are wrong on any day.
    std::optional<Findings> all;
    for (Day const day : days_of(version, read.measure)) {
        Network const network(Setting{vocabulary, read.measure, version, nothing_known, day});
        auto found = network.enumerate();
        if (!found) {
            complain(
                complaints,
                place,
                "trop de cas pour les vérifier tous (" + std::to_string(network.cases()) + ", au plus " +
                    std::to_string(Network::most_cases) + ")",
                "Partager la mesure en deux, ou remplacer des conditions par un seul champ"
            );
            return;
        }
        if (!all) {
            all = std::move(found);
            continue;
        }
        all->never = all->never || found->never;
        all->always = all->always || found->always;
        all->unpaid = all->unpaid || found->unpaid;
        std::erase_if(all->useless, [&](const Condition* c) {
            return std::find(found->useless.begin(), found->useless.end(), c) == found->useless.end();
        });
        std::erase_if(all->shadowed, [&](std::size_t row) {
            return std::find(found->shadowed.begin(), found->shadowed.end(), row) == found->shadowed.end();
        });
    }
    if (all->never)
        complain(
            complaints, place, "ces conditions ne sont jamais remplies", "Chercher les bornes qui s’excluent"
        );
    if (all->always)
        complain(
            complaints,
            place,
            "ces conditions sont toujours remplies",
            "Vérifier les bornes, ou ajouter la condition qui manque"
        );
    if (all->never || all->always) return;  // every clause would be useless
    for (const Condition* clause : all->useless)
        complain(
            complaints,
            {place.file, clause->line, clause->column},
            "cette condition ne change rien\u00A0: " + in_short(*clause),
            "La supprimer, ou corriger celle qui la contredit"
        );
    if (all->unpaid)
        complain(
            complaints,
            read.amount_places[index],
            "aucun montant dans certains cas",
            "Ajouter {sinon: montant} à la fin"
        );
    for (std::size_t const row : all->shadowed)
        complain(
            complaints,
            read.amount_places[index],
            "le cas " + std::to_string(row + 1) + " du montant ne sert jamais",
            "Le supprimer, ou le placer plus haut"
        );
}

}  // namespace

void check_logic(const ReadMeasure& read, const Vocabulary& vocabulary, yaml::Complaints& complaints) {
    for (std::size_t i = 0; i < read.measure.versions.size(); ++i)
        check_version(read, i, vocabulary, complaints);
}

}  // namespace rules::law
