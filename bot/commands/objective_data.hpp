#pragma once
/// \file bot/commands/objective_data.hpp
/// A folder of figures (objectives.csv, plan.csv, history.csv, observations.csv, delay_history.csv) as what
/// rules/steering evaluates. truth.csv is never opened. Threads: the caller's.

#include "rules/steering/evaluation.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace bot::commands {

/// \returns nothing, and why in `error`, if a file is missing or a line is wrong
[[nodiscard]] std::optional<rules::steering::Steering> read_objective_data(
    const std::filesystem::path& folder, std::string& error
);

}  // namespace bot::commands
