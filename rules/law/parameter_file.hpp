#pragma once
/// \file rules/law/parameter_file.hpp
/// Sources and dated parameters, as measures and parametres/*.yaml write them. Internal to rules/law.

#include "rules/law/catalogue.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <optional>
#include <vector>

namespace rules::law {

[[nodiscard]] std::vector<Source> read_sources(const yaml::Node& map, yaml::Complaints&);
/// `name: {unite, valeurs: {date: [valeur, source]}}`. `sources`: the ids that may be named.
[[nodiscard]] std::vector<Parameter>
read_series(const yaml::Node& map, const std::vector<Source>& sources, yaml::Complaints&);
/// `name: {valeur, unite?, source}`, which holds from `from`.
[[nodiscard]] std::vector<Parameter>
read_constants(const yaml::Node& map, Day from, const std::vector<Source>& sources, yaml::Complaints&);
/// Complains if `id` is none of `sources`.
void known_source(const std::string& id, const yaml::Place&, const std::vector<Source>& sources, yaml::Complaints&);

}  // namespace rules::law
