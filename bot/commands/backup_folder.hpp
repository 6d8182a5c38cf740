#pragma once
/// \file bot/commands/backup_folder.hpp
/// The folder that copies are kept in: their names, which are dates, and how many stay. And how a copy is asked for beside the
/// hourly ones: whoever may write into the data folder puts an empty file `backup.request` there; the running service makes a copy
/// and takes the file away, whether it succeeded or not.
///
/// Threads: the caller's. Errors: what cannot be read or removed is passed over and tried again the next time.

#include "bot/message.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace bot::commands {

/// "FOLDER/phare-20261122T070000Z": the first second from `now` on that no copy has.
[[nodiscard]] std::filesystem::path backup_name(const std::filesystem::path& folder, Instant now);
/// Whole copies, oldest first; nothing else in the folder counts, or is ever removed.
[[nodiscard]] std::vector<std::filesystem::path> backups_in(const std::filesystem::path& folder);
/// When the youngest was made; nothing: there is none.
[[nodiscard]] std::optional<Instant> youngest_backup(const std::filesystem::path& folder);
/// Removes what a backup that was killed left. \returns how many
std::size_t remove_half_backups(const std::filesystem::path& folder);
/// Removes the oldest until `keep` (at least one) are left.
void keep_youngest(const std::filesystem::path& folder, int keep);

[[nodiscard]] std::filesystem::path backup_request(const std::filesystem::path& data_folder);

}  // namespace bot::commands
