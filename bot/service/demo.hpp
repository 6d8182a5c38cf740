#pragma once
/// \file bot/service/demo.hpp
/// `phare demo --out DIR`: plays the story of fourteen months and leaves what it produced: mails, timelines, charts, figures.
///
/// Needs no network and sends nothing. Threads: the caller's. Errors: what the store throws; std::filesystem::filesystem_error.

#include "bot/commands/config.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/desk/settings.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>

namespace bot::service {

/// \param out made if missing; what an earlier demonstration left in it goes, nothing else.
/// \param step_by_step told a step at a time, each explained; asked before each but the first whether to go on. Empty: not told
/// \returns the exit code: 0; 4 if the objectives cannot be read
int demo(const commands::Files&, talking::Tools, const std::filesystem::path& out, std::ostream& told, std::ostream& complaints, const std::function<bool()>& step_by_step = {});

/// Makes a configuration that tries the page (commands::config_to_try_the_page) show the bureau's page of a story too, from the folder
/// donnees that `demo` left. Its mails, sign-in links among them, become files of `courrier` there. \returns the day that it is
[[nodiscard]] std::chrono::sys_days show_story(commands::Config&);
/// The desk with the story's objectives alone.
[[nodiscard]] std::shared_ptr<const desk::Tools> only_story(const desk::Tools&);

}  // namespace bot::service
