#pragma once
/// \file bot/service/findings.hpp
/// What `phare doctor` found, written down: a line and a remedy each for a person, or one JSON object for a program:
/// {"ok", "code", "constats": [{"ok", "code", "constat", "faire"}]}, `code` being the exit code.
///
/// Threads: the caller's.

#include "adapters/matrix/doctor.hpp"

#include <filesystem>
#include <iosfwd>
#include <vector>

namespace bot::service {

/// Whether every account of this machine may do something with a file: then it keeps no secret. A file that is not there is none.
[[nodiscard]] bool is_open_to_all(const std::filesystem::path&);

void write_findings(const std::vector<adapters::matrix::Finding>&, std::ostream&);
void write_findings_json(const std::vector<adapters::matrix::Finding>&, std::ostream&);

}  // namespace bot::service
