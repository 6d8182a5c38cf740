#pragma once
/// \file rules/law/condition_file.hpp
/// Reads a condition tree (format: rules/law/README.md). Internal to rules/law.

#include "rules/law/condition.hpp"
#include "rules/law/vocabulary.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <optional>

namespace rules::law {

[[nodiscard]] std::optional<Condition>
read_condition(const yaml::Node&, const Vocabulary&, yaml::Complaints&);

}  // namespace rules::law
