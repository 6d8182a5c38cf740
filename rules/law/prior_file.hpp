#pragma once
/// \file rules/law/prior_file.hpp
/// Reads a_priori.yaml (format: rules/law/README.md): how common facts are taken to be. Internal to
/// rules/law.

#include "rules/law/vocabulary.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <string>
#include <vector>

namespace rules::law {

struct ReadPriors {
    Vocabulary vocabulary;       ///< the same, with priors
    std::vector<FieldId> order;  ///< as the file names them
    std::vector<std::string> side_families;
};

[[nodiscard]] ReadPriors read_priors(const yaml::Node& file, const Vocabulary&, yaml::Complaints&);

}  // namespace rules::law
