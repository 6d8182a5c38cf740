#pragma once
/// \file bot/commands/check.hpp
/// `phare check`: a folder of the catalogue read as the service reads it, measures with their examples, objectives, layouts of files.
///
/// As lines for a person, or as one JSON object for a program: {"ok", "dossier", "mesures_verifiees", "brouillons", "exemples",
/// "objectifs", "objectifs_sans_cible", "empreinte", "fautes": [{"fichier", "ligne", "colonne", "message", "conseil"}]}; of what has
/// faults the counts are null. Threads: the caller's.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iosfwd>

namespace bot::commands {

enum class CheckForm : std::uint8_t { lines, json };

/// JSON goes to `out` whole, faults in it; lines of faults go to `messages`. \returns whether there is no fault
[[nodiscard]] bool check_catalogue(const std::filesystem::path& folder, std::chrono::sys_days today, CheckForm, std::ostream& out, std::ostream& messages);

}  // namespace bot::commands
