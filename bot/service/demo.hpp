#pragma once
/// \file bot/service/demo.hpp
/// `phare demo --out DIR`: plays the story of fourteen months and leaves what it produced: mails, timelines, charts, figures.
///
/// Needs no network and sends nothing. Threads: the caller's. Errors: what the store throws; std::filesystem::filesystem_error.

#include "bot/commands/knowledge.hpp"

#include <filesystem>
#include <iosfwd>

namespace bot::service {

/// \param out made if missing; what an earlier demonstration left in it goes, nothing else.
/// \returns the exit code: 0; 4 if the objectives cannot be read
int demo(const commands::Files&, talking::Tools, const std::filesystem::path& out, std::ostream& told, std::ostream& complaints);

}  // namespace bot::service
