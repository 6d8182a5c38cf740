#pragma once
/// \file bot/commands/config_doors.hpp
/// Two doors of ours at one address: the second could not be opened. Pure. Inside bot/commands only.

#include "bot/commands/config.hpp"
#include "rules/yaml/strict_yaml.hpp"

namespace bot::commands {

/// \param root of the file that `config` was read from: complaints name the place of the second door
void refuse_shared_doors(const rules::yaml::Node& root, const Config& config, rules::yaml::Complaints&);

}  // namespace bot::commands
