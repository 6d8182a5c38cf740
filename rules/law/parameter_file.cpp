#include "rules/law/parameter_file.hpp"

#include "rules/law/excerpt.hpp"
#include "rules/law/map_reader.hpp"
#include "rules/law/measure_file.hpp"
#include "rules/law/quantity.hpp"
#include "rules/yaml/number.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

/// A number with its unit, or without when `unit` is already given.
std::optional<Quantity> value_in(
    const yaml::Node& node, const std::string& unit, yaml::Complaints& complaints
) {
    auto const text = yaml::text(node, complaints);
    if (!text) return std::nullopt;
    auto quantity = parse_quantity(*text);
    if (!quantity) {
        complain(
            complaints, node.place(), guillemets(*text) + " n’est pas un nombre", "Écrire par exemple 26 ans"
        );
        return std::nullopt;
    }
    if (quantity->unit.empty()) quantity->unit = unit;
    if (!unit.empty() && !same_unit(quantity->unit, unit)) {
        complain(
            complaints,
            node.place(),
            "l’unité est " + guillemets(unit) + ", pas " + guillemets(quantity->unit),
            "Écrire le nombre seul, ou dans cette unité"
        );
        return std::nullopt;
    }
    return quantity;
}

/// A source that quotes its text must quote the number that is taken from it.
void check_quoted(
    const std::string& id,
    const Quantity& quantity,
    const yaml::Place& place,
    const std::vector<Source>& sources,
    yaml::Complaints& complaints
) {
    auto const at = std::find_if(sources.begin(), sources.end(), [&](const Source& s) { return s.id == id; });
    if (at == sources.end() || at->excerpt.empty() || says_number(at->excerpt, quantity.hundredths)) return;
    complain(
        complaints,
        place,
        "l’extrait de la source " + guillemets(id) + " ne dit pas " +
            written(quantity.hundredths, quantity.unit),
        "Corriger la valeur, ou citer dans extrait le passage qui la donne"
    );
}

class SeriesReader {
  public:
    SeriesReader(const std::vector<Source>& sources, yaml::Complaints& complaints)
        : sources_(sources), complaints_(complaints) {}

    Parameter read(const std::string& name, const yaml::Node& node) const {
        MapReader const map(node, {"unite", "valeurs"}, complaints_);
        Parameter parameter{name, map.optional_text("unite"), {}};
        yaml::Node const values = map.required("valeurs");
        for (const auto& [date, value] : values.entries()) {
            auto const from = yaml::parse_day(date);
            if (!from) {
                complain(
                    complaints_,
                    values.key_place(date),
                    guillemets(date) + " n’est pas une date",
                    "Écrire depuis quand la valeur vaut, par exemple 2024-04-01"
                );
                continue;
            }
            if (auto step = read_step(value, parameter)) {
                step->from = *from;
                parameter.steps.push_back(std::move(*step));
            }
        }
        std::sort(parameter.steps.begin(), parameter.steps.end(), [](const auto& a, const auto& b) {
            return a.from < b.from;
        });
        if (values && values.entries().empty())
            complain(complaints_, values.place(), "aucune valeur", "Écrire {2024-04-01: [552.29, source]}");
        return parameter;
    }

  private:
    std::optional<Parameter::Step> read_step(const yaml::Node& node, Parameter& parameter) const {
        if (node.items().size() != 2) {
            complain(
                complaints_, node.place(), "une valeur et sa source sont attendues", "Écrire [552.29, source]"
            );
            return std::nullopt;
        }
        auto const quantity = value_in(node.items()[0], parameter.unit, complaints_);
        auto source = yaml::text(node.items()[1], complaints_);
        if (!quantity || !source) return std::nullopt;
        if (parameter.unit.empty()) parameter.unit = quantity->unit;
        known_source(*source, node.items()[1].place(), sources_, complaints_);
        check_quoted(*source, *quantity, node.items()[0].place(), sources_, complaints_);
        return Parameter::Step{{}, quantity->hundredths, std::move(*source)};
    }

