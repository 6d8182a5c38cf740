#pragma once
/// \file rules/law/measure_file.hpp
/// Reads mesures/<id>.yaml and parametres/*.yaml (format: rules/law/README.md). Internal to rules/law.
///
/// Everything that one file can get wrong alone is complained of here; what takes the whole catalogue, or an
/// evaluation, is checked afterwards (catalogue_checks.hpp).

#include "rules/law/catalogue.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rules::law {

/// A dated index that any measure may use (SMIC …), with the sources of its file.
struct SharedParameter {
    Parameter parameter;
    std::vector<Source> sources;
    yaml::Place place;
};

/// A measure and where its parts stand, for the checks that follow.
struct ReadMeasure {
    Measure measure;
    std::vector<yaml::Place> version_places, example_places, amount_places;  // amount_places: one a version
    std::vector<std::pair<std::string, yaml::Place>> other_measures;         // remplace, non_cumulable_avec
    std::vector<std::pair<std::string, yaml::Place>> link_places;            // lien_expire_le, by source
    bool whole = false;  ///< no complaint so far: it can be evaluated
};

/// Appends the parameters of one file to `shared`; a name that is already there is complained of.
void read_shared_parameters(const yaml::Node& file, std::vector<SharedParameter>& shared, yaml::Complaints&);

[[nodiscard]] ReadMeasure
read_measure(const yaml::Node& file, std::string_view id, const Vocabulary&, const std::vector<SharedParameter>&, yaml::Complaints&);

}  // namespace rules::law
