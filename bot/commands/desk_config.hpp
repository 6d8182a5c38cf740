#pragma once
/// \file bot/commands/desk_config.hpp
/// The block `desk:` of the configuration, and the desk's tools made from it and from the catalogue.
///
/// Threads: the caller's.

#include "bot/commands/config.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/desk/settings.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <memory>
#include <string>
#include <vector>

namespace bot::commands {

/// All but `imports` and `wait_for_sisters`. \param rooms that the bot may enter
[[nodiscard]] Config::Desk read_desk(const rules::yaml::Node&, const std::vector<std::string>& rooms, rules::yaml::Complaints&);

struct DeskLoaded {
    std::shared_ptr<const desk::Tools> tools;  ///< null if there are complaints
    std::vector<std::string> complaints;
};
/// \param channels that this run speaks on
[[nodiscard]] DeskLoaded load_desk(
    const Files&, const Config::Desk&, std::shared_ptr<const wording::Messages>, std::set<std::string> channels
);

}  // namespace bot::commands
