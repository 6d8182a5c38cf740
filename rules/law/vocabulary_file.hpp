#pragma once
/// \file rules/law/vocabulary_file.hpp
/// Reads vocabulaire.yaml (format: rules/law/README.md). Internal to rules/law.

#include "rules/law/vocabulary.hpp"
#include "rules/yaml/strict_yaml.hpp"

namespace rules::law {

[[nodiscard]] Vocabulary read_vocabulary(const yaml::Node& file, yaml::Complaints&);

}  // namespace rules::law
