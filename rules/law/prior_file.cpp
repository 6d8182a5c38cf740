#include "rules/law/prior_file.hpp"

#include "rules/law/condition_file.hpp"
#include "rules/law/evaluation.hpp"
#include "rules/law/map_reader.hpp"
#include "rules/yaml/number.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

class PriorReader {
  public:
    PriorReader(const Vocabulary& vocabulary, yaml::Complaints& complaints)
        : vocabulary_(vocabulary), complaints_(complaints) {}

    std::vector<Prior> read(FieldId field, const yaml::Node& node) {
        MapReader const map(node, {"hypothese", "source", "cas"}, complaints_);
        if (!map.flag("hypothese") && map.optional_text("source").empty())
            complain(
                complaints_,
                node.place(),
                "des poids sans source",
                "Nommer la source, ou écrire hypothese: oui"
            );
        std::vector<Prior> priors;
        yaml::Node const cases = map.required("cas");
        for (const yaml::Node& one : cases.items()) {
            if (!priors.empty() && !priors.back().when)
                complain(
                    complaints_, one.place(), "ce cas ne sert jamais", "Placer le cas sans condition à la fin"
                );
            MapReader const row(one, {"si", "poids"}, complaints_);
            Prior prior;
            if (auto const when = row.optional("si")) {
                prior.when = read_condition(when, vocabulary_, complaints_);
                if (!prior.when) continue;
                no_parameter(*prior.when, one.place());
            }
            yaml::Node const weights = row.required("poids");
            for (const auto& [value, weight] : weights.entries())
                if (auto share = read_share(field, value, weights.key_place(value), weight))
                    prior.shares.push_back(*share);
            double sum = 0;
            for (const Share& share : prior.shares) sum += share.weight;
            if (sum <= 0)
                complain(complaints_, one.place(), "aucun poids", "Écrire poids: {oui: 30, non: 70}");
            priors.push_back(std::move(prior));
        }
        return priors;
    }

  private:
    void no_parameter(const Condition& when, const yaml::Place& place) {
        for_each_leaf(when, [&](const Condition& leaf) {
            if (!leaf.leaf.parameter.empty())
                complain(complaints_, place, "un paramètre n’a pas de valeur ici", "Écrire la valeur");
        });
    }

    /// "oui", "16", or "16 à 17".
    std::optional<Share> read_share(
        FieldId field, std::string_view text, const yaml::Place& place, const yaml::Node& node
    ) {
        auto const weight = yaml::hundredths(node, complaints_);
        if (!weight) return std::nullopt;
        constexpr std::string_view to = " à ";
        std::size_t const at = text.find(to);
        auto const low = vocabulary_.parse(field, text.substr(0, at));
        auto const high =
            at == std::string_view::npos ? low : vocabulary_.parse(field, text.substr(at + to.size()));
        if (*weight < 0 || !low || !high || *low > *high) {
            complain(
                complaints_,
                place,
                guillemets(text) + " n’est pas une valeur de " + guillemets(vocabulary_.at(field).name),
                "Écrire une valeur, ou deux bornes\u00A0: 16 à 17"
            );
            return std::nullopt;
        }
        return Share{low->raw, high->raw, static_cast<double>(*weight)};
    }

    const Vocabulary& vocabulary_;
    yaml::Complaints& complaints_;
};

}  // namespace

ReadPriors read_priors(const yaml::Node& file, const Vocabulary& vocabulary, yaml::Complaints& complaints) {
    MapReader const map(file, {"familles_secondaires", "champs"}, complaints);
    ReadPriors read;
    read.side_families = map.optional_texts("familles_secondaires");
    std::vector<Field> fields(vocabulary.fields().begin(), vocabulary.fields().end());
    PriorReader reader(vocabulary, complaints);
    yaml::Node const champs = map.required("champs");
    std::vector<std::string> names;
    for (const Field& field : fields) names.push_back(field.name);
    for (const auto& [name, node] : champs.entries()) {
        auto const id = vocabulary.find(name);
        if (!id) {
            complain(
                complaints,
                champs.key_place(name),
                "champ inconnu " + guillemets(name),
                yaml::did_you_mean(name, names)
            );
            continue;
        }
        fields[static_cast<std::size_t>(*id)].priors = reader.read(*id, node);
        read.order.push_back(*id);
    }
    read.vocabulary = Vocabulary(std::move(fields));
    return read;
}

}  // namespace rules::law
