#pragma once
/// \file bot/service/program/surroundings.hpp
/// What the commands share: configuration, knowledge, store and days, as the command line names them.
///
/// French complaints go to standard error. Threads: none of it is shared.

#include "bot/commands/command_line.hpp"
#include "bot/commands/config.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/evaluating/evaluator.hpp"
#include "db/sqlite/open.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot::service::program {

using commands::Arguments;
using commands::Exit;

/// Each on a line of standard error. \returns `code`.
int complain(const std::vector<std::string>& complaints, int code);

/// Catalogue, texts and gazetteer: ../share/phare beside the program, or the sources it was built from.
[[nodiscard]] commands::Files share_files();
/// The folder that was named, or the one that is ours.
[[nodiscard]] std::filesystem::path catalogue_of(const Arguments&);

/// Nothing: complained about, `Exit::to_configure`.
[[nodiscard]] std::optional<commands::Config> config_of(const Arguments&);
/// The same for the commands that are about the homeserver.
[[nodiscard]] std::optional<commands::Config> matrix_config_of(const Arguments&);
/// Nothing: complained about, `Exit::data_refused`.
[[nodiscard]] std::optional<talking::Tools> tools_of(bool young_vous);
/// What a service needs besides, as its configuration says.
struct Learned {
    std::shared_ptr<const desk::Tools> desk;               ///< null: no desk
    std::shared_ptr<const evaluating::Evaluator> evaluator;  ///< null: no API
};
/// Nothing: complained about, `Exit::data_refused`.
[[nodiscard]] std::optional<Learned> learned(const commands::Config&, const talking::Tools&);
/// Log and metrics are told what the store tells.
[[nodiscard]] db::sqlite::StoreOptions store_options(const commands::Config&);

using DayOf = std::function<std::chrono::sys_days(Instant)>;
/// The civil day in Paris, or always the one that is written (2020-11-10). Throws WrongUsage if that is none.
[[nodiscard]] DayOf civil_day(const std::string& written);
/// The day that is written, or today. Throws WrongUsage.
[[nodiscard]] std::chrono::sys_days day_meant(const std::string& written, Instant now);

}  // namespace bot::service::program
