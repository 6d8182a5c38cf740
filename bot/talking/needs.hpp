#pragma once
/// \file bot/talking/needs.hpp
/// What of a turn is counted for the needs of the territories: a theme of a closed list and a département, once a month in a
/// conversation. Not counted: advisers, groups, whatever somebody asks for another, a turn that speaks of danger.
///
/// Threads: pure.

#include "bot/needs/needs.hpp"
#include "bot/talking/turn.hpp"

#include <vector>

namespace bot::talking {

/// Notes in the memory what it returns.
[[nodiscard]] std::vector<needs::Need> needs_in(Turn&, reading::Intent, reading::DangerLevel, reading::Day today);

}  // namespace bot::talking
