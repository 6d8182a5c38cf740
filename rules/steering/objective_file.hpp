#pragma once
/// \file rules/steering/objective_file.hpp
/// Reads `rules/catalogue/objectifs/*.yaml`: strict, every fault with its place and what to write instead.
///
/// A file is `objectifs:` and a list. Keys are French (README.md of this folder shows one). Threads: functions of
/// their arguments; the folder is opened only here.

#include "rules/steering/objective.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace rules::steering {

struct LoadedObjectives {
    std::vector<Objective> objectives;
    yaml::Complaints complaints;
    [[nodiscard]] bool ok() const { return complaints.empty(); }
};

/// All `*.yaml` directly in the folder, in alphabetical order, and the checks over all of them.
/// \param fictitious the folder holds examples: each must say `fictif: oui`, and elsewhere none may
[[nodiscard]] LoadedObjectives load_objectives(const std::filesystem::path& folder, bool fictitious = false);
/// Targets that the bureau gives to objectives of the catalogue, from a folder of its own that an update leaves alone:
/// files of `cibles:`, each with `objectif` and what a version has (depuis, acte, cible, trajectoire …). A target is a
/// new version; one of the same day as a version of the catalogue is refused.
/// \returns what is wrong; the objectives are then unchanged
[[nodiscard]] yaml::Complaints add_targets(std::vector<Objective>&, const std::filesystem::path& folder);
[[nodiscard]] yaml::Complaints read_targets(std::vector<Objective>&, std::string_view text, std::string_view shown_as);

/// One text; checks over all of its objectives.
[[nodiscard]] LoadedObjectives read_objectives(std::string_view text, std::string_view shown_as, bool fictitious = false);

}  // namespace rules::steering
