#include "rules/law/version_file.hpp"

#include "rules/law/condition_file.hpp"
#include "rules/law/evaluation.hpp"
#include "rules/law/map_reader.hpp"
#include "rules/law/parameter_file.hpp"
#include "rules/law/quantity.hpp"
#include "rules/yaml/number.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

class VersionReader {
  public:
    VersionReader(
        const Vocabulary& vocabulary,
        const std::vector<SharedParameter>& shared,
        Measure& measure,
        yaml::Complaints& complaints
    )
        : vocabulary_(vocabulary), shared_(shared), measure_(measure), complaints_(complaints) {}

    Version read(const yaml::Node& node, yaml::Place& amount_place) {
        MapReader const map(
            node,
            {"du", "au", "apres_interruption", "fondement", "parametres", "conditions", "montant"},
            complaints_
        );
        Version version;
        if (auto const from = map.required("du")) version.from = yaml::day(from, complaints_).value_or(Day{});
        version.to = map.optional_day("au");
        if (version.to && *version.to < version.from)
            complain(
                complaints_,
                map.optional("au").place(),
                "la version finit avant de commencer",
                "Échanger du et au"
            );
        version.after_interruption = map.flag("apres_interruption");
        read_grounds(map, version);
        version.parameters =
            read_constants(map.optional("parametres"), version.from, measure_.sources, complaints_);
        if (auto const conditions = map.required("conditions"))
            if (auto tree = read_condition(conditions, vocabulary_, complaints_))
                version.conditions = std::move(*tree);
        if (auto const amount = map.optional("montant")) {
            amount_place = amount.place();
            read_amount(amount, version);
        }
        for_each_leaf(version.conditions, [&](const Condition& leaf) {
            leaf_parameter(leaf, node, version);
        });
        for (const AmountCase& row : version.amounts)
            if (row.when)
                for_each_leaf(*row.when, [&](const Condition& leaf) { leaf_parameter(leaf, node, version); });
        return version;
    }

  private:
    void read_grounds(const MapReader& map, Version& version) {
        yaml::Node const grounds = map.required("fondement");
        if (!grounds) return;
        version.grounds = yaml::texts(grounds, complaints_);
        if (version.grounds.empty())
            complain(
                complaints_,
                grounds.place(),
                "version sans source",
                "Nommer au moins une source\u00A0: fondement: [id]"
            );
        for (const std::string& id : version.grounds)
            known_source(id, grounds.place(), measure_.sources, complaints_);
    }

    void read_amount(const yaml::Node& node, Version& version) {
        MapReader const map(node, {"beneficiaire", "plafond", "cas"}, complaints_);
        version.beneficiary = map.optional_text("beneficiaire");
        bool const ceiling = map.flag("plafond");
        yaml::Node const rows = map.required("cas");
        if (rows && rows.items().empty())
            complain(complaints_, rows.place(), "aucun cas", "Écrire cas: [{sinon: 100 €}]");
        for (const yaml::Node& row : rows.items()) read_row(row, ceiling, version);
    }

    void read_row(const yaml::Node& node, bool ceiling, Version& version) {
        MapReader const map(node, {"si", "alors", "sinon"}, complaints_);
        bool const otherwise = map.has("sinon");
        if (otherwise ? map.has("si") || map.has("alors") : !map.has("si") || !map.has("alors")) {
            complain(
                complaints_,
                node.place(),
                "un cas est {si, alors} ou {sinon}",
                "Écrire {si: condition, alors: montant}"
            );
            return;
        }
        AmountCase row;
        if (!otherwise) {
            row.when = read_condition(map.optional("si"), vocabulary_, complaints_);
            if (!row.when) return;
        }
        yaml::Node const value = map.optional(otherwise ? "sinon" : "alors");
        auto const text = yaml::text(value, complaints_);
        if (!text) return;
        row.amount.ceiling = ceiling;
        if (text->starts_with('$')) {
            row.amount.parameter = text->substr(1);
            if (const Parameter* parameter = find(row.amount.parameter, value.place(), version))
                row.amount.unit = parameter->unit;
        } else if (auto quantity = parse_quantity(*text); quantity && !quantity->unit.empty()) {
            row.amount.hundredths = quantity->hundredths;
            row.amount.unit = std::move(quantity->unit);
            row.amount.source = version.grounds.empty() ? "" : version.grounds.front();
        } else {
            complain(
                complaints_,
                value.place(),
                guillemets(*text) + " n’est pas un montant",
                "Écrire un nombre et son unité (5000 €/an), ou $parametre"
            );
        }
        version.amounts.push_back(std::move(row));
    }

