#include "rules/law/vocabulary_file.hpp"

#include "rules/law/map_reader.hpp"
#include "rules/yaml/number.hpp"

#include <algorithm>

namespace rules::law {
namespace {

using yaml::complain;
using yaml::guillemets;

bool identifier(std::string_view name) {
    return !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

class FieldReader {
  public:
    FieldReader(const std::string& name, const yaml::Node& node, yaml::Complaints& complaints)
        : map_(
              node,
              {"type",
               "unite",
               "valeurs",
               "libelles",
               "bornes",
               "sensible",
               "repondu_par",
               "evolue",
               "vers",
               "derive",
               "question",
               "parce_que"},
              complaints
          ),
          complaints_(complaints) {
        field_.name = name;
    }

    Field read(const yaml::Place& key_place) {
        if (!identifier(field_.name))
            complain(
                complaints_,
                key_place,
                "nom de champ mal formé " + guillemets(field_.name),
                "Minuscules sans accent, chiffres et _, par exemple inscrit_ft"
            );
        using enum FieldType;
        if (auto const type = map_.required("type"))
            field_.type = map_.word<FieldType>(
                                  type,
                                  {{"oui_non", boolean},
                                   {"entier", integer},
                                   {"nombre", number},
                                   {"choix", choice},
                                   {"date", date},
                                   {"code", code}}
            ).value_or(boolean);
        field_.unit = map_.optional_text("unite");
        read_values();
        read_bounds();
        field_.sensitivity = map_.number("sensible", 0, 3, 0);
        read_answerers();
        read_change();
        read_towards();
        auto question = map_.registers("question");
        auto because = map_.registers("parce_que");
        field_.question_tu = std::move(question.tu);
        field_.question_vous = std::move(question.vous);
        field_.because_tu = std::move(because.tu);
        field_.because_vous = std::move(because.vous);
        somebody_answers(key_place);
        return std::move(field_);
    }

  private:
    void read_values() {
        bool const is_choice = field_.type == FieldType::choice;
        if (is_choice != map_.has("valeurs"))
            complain(
                complaints_,
                map_.node().place(),
                is_choice ? "un choix a des valeurs" : "seul un choix a des valeurs",
                is_choice ? "Ajouter valeurs: [a, b]" : "Supprimer valeurs, ou écrire type: choix"
            );
        if (!is_choice) return;
        field_.values = map_.optional_texts("valeurs");
        for (std::size_t i = 0; i < field_.values.size(); ++i) {
            const std::string& value = field_.values[i];
            if (std::count(field_.values.begin(), field_.values.end(), value) > 1)
                complain(
                    complaints_,
                    map_.key_place("valeurs"),
                    "valeur en double " + guillemets(value),
                    "N’en garder qu’une"
                );
            field_.labels.push_back(value);
            std::replace(field_.labels.back().begin(), field_.labels.back().end(), '_', ' ');
        }
        yaml::Node const labels = map_.optional("libelles");
        for (const auto& [value, label] : labels.entries()) {
            auto const at = std::find(field_.values.begin(), field_.values.end(), value);
            if (at == field_.values.end()) {
                complain(
                    complaints_,
                    labels.key_place(value),
                    "valeur inconnue " + guillemets(value),
                    yaml::did_you_mean(value, field_.values)
                );
            } else if (auto text = yaml::text(label, complaints_)) {
                field_.labels[static_cast<std::size_t>(at - field_.values.begin())] = std::move(*text);
            }
        }
    }

    void read_bounds() {
        using namespace std::chrono;
        switch (field_.type) {
            case FieldType::boolean:
                field_.high = 1;
                break;
            case FieldType::choice:
                field_.high = static_cast<std::int64_t>(field_.values.size()) - 1;
                break;
            case FieldType::date:
                field_.low = of_day(sys_days(year(1900) / January / 1)).raw;
                field_.high = of_day(sys_days(year(2100) / December / 31)).raw;
                break;
            case FieldType::code:
                field_.low = 1;
                field_.high = 8;
                break;
            case FieldType::integer:
            case FieldType::number:
                break;
        }
        bool const numeric = field_.type == FieldType::integer || field_.type == FieldType::number;
        yaml::Node const bounds = numeric ? map_.required("bornes") : map_.optional("bornes");
        if (!bounds) return;
        bool const bounded = numeric || field_.type == FieldType::date || field_.type == FieldType::code;
        if (!bounded || bounds.items().size() != 2) {
            complain(
                complaints_,
                bounds.place(),
                bounded ? "les bornes sont deux valeurs" : "ce type n’a pas de bornes",
                bounded ? "Écrire bornes: [plus petite, plus grande]" : "Supprimer bornes"
            );
            return;
        }
        auto const low = bound(bounds.items()[0]);
        auto const high = bound(bounds.items()[1]);
        if (!low || !high) return;
        if (*low > *high)
            complain(complaints_, bounds.place(), "bornes à l’envers", "La plus petite d’abord");
        field_.low = *low;
        field_.high = *high;
    }

    std::optional<std::int64_t> bound(const yaml::Node& node) {
        if (field_.type == FieldType::number) return yaml::hundredths(node, complaints_);
        if (field_.type != FieldType::date) return yaml::integer(node, complaints_);
        auto const day = yaml::day(node, complaints_);
        if (!day) return std::nullopt;
        return of_day(*day).raw;
    }

    void read_answerers() {
        yaml::Node const node = map_.optional("repondu_par");
        auto const one = [&](const yaml::Node& name) {
            auto const who = map_.word<Answerer>(
                name,
                {{"jeune", Answerer::jeune},
                 {"conseiller", Answerer::conseiller},
                 {"employeur", Answerer::employeur},
                 {"adresse", Answerer::adresse}}
            );
            if (who) field_.answered_by.push_back(*who);
        };
        if (node.kind() == yaml::Node::Kind::scalar) one(node);
        for (const yaml::Node& name : node.items()) one(name);
    }

    void read_change() {
        using enum Evolution;
        if (auto const node = map_.optional("evolue"))
            field_.evolution = map_.word<Evolution>(
                                       node,
                                       {{"jamais", jamais},
                                        {"temps", temps},
                                        {"demarche", demarche},
                                        {"demenagement", demenagement},
                                        {"employeur", employeur}}
            ).value_or(jamais);
        using enum Derivation;
        if (auto const node = map_.optional("derive"))
            field_.derivation = map_.word<Derivation>(
                                        node,
                                        {{"age_de_date_naissance", age_from_birth_date},
                                         {"departement_de_commune", departement_from_commune},
                                         {"region_de_departement", region_from_departement},
                                         {"zrr_frr_de_commune", zrr_frr_from_commune},
                                         {"secteur_d_employeur_type", sector_from_employer},
                                         {"date_d_evaluation", day_of_evaluation}}
            ).value_or(none);
    }

    /// `vers: croissant`, or the values that may be proposed.
    void read_towards() {
        yaml::Node const node = map_.optional("vers");
        if (!node) {
            if (field_.type == FieldType::boolean) field_.towards = {of_bool(true)};
            return;
        }
        bool const ordered = field_.type != FieldType::boolean && field_.type != FieldType::code;
        if (node.kind() == yaml::Node::Kind::scalar && node.scalar() == "croissant" && ordered) {
            field_.only_up = true;
            return;
        }
        field_.towards.emplace();
        Vocabulary const alone({field_});
        for (const yaml::Node& value : node.items()) {
            auto const parsed = alone.parse(FieldId{0}, value.scalar());
            if (parsed)
                field_.towards->push_back(*parsed);
            else
                complain(
                    complaints_,
                    value.place(),
                    guillemets(value.scalar()) + " n’est pas une valeur de " + guillemets(field_.name),
                    "Écrire des valeurs du champ"
                );
        }
        if (node.kind() != yaml::Node::Kind::list)
            complain(
                complaints_,
                node.place(),
                "vers est une liste de valeurs, ou croissant",
                "Écrire vers: [oui], ou vers: croissant"
            );
    }

    /// A fact that nobody can give would leave every measure that needs it undecided for ever.
    void somebody_answers(const yaml::Place& key_place) {
        bool const somebody_else =
            std::any_of(field_.answered_by.begin(), field_.answered_by.end(), [](Answerer who) {
                return who != Answerer::jeune;
            });
        if (!field_.question_tu.empty() || somebody_else || field_.derivation != Derivation::none) return;
        complain(
            complaints_,
            key_place,
            "personne ne peut répondre à " + guillemets(field_.name),
            "Ajouter question: {tu: …, vous: …}, ou repondu_par: [conseiller]"
        );
    }

    MapReader map_;
    yaml::Complaints& complaints_;
    Field field_;
};

/// What a derived field is computed from must be there, with the type that the computation expects.
void check_derivations(const Vocabulary& vocabulary, const yaml::Node& fields, yaml::Complaints& complaints) {
    for (const Field& field : vocabulary.fields()) {
        std::string_view base;
        FieldType base_type = FieldType::code, own_type = FieldType::code;
        switch (field.derivation) {
            case Derivation::none:
                continue;
            case Derivation::age_from_birth_date:
                base = "date_naissance";
                base_type = FieldType::date;
                own_type = FieldType::integer;
                break;
            case Derivation::departement_from_commune:
                base = "commune";
                break;
            case Derivation::region_from_departement:
                base = "departement";
                break;
            case Derivation::zrr_frr_from_commune:
                base = "commune";
                own_type = FieldType::boolean;
                break;
            case Derivation::sector_from_employer:
                base = "employeur_type";
                base_type = own_type = FieldType::choice;
                break;
            case Derivation::day_of_evaluation:  // from nothing but a day
                base = field.name;
                base_type = own_type = FieldType::date;
                break;
        }
        auto const found = vocabulary.find(base);
        if (!found || vocabulary.at(*found).type != base_type || field.type != own_type)
            complain(
                complaints,
                fields.key_place(field.name),
                guillemets(field.name) + " ne peut pas être déduit de " + guillemets(base),
                "Déclarer " + std::string(base) + ", et vérifier le type des deux champs"
            );
    }
}

}  // namespace

Vocabulary read_vocabulary(const yaml::Node& file, yaml::Complaints& complaints) {
    MapReader const top(file, {"champs"}, complaints);
    yaml::Node const fields = top.required("champs");
    std::vector<Field> read;
    for (const auto& [name, node] : fields.entries())
        read.push_back(FieldReader(name, node, complaints).read(fields.key_place(name)));
    if (read.empty()) complain(complaints, file.place(), "aucun champ", "Écrire champs: {age: …}");
    Vocabulary vocabulary(std::move(read));
    check_derivations(vocabulary, fields, complaints);
    return vocabulary;
}

}  // namespace rules::law
