#pragma once
/// \file rules/law/vocabulary.hpp
/// The only names that a measure, a conversation or a file may use for what is known of a person
/// (rules/catalogue/vocabulaire.yaml; names from reference facts.md).
///
/// Threads: immutable after loading; share freely.

#include "rules/law/condition.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rules::law {

enum class FieldType : std::uint8_t { boolean, integer, number, choice, date, code };

/// Who can settle a field.
enum class Answerer : std::uint8_t { jeune, conseiller, employeur, adresse };

/// How a value can change, for what-if answers: time only forward; steps the person can take; a move; an
/// employer's doing; or never to be proposed.
enum class Evolution : std::uint8_t { jamais, temps, demarche, demenagement, employeur };

/// How the field is computed from others when it is not given.
enum class Derivation : std::uint8_t {
    none,
    age_from_birth_date,
    departement_from_commune,
    region_from_departement,
    zrr_frr_from_commune,
    sector_from_employer,  ///< marchand or non_marchand, where the kind of employer says it
    day_of_evaluation      ///< a date that is given only when it differs
};
/// A derived fact is only what is usual: a given one may say otherwise without contradicting.
[[nodiscard]] constexpr bool only_usual(Derivation d) {
    return d == Derivation::sector_from_employer || d == Derivation::day_of_evaluation;
}

/// A share of a field's values: an interval of raw values, or one.
struct Share {
    std::int64_t low = 0, high = 0;  ///< inclusive
    double weight = 0;               ///< relative to the other shares of the same list
};

/// How common the values of a field are taken to be among those of whom `when` is true (a_priori.yaml). It
/// orders questions and draws simulated persons; it never decides anything.
struct Prior {
    std::optional<Condition> when;  ///< nothing: everybody else
    std::vector<Share> shares;
};

struct Field {
    std::string name;
    FieldType type = FieldType::boolean;
    std::string unit;                 ///< "ans", "mois", "€/mois", …; empty: none
    std::vector<std::string> values;  ///< choice: the declared values, in order
    std::vector<std::string> labels;  ///< choice: how each is shown ("CAP ou BEP"); same length as values
    std::int64_t low = 0, high = 0;   ///< inclusive bounds, in raw form
    int sensitivity = 0;              ///< 0 harmless … 3 special category: offered, never asked
    std::vector<Answerer> answered_by;
    Evolution evolution = Evolution::jamais;
    Derivation derivation = Derivation::none;
    /// The values that a what-if may propose; nothing: any. Of a yes-or-no: yes, unless the file says.
    std::optional<std::vector<Value>> towards;
    bool only_up = false;                    ///< a what-if may only propose a higher value
    std::vector<Prior> priors;               ///< the first that holds counts; none: all values alike
    std::string question_tu, question_vous;  ///< empty: never asked
    std::string because_tu, because_vous;    ///< why it is asked, one short sentence; may be empty
    /// Grows by itself, one a month or one a year.
    [[nodiscard]] bool clock() const {
        return evolution == Evolution::temps && type == FieldType::integer &&
               (unit == "mois" || unit == "ans");
    }
    [[nodiscard]] bool askable() const { return !question_tu.empty() && sensitivity < 3; }
};

class Vocabulary {
  public:
    [[nodiscard]] std::optional<FieldId> find(std::string_view name) const;
    [[nodiscard]] const Field& at(FieldId) const;
    [[nodiscard]] std::span<const Field> fields() const { return fields_; }

    /// Reads a value as files and messages write it ("19", "oui", "cap_bep", "2007-03-11", "76540", "1
    /// 234,56"). \returns nothing if it is no value of the field or outside its bounds.
    [[nodiscard]] std::optional<Value> parse(FieldId, std::string_view text) const;
    /// The same form back: parse(text(v)) == v.
    [[nodiscard]] std::string text(FieldId, Value) const;

    /// Used by the loader.
    explicit Vocabulary(std::vector<Field> fields);
    Vocabulary() = default;

  private:
    std::vector<Field> fields_;
    std::vector<std::uint16_t> by_name_;  // indices sorted by name
};

}  // namespace rules::law