    const std::vector<Source>& sources_;
    yaml::Complaints& complaints_;
};

}  // namespace

std::vector<Source> read_sources(const yaml::Node& map, yaml::Complaints& complaints) {
    std::vector<Source> sources;
    for (const auto& [id, node] : map.entries()) {
        MapReader const source(
            node,
            {"texte", "lien", "lien_expire_le", "document", "lu_le", "a_confirmer", "extrait"},
            complaints
        );
        static_cast<void>(source.optional_text("document"));
        sources.push_back(
            {id,
             source.text("texte"),
             source.optional_text("lien"),
             source.optional_text("a_confirmer"),
             source.optional_day("lu_le"),
             source.optional_day("lien_expire_le"),
             source.optional_text("extrait")}
        );
        const std::string& link = sources.back().link;
        if (!link.empty() && !link.starts_with("https://") && !link.starts_with("http://"))
            complain(complaints, source.optional("lien").place(), "lien incomplet", "Commencer par https://");
        if (source.has("lien_expire_le") && link.empty())
            complain(
                complaints,
                source.optional("lien_expire_le").place(),
                "aucun lien n’expire ici",
                "Ajouter lien, ou supprimer lien_expire_le"
            );
    }
    return sources;
}

void known_source(
    const std::string& id,
    const yaml::Place& place,
    const std::vector<Source>& sources,
    yaml::Complaints& complaints
) {
    if (std::any_of(sources.begin(), sources.end(), [&](const Source& source) { return source.id == id; }))
        return;
    std::vector<std::string> ids;
    for (const Source& source : sources) ids.push_back(source.id);
    complain(complaints, place, "source inconnue " + guillemets(id), yaml::did_you_mean(id, ids));
}

std::vector<Parameter> read_series(
    const yaml::Node& map, const std::vector<Source>& sources, yaml::Complaints& complaints
) {
    SeriesReader const reader(sources, complaints);
    std::vector<Parameter> parameters;
    for (const auto& [name, node] : map.entries()) parameters.push_back(reader.read(name, node));
    return parameters;
}

std::vector<Parameter> read_constants(
    const yaml::Node& map, Day from, const std::vector<Source>& sources, yaml::Complaints& complaints
) {
    std::vector<Parameter> parameters;
    for (const auto& [name, node] : map.entries()) {
        MapReader const constant(node, {"valeur", "unite", "source"}, complaints);
        yaml::Node const value = constant.required("valeur");
        std::string const source = constant.text("source");
        if (!value) continue;
        auto quantity = value_in(value, constant.optional_text("unite"), complaints);
        if (!quantity) continue;
        if (!source.empty()) known_source(source, constant.optional("source").place(), sources, complaints);
        check_quoted(source, *quantity, value.place(), sources, complaints);
        parameters.push_back({name, std::move(quantity->unit), {{from, quantity->hundredths, source}}});
    }
    return parameters;
}

void read_shared_parameters(
    const yaml::Node& file, std::vector<SharedParameter>& shared, yaml::Complaints& complaints
) {
    MapReader const map(file, {"sources", "parametres"}, complaints);
    auto const sources = read_sources(map.required("sources"), complaints);
    SeriesReader const reader(sources, complaints);
    yaml::Node const parameters = map.required("parametres");
    for (const auto& [name, node] : parameters.entries()) {
        if (std::any_of(shared.begin(), shared.end(), [&](const auto& s) {
                return s.parameter.name == name;
            }))
            complain(
                complaints,
                parameters.key_place(name),
                "le paramètre " + guillemets(name) + " est déjà dans un autre fichier",
                "N’en garder qu’un, ou changer son nom"
            );
        shared.push_back({reader.read(name, node), sources, parameters.key_place(name)});
    }
}

}  // namespace rules::law
