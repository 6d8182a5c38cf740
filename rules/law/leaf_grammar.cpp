#include "rules/law/leaf_grammar.hpp"

#include "rules/law/quantity.hpp"
#include "rules/yaml/complain.hpp"

#include <algorithm>
#include <array>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

struct Operator {
    std::string_view before, after;  // words on each side of the value
    Comparison comparison;
};
constexpr std::array<Operator, 7> operators{{
    {"est", "", Comparison::is},
    {"parmi", "", Comparison::one_of},
    {"moins de", "", Comparison::less},
    {"au plus", "", Comparison::at_most},
    {"jusqu'à", "inclus", Comparison::at_most},
    {"au moins", "", Comparison::at_least},
    {"plus de", "", Comparison::more},
}};

constexpr std::string_view grammar =
    "Écrire\u00A0: champ, champ est v, champ parmi {a, b}, champ moins de v, champ au plus v, "
    "champ jusqu’à v inclus, champ au moins v ou champ plus de v";

/// Single spaces, straight apostrophes.
std::string normalised(std::string_view line) {
    std::string text;
    for (std::size_t i = 0; i < line.size();) {
        std::string_view const rest = line.substr(i);
        if (rest.starts_with("’")) {
            text += '\'';
            i += std::string_view("’").size();
        } else if (rest.starts_with(' ') || rest.starts_with("\u00A0")) {
            if (!text.empty() && text.back() != ' ') text += ' ';
            i += rest.starts_with(' ') ? 1 : 2;
        } else {
            text += rest.front();
            ++i;
        }
    }
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

bool numeric(const Field& field) {
    return field.type == FieldType::integer || field.type == FieldType::number;
}
bool ordered(const Field& field) {
    return numeric(field) || field.type == FieldType::date;
}

class LeafParser {
  public:
    LeafParser(
        std::string_view line,
        const yaml::Place& place,
        const Vocabulary& vocabulary,
        yaml::Complaints& complaints
    )
        : line_(normalised(line)), place_(place), vocabulary_(vocabulary), complaints_(complaints) {}

    std::optional<Leaf> parse() {
        std::size_t const end = line_.find(' ');
        std::string const name = line_.substr(0, end);
        auto const field = vocabulary_.find(name);
        if (!field) return unknown_field(name);
        leaf_.field = *field;
        leaf_.written = line_;
        std::string_view const rest =
            end == std::string::npos ? std::string_view() : std::string_view(line_).substr(end + 1);
        bool const good = rest.empty() ? bare() : compare(rest);
        if (!good) return std::nullopt;
        return std::move(leaf_);
    }

  private:
    [[nodiscard]] const Field& field() const { return vocabulary_.at(leaf_.field); }

    std::optional<Leaf> unknown_field(std::string_view name) {
        std::vector<std::string> names;
        for (const Field& known : vocabulary_.fields()) names.push_back(known.name);
        complain(complaints_, place_, "champ inconnu " + guillemets(name), yaml::did_you_mean(name, names));
        return std::nullopt;
    }

    bool wrong(std::string message, std::string advice) {
        complain(complaints_, place_, std::move(message), std::move(advice));
        return false;
    }

    bool bare() {
        if (field().type != FieldType::boolean)
            return wrong(
                "le champ " + guillemets(field().name) + " n’est pas un oui ou non", std::string(grammar)
            );
        leaf_.comparison = Comparison::is;
        leaf_.values = {of_bool(true)};
        return true;
    }

    bool compare(std::string_view rest) {
        for (const Operator& op : operators) {
            if (!rest.starts_with(op.before)) continue;
            std::string_view value = rest.substr(op.before.size());
            if (!value.starts_with(' ')) continue;
            value.remove_prefix(1);
            if (!op.after.empty()) {
                if (!value.ends_with(op.after))
                    return wrong(
                        "il manque " + guillemets("inclus"),
                        "Écrire\u00A0: " + field().name + " jusqu’à v inclus"
                    );
                value.remove_suffix(op.after.size());
                while (value.ends_with(' ')) value.remove_suffix(1);
            }
            leaf_.comparison = op.comparison;
            return op.comparison == Comparison::one_of ? several(value) : one(value);
        }
        return wrong("comparaison inconnue " + guillemets(rest), std::string(grammar));
    }

    bool several(std::string_view list) {
        if (!list.starts_with('{') || !list.ends_with('}') || list.size() < 3)
            return wrong(
                "la liste de valeurs s’écrit entre accolades",
                "Écrire\u00A0: " + field().name + " parmi {a, b}"
            );
        list = list.substr(1, list.size() - 2);
        while (true) {
            std::size_t const comma = list.find(',');
            std::string_view word = list.substr(0, comma);
            while (word.starts_with(' ')) word.remove_prefix(1);
            while (word.ends_with(' ')) word.remove_suffix(1);
            auto const value = constant(word);
            if (!value) return false;
            if (std::find(leaf_.values.begin(), leaf_.values.end(), *value) != leaf_.values.end())
                return wrong("valeur en double " + guillemets(word), "N’en garder qu’une");
            leaf_.values.push_back(*value);
            if (comma == std::string_view::npos) return true;
            list.remove_prefix(comma + 1);
        }
    }

    bool one(std::string_view text) {
        if (leaf_.comparison != Comparison::is && !ordered(field()))
            return wrong(
                "le champ " + guillemets(field().name) + " n’a pas d’ordre",
                "Écrire\u00A0: " + field().name + " est v, ou " + field().name + " parmi {a, b}"
            );
        if (text.starts_with('$')) {
            if (!numeric(field()))
                return wrong(
                    "un paramètre est un nombre, " + guillemets(field().name) + " n’en est pas un",
                    "Écrire la valeur"
                );
            leaf_.parameter = text.substr(1);
            return true;
        }
        auto const value = constant(text);
        if (!value) return false;
        leaf_.values = {*value};
        return true;
    }

    std::optional<Value> constant(std::string_view text) {
        if (numeric(field())) return number(text);
        auto const value = vocabulary_.parse(leaf_.field, text);
        if (value) return value;
        std::string advice;
        switch (field().type) {
            case FieldType::choice:
                advice = yaml::did_you_mean(text, field().values);
                break;
            case FieldType::boolean:
                advice = "Écrire oui ou non";
                break;
            case FieldType::date:
                advice = "Écrire une date, par exemple 2020-09-01";
                break;
            default:
                advice = "Écrire un code tel que le vocabulaire le borne";
                break;
        }
        complain(
            complaints_,
            place_,
            guillemets(text) + " n’est pas une valeur de " + guillemets(field().name),
            advice
        );
        return std::nullopt;
    }

    std::optional<Value> number(std::string_view text) {
        auto const quantity = parse_quantity(text);
        std::string const unit = field().unit.empty() ? "" : " " + field().unit;
        if (!quantity) {
            complain(
                complaints_,
                place_,
                guillemets(text) + " n’est pas un nombre",
                "Écrire un nombre" + (unit.empty() ? "" : " en" + unit)
            );
            return std::nullopt;
        }
        if (!same_unit(quantity->unit, field().unit)) {
            wrong(
                field().unit.empty() ? "le champ " + guillemets(field().name) +
                                           " n’a pas d’unité, il est écrit " + guillemets(quantity->unit)
                : quantity->unit.empty() ? "il manque l’unité après " + guillemets(text)
                                         : "le champ " + guillemets(field().name) + " est en " +
                                               field().unit + ", pas en " + quantity->unit,
                field().unit.empty() ? "Écrire le nombre seul"
                                     : "Écrire la valeur en " + guillemets(field().unit)
            );
            return std::nullopt;
        }
        if (field().type == FieldType::number) return of_hundredths(quantity->hundredths);
        if (quantity->hundredths % 100 != 0) {
            wrong(
                "le champ " + guillemets(field().name) + " est un nombre entier",
                "Écrire un nombre sans décimales"
            );
            return std::nullopt;
        }
        return of_int(quantity->hundredths / 100);
    }

    std::string line_;
    const yaml::Place& place_;
    const Vocabulary& vocabulary_;
    yaml::Complaints& complaints_;
    Leaf leaf_;
};

}  // namespace

std::optional<Leaf> parse_leaf(
    std::string_view line,
    const yaml::Place& place,
    const Vocabulary& vocabulary,
    yaml::Complaints& complaints
) {
    return LeafParser(line, place, vocabulary, complaints).parse();
}

}  // namespace rules::law
