#pragma once
/// \file bot/commands/api_config.hpp
/// The block `api:` of the configuration: where partners' software finds us, and how often it may ask. Values.

#include "bot/commands/listen.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <filesystem>

namespace bot::commands {

struct ApiConfig {
    Listen listen{"127.0.0.1", 9130};
    std::filesystem::path tokens;  ///< empty: `data.folder`/api-tokens.json
    int per_minute = 120;          ///< requests of one token
    int burst = 60;                ///< at once
    std::vector<std::string> proxies{"127.0.0.1", "::1"};  ///< whose X-Forwarded-For is believed, to count bad tokens by address
};

[[nodiscard]] ApiConfig read_api_config(const rules::yaml::Node&, rules::yaml::Complaints&);
/// The file of tokens, where the configuration names none.
[[nodiscard]] std::filesystem::path tokens_file(const ApiConfig&, const std::filesystem::path& data_folder);

/// The block as comments, for `phare config example`.
[[nodiscard]] std::string example_api_config();

}  // namespace bot::commands