    void leaf_parameter(const Condition& condition, const yaml::Node& version_node, const Version& version) {
        const Leaf& leaf = condition.leaf;
        if (leaf.parameter.empty()) return;
        yaml::Place const place{version_node.place().file, condition.line, condition.column};
        const Parameter* parameter = find(leaf.parameter, place, version);
        const Field& field = vocabulary_.at(leaf.field);
        if (parameter && !same_unit(parameter->unit, field.unit))
            complain(
                complaints_,
                place,
                "$" + leaf.parameter + " est en " +
                    (parameter->unit.empty() ? "nombre sans unité" : parameter->unit) + ", le champ " +
                    guillemets(field.name) + " en " + (field.unit.empty() ? "nombre sans unité" : field.unit),
                "Donner au paramètre l’unité du champ"
            );
    }

    /// The parameter that the version sees; complains if there is none, or none yet on the version's first
    /// day.
    const Parameter* find(const std::string& name, const yaml::Place& place, const Version& version) {
        const Parameter* found = parameter_named(version.parameters, name);
        if (!found) found = parameter_named(measure_.parameters, name);
        if (!found) found = adopt(name);
        if (!found) {
            std::vector<std::string> names;
            for (const auto& p : version.parameters) names.push_back(p.name);
            for (const auto& p : measure_.parameters) names.push_back(p.name);
            for (const auto& s : shared_) names.push_back(s.parameter.name);
            complain(
                complaints_,
                place,
                "paramètre inconnu " + guillemets("$" + name),
                yaml::did_you_mean(name, names)
            );
            return nullptr;
        }
        if (found->steps.empty() || found->steps.front().from > version.from)
            complain(
                complaints_,
                place,
                "$" + name + " n’a pas de valeur le " + yaml::written_day(version.from) +
                    ", premier jour de la version",
                "Ajouter une valeur à cette date ou avant"
            );
        return found;
    }

    /// Copies a shared parameter, and the sources that it rests on, into the measure.
    const Parameter* adopt(const std::string& name) {
        auto const at = std::find_if(shared_.begin(), shared_.end(), [&](const auto& s) {
            return s.parameter.name == name;
        });
        if (at == shared_.end()) return nullptr;
        for (const Parameter::Step& step : at->parameter.steps) {
            auto const source = std::find_if(at->sources.begin(), at->sources.end(), [&](const auto& s) {
                return s.id == step.source;
            });
            if (source == at->sources.end()) continue;
            const Source* own = measure_.source(step.source);
            if (!own)
                measure_.sources.push_back(*source);
            else if (own->text != source->text)
                complain(
                    complaints_,
                    at->place,
                    "la source " + guillemets(step.source) + " désigne un autre texte dans la mesure " +
                        guillemets(measure_.id),
                    "Changer l’un des deux noms"
                );
        }
        measure_.parameters.push_back(at->parameter);
        return &measure_.parameters.back();
    }

    const Vocabulary& vocabulary_;
    const std::vector<SharedParameter>& shared_;
    Measure& measure_;
    yaml::Complaints& complaints_;
};

