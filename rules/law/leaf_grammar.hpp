#pragma once
/// \file rules/law/leaf_grammar.hpp
/// One line of a condition: `age moins de 26 ans`, `statut parmi {neet, etudiant}`, `inscrit_ft`. Internal to
/// rules/law.
///
/// champ · champ est v · champ parmi {a, b} · champ moins de v · champ au plus v · champ jusqu'à v inclus ·
/// champ au moins v · champ plus de v. `v`: a number with the field's unit, a date, a declared value, or
/// `$parametre`. Errors: complained of, with advice. Threads: functions of their arguments.

#include "rules/law/condition.hpp"
#include "rules/law/vocabulary.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <optional>
#include <string_view>

namespace rules::law {

/// Whether a parameter exists and has the right unit is not looked at here.
[[nodiscard]] std::optional<Leaf>
parse_leaf(std::string_view line, const yaml::Place&, const Vocabulary&, yaml::Complaints&);

}  // namespace rules::law
