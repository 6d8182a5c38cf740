#pragma once
/// \file rules/law/relation_checks.hpp
/// What takes more than one measure, or the date of today, to see. Internal to rules/law.
/// Threads: functions of their arguments.

#include "rules/law/measure_file.hpp"

#include <optional>
#include <vector>

namespace rules::law {

/// Whether, on `day`, everybody who has a right to the first version has one to the second, what is to be
/// verified being free (the same text the same truth). \returns nothing if there are too many cases to tell.
[[nodiscard]] std::optional<bool> contained(
    const Vocabulary&, const Measure&, const Version&, const Measure& in, const Version& in_version, Day day
);

/// Complains of a measure that lies wholly within one with which it may not be combined: nobody could have
/// it alone.
void check_containment(const std::vector<ReadMeasure>&, const Vocabulary&, yaml::Complaints&);

/// Complains of links that had expired when the measure was verified, or have by `today`.
void check_links(const ReadMeasure&, std::optional<Day> today, yaml::Complaints&);
/// The same of the sources of shared parameters, each once.
void check_links(const std::vector<SharedParameter>&, std::optional<Day> today, yaml::Complaints&);

}  // namespace rules::law