void check_succession(const ReadMeasure& read, yaml::Complaints& complaints) {
    const auto& versions = read.measure.versions;
    for (std::size_t i = 1; i < versions.size(); ++i) {
        const Version& before = versions[i - 1];
        const Version& now = versions[i];
        const yaml::Place& place = read.version_places[i];
        if (now.from <= before.from) {
            complain(
                complaints,
                place,
                "les versions ne sont pas dans l’ordre des dates",
                "La plus ancienne d’abord"
            );
        } else if (!before.to || *before.to >= now.from) {
            complain(
                complaints,
                place,
                "deux versions se chevauchent à partir du " + yaml::written_day(now.from),
                "Finir la précédente la veille\u00A0: au: " +
                    yaml::written_day(now.from - std::chrono::days(1))
            );
        } else if (bool const hole = *before.to + std::chrono::days(1) < now.from;
                   hole != now.after_interruption) {
            complain(
                complaints,
                place,
                hole ? "aucune version entre le " + yaml::written_day(*before.to) + " et le " +
                           yaml::written_day(now.from)
                     : "il n’y a pas d’interruption avant cette version",
                hole ? "Combler le trou, ou écrire apres_interruption: oui" : "Supprimer apres_interruption"
            );
        }
    }
    if (!versions.empty() && versions.front().after_interruption)
        complain(
            complaints,
            read.version_places.front(),
            "rien ne précède la première version",
            "Supprimer apres_interruption"
        );
}

}  // namespace

void read_versions(
    const yaml::Node& list,
    const Vocabulary& vocabulary,
    const std::vector<SharedParameter>& shared,
    ReadMeasure& read,
    yaml::Complaints& complaints
) {
    VersionReader reader(vocabulary, shared, read.measure, complaints);
    for (const yaml::Node& node : list.items()) {
        yaml::Place amount_place = node.place();
        read.measure.versions.push_back(reader.read(node, amount_place));
        read.version_places.push_back(node.place());
        read.amount_places.push_back(std::move(amount_place));
    }
    if (list && list.items().empty())
        complain(
            complaints, list.place(), "aucune version", "Écrire au moins une version\u00A0: - du: 2020-01-01"
        );
    check_succession(read, complaints);
}

void read_examples(
    const yaml::Node& list, const Vocabulary& vocabulary, ReadMeasure& read, yaml::Complaints& complaints
) {
    for (const yaml::Node& node : list.items()) {
        MapReader const map(node, {"date", "situation", "attendu", "montant", "question"}, complaints);
        Example example;
        example.line = node.place().line;
        if (auto const date = map.required("date"))
            example.date = yaml::day(date, complaints).value_or(Day{});
        yaml::Node const situation = map.required("situation");
        auto const field_named = [&](const std::string& name, const yaml::Place& place) {
            auto const field = vocabulary.find(name);
            if (!field) {
                std::vector<std::string> names;
                for (const Field& known : vocabulary.fields()) names.push_back(known.name);
                complain(
                    complaints, place, "champ inconnu " + guillemets(name), yaml::did_you_mean(name, names)
                );
            }
            return field;
        };
        for (const auto& [name, value] : situation.entries()) {
            auto const field = field_named(name, situation.key_place(name));
            if (!field) continue;
            auto const parsed = vocabulary.parse(*field, value.scalar());
            if (parsed)
                example.situation.set(*field, *parsed);
            else
                complain(
                    complaints,
                    value.place(),
                    guillemets(value.scalar()) + " n’est pas une valeur de " + guillemets(name),
                    vocabulary.at(*field).type == FieldType::choice
                        ? yaml::did_you_mean(value.scalar(), vocabulary.at(*field).values)
                        : "Vérifier le type et les bornes dans vocabulaire.yaml"
                );
        }
        using enum Outcome;
        if (auto const expected = map.required("attendu"))
            example.expected = map.word<Outcome>(
                                      expected,
                                      {{"eligible", eligible},
                                       {"eligible_sous_reserve", eligible_sous_reserve},
                                       {"a_completer", a_completer},
                                       {"non_eligible", non_eligible},
                                       {"hors_periode", hors_periode}}
            ).value_or(a_completer);
        if (map.has("montant")) example.amount = map.optional_text("montant");
        if (auto const question = map.optional("question"))
            example.question = field_named(question.scalar(), question.place());
        read.measure.examples.push_back(std::move(example));
        read.example_places.push_back(node.place());
    }
}

}  // namespace rules::law
