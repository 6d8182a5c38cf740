#pragma once
/// \file bot/commands/paris.hpp
/// The civil day in Europe/Paris, which is what a birthday, a deadline and an opening hour mean.

#include <chrono>

namespace bot::commands {

/// \param at UTC. Zone data: the system's tzdata. Throws std::runtime_error if it is missing.
[[nodiscard]] std::chrono::sys_days day_in_paris(std::chrono::sys_seconds at);

}  // namespace bot::commands
