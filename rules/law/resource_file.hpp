#pragma once
/// \file rules/law/resource_file.hpp
/// Reads ressources.yaml (format: rules/law/README.md). Internal to rules/law.

#include "rules/law/catalogue.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <vector>

namespace rules::law {

[[nodiscard]] std::vector<Resource> read_resources(const yaml::Node& file, yaml::Complaints&);

}  // namespace rules::law
