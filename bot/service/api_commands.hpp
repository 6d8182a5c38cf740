#pragma once
/// \file bot/service/api_commands.hpp
/// `phare token …` and the doctor's line on the API. All of it works beside a running service, which sees the change at
/// the next request.
///
/// \returns the exit code. French. Throws std::system_error if the file cannot be written.

#include "adapters/matrix/doctor.hpp"
#include "bot/commands/config.hpp"

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace bot::service {

/// The token goes to `out`, once and alone on its line; what to know about it to `messages`.
int token_create(
    const std::filesystem::path& file,
    const std::string& name,
    const std::vector<std::string>& scopes,
    std::chrono::sys_days today,
    std::ostream& out,
    std::ostream& messages
);
int token_list(const std::filesystem::path& file, std::ostream& out, std::ostream& messages);
int token_revoke(const std::filesystem::path& file, const std::string& id, std::ostream& out, std::ostream& messages);

/// \pre config.api
[[nodiscard]] adapters::matrix::Finding examine_api(const commands::Config& config);

}  // namespace bot::service
