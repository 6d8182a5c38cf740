#include "rules/law/condition_file.hpp"

#include "rules/law/leaf_grammar.hpp"
#include "rules/law/map_reader.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

class ConditionReader {
  public:
    ConditionReader(const Vocabulary& vocabulary, yaml::Complaints& complaints)
        : vocabulary_(vocabulary), complaints_(complaints) {}

    std::optional<Condition> read(const yaml::Node& node) const {
        Condition condition;
        condition.line = node.place().line;
        condition.column = node.place().column;
        if (node.kind() == yaml::Node::Kind::scalar) {
            auto leaf = parse_leaf(node.scalar(), node.place(), vocabulary_, complaints_);
            if (!leaf) return std::nullopt;
            condition.kind = Condition::Kind::leaf;
            condition.leaf = std::move(*leaf);
            return condition;
        }
        if (node.entries().size() == 2 && node["a_verifier"] && node["constat"])
            return verified_by(std::move(condition), node);
        if (node.entries().size() != 1) {
            complain(
                complaints_,
                node.place(),
                "une condition est une ligne, ou un groupe d’une seule clé",
                "Écrire toutes, une, non, au_moins ou a_verifier\u00A0; pour plusieurs conditions, toutes: "
                "puis une par tiret"
            );
            return std::nullopt;
        }
        const auto& [key, value] = node.entries().front();
        if (key == "toutes") return with_parts(std::move(condition), Condition::Kind::all, value);
        if (key == "une") return with_parts(std::move(condition), Condition::Kind::any, value);
        if (key == "non") return negation(std::move(condition), value);
        if (key == "au_moins") return counted(std::move(condition), value);
        if (key == "a_verifier") {
            auto text = yaml::text(value, complaints_);
            if (!text) return std::nullopt;
            condition.kind = Condition::Kind::to_verify;
            condition.to_verify = std::move(*text);
            return condition;
        }
        complain(
            complaints_,
            node.key_place(key),
            "connecteur inconnu " + guillemets(key),
            key == "constat" ? "Écrire au-dessus a_verifier, que le constat dispense de vérifier"
                             : yaml::did_you_mean(key, {"toutes", "une", "non", "au_moins", "a_verifier"})
        );
        return std::nullopt;
    }

  private:
    std::optional<Condition> verified_by(Condition condition, const yaml::Node& node) const {
        condition.kind = Condition::Kind::to_verify;
        auto text = yaml::text(node["a_verifier"], complaints_);
        auto finding = read(node["constat"]);
        if (!text || !finding) return std::nullopt;
        if (has_to_verify(*finding)) {
            complain(
                complaints_,
                node["constat"].place(),
                "un constat ne contient pas a_verifier",
                "N’y écrire que des faits\u00A0: ce qui reste à vérifier est déjà dit au-dessus"
            );
            return std::nullopt;
        }
        condition.to_verify = std::move(*text);
        condition.parts.push_back(std::move(*finding));
        return condition;
    }

    static bool has_to_verify(const Condition& condition) {
        return condition.kind == Condition::Kind::to_verify ||
               std::any_of(condition.parts.begin(), condition.parts.end(), has_to_verify);
    }

    std::optional<Condition> with_parts(Condition condition, Condition::Kind kind, const yaml::Node& list)
        const {
        condition.kind = kind;
        if (list.items().empty()) {
            complain(
                complaints_, list.place(), "une liste de conditions est attendue", "Une condition par tiret"
            );
            return std::nullopt;
        }
        bool whole = true;
        for (const yaml::Node& item : list.items()) {
            auto part = read(item);
            if (part)
                condition.parts.push_back(std::move(*part));
            else
                whole = false;
        }
        if (!whole) return std::nullopt;
        return condition;
    }

    std::optional<Condition> negation(Condition condition, const yaml::Node& value) const {
        auto part = read(value);
        if (!part) return std::nullopt;
        condition.kind = Condition::Kind::not_;
        condition.parts.push_back(std::move(*part));
        return condition;
    }

    std::optional<Condition> counted(Condition condition, const yaml::Node& value) const {
        MapReader const map(value, {"nombre", "parmi"}, complaints_);
        yaml::Node const count = map.required("nombre");
        yaml::Node const list = map.required("parmi");
        if (!count || !list) return std::nullopt;
        auto const number = yaml::integer(count, complaints_);
        auto whole = with_parts(std::move(condition), Condition::Kind::at_least, list);
        if (!number || !whole) return std::nullopt;
        auto const parts = static_cast<std::int64_t>(whole->parts.size());
        if (*number < 2 || *number >= parts) {
            complain(
                complaints_,
                count.place(),
                "au_moins " + std::to_string(*number) + " parmi " + std::to_string(parts),
                *number == 1       ? "Écrire une: […]"
                : *number == parts ? "Écrire toutes: […]"
                                   : "Écrire un nombre entre 2 et le nombre de conditions moins une"
            );
            return std::nullopt;
        }
        whole->count = static_cast<int>(*number);
        return whole;
    }

    const Vocabulary& vocabulary_;
    yaml::Complaints& complaints_;
};

}  // namespace

std::optional<Condition> read_condition(
    const yaml::Node& node, const Vocabulary& vocabulary, yaml::Complaints& complaints
) {
    return ConditionReader(vocabulary, complaints).read(node);
}

}  // namespace rules::law
