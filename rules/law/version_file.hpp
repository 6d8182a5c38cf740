#pragma once
/// \file rules/law/version_file.hpp
/// Reads the versions and the examples of a measure. Internal to rules/law.

#include "rules/law/measure_file.hpp"

namespace rules::law {

/// Reads `versions:` into `read`, sorted as written; complains of overlaps, holes, and of parameters that are
/// missing, of another unit, or without a value. Shared parameters that are used are copied into the measure.
void read_versions(const yaml::Node& list, const Vocabulary&, const std::vector<SharedParameter>&, ReadMeasure& read, yaml::Complaints&);
void read_examples(const yaml::Node& list, const Vocabulary&, ReadMeasure& read, yaml::Complaints&);

}  // namespace rules::law
