#pragma once
/// \file rules/steering/objective_checks.hpp
/// What must hold of objectives, one by one and together. Internal to rules/steering.
/// Threads: functions of their arguments.

#include "rules/steering/objective.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <span>

namespace rules::steering {

/// \param places of the objectives, in the same order
void check_objectives(
    std::span<const Objective>, std::span<const yaml::Place> places, bool fictitious, yaml::Complaints&
);

}  // namespace rules::steering
