#pragma once
/// \file bot/commands/config_values.hpp
/// Values of the configuration file, each with its complaint: durations, sizes, numbers, ports, texts, addresses to listen at.
///
/// Pure but for `secret_into`, which looks at the environment and for files. Inside bot/commands only.

#include "bot/commands/listen.hpp"
#include "rules/yaml/complain.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::commands {

namespace yaml = rules::yaml;

/// A group of keys, of these alone: `data: /var/lib/phare` is a mistake, not a block without a folder.
void these_keys(const yaml::Node&, std::initializer_list<std::string_view> known, yaml::Complaints&);
/// A whole number with ms, s, min or h.
std::optional<std::chrono::milliseconds> duration(const yaml::Node&, yaml::Complaints&);
/// A whole number with MiB or GiB.
std::optional<std::uint64_t> bytes(const yaml::Node&, yaml::Complaints&);
std::optional<int> within(const yaml::Node&, int least, int most, yaml::Complaints&);
void port(const yaml::Node&, std::uint16_t& into, yaml::Complaints&);
/// Leaves `into` alone where nothing stands.
void text_into(const yaml::Node&, std::string& into, yaml::Complaints&);
void needed(const yaml::Node& map, std::string_view key, std::string& into, yaml::Complaints&);
/// The path of a file that holds a secret. `credential:NAME` is what systemd hands to the service: $CREDENTIALS_DIRECTORY/NAME, or
/// secrets_NAME there (LoadCredential=secrets:FOLDER); without that variable, for commands by hand, /etc/phare/secrets/NAME.
void secret_into(const yaml::Node&, std::filesystem::path& into, yaml::Complaints&);
/// Where something is kept: a whole path, because a service has no folder of its own to start from.
void folder_into(const yaml::Node&, std::filesystem::path& into, yaml::Complaints&);
/// `address`: numbers, as 127.0.0.1 or ::1.
void listen(const yaml::Node&, Listen& into, yaml::Complaints&);
/// Each of the list must be an address or a network ("10.1.0.0/16", "fd00::/8"), and not all the world.
std::vector<std::string> networks(const yaml::Node& list, yaml::Complaints&);

}  // namespace bot::commands
