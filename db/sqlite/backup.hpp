#pragma once
/// \file db/sqlite/backup.hpp
/// Copies of a store: making, checking, bringing back.
///
/// A backup is a folder with `phare.db`, `keys.db` and `manifest.txt`. It holds no master key. The copies are
/// made by VACUUM INTO, so they contain no deleted content, and are marked: a store does not open on them
/// until `accept_restore` has replayed the erasures that came after the backup. keys.db should be kept
/// shorter than phare.db (72 hours against 14 days): without it the rest is noise. Errors: OpenError and its
/// kind, BrokenBackup, std::system_error, SQLite::Exception.

#include "db/sqlite/open.hpp"
#include "db/vault/secret.hpp"

#include <optional>
#include <string>
#include <vector>

namespace db::sqlite {

struct BrokenBackup : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct BackupReport {
    std::filesystem::path folder;
    Counts counts;
    std::int64_t data_keys = 0;
    std::int64_t erasures = 0;          ///< lines of the ledger
    std::int64_t rows_opened = 0;       ///< rows whose seals were verified; needs the master key
    std::int64_t rows_without_key = 0;  ///< erased while the backup was being made, or keys.db is older
    int data_schema = 0, keys_schema = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> problems;  ///< one English sentence each; empty: good
    [[nodiscard]] bool good() const { return problems.empty(); }
};

/// For a stopped service: takes the folder's lock first. \throws SecondInstance if the service runs (ask it
/// instead: Store::backup). `target` must not exist. \returns the report of the check; a bad copy is removed
/// and thrown.
BackupReport backup(const StoreOptions& options, const std::filesystem::path& target, Micros now);

/// Reads everything: checksums, structure, counts and, with the master key, the seal of every row.
[[nodiscard]] BackupReport check_backup(
    const std::filesystem::path& folder, const std::optional<std::filesystem::path>& master_key_file
);

/// Copies a good backup into `folder`, which must hold no store. The result does not open before
/// `accept_restore`.
BackupReport restore(const std::filesystem::path& backup_folder, const std::filesystem::path& folder);

struct AcceptReport {
    std::int64_t ledger_lines = 0;      ///< erasures that the backup did not know
    std::int64_t erased = 0;            ///< conversations of the backup that they removed
    std::int64_t rows_without_key = 0;  ///< rows that nobody can read; removed
};

/// Replays the erasures that came after the backup and opens the way for `open`. May be called again if it
/// failed. \param later_keys a keys.db that is younger than the backup (of the lost store, or of a later
/// backup): its
///                   ledger is what is replayed. Empty: there is none, erasures since the backup are lost.
AcceptReport accept_restore(const StoreOptions& options, const std::filesystem::path& later_keys, Micros now);

namespace detail {
/// Writes and checks a copy from read-only connections of its own. The caller owns the folder's lock.
BackupReport write_backup(
    const StoreOptions& options, const vault::Secret& master, const std::filesystem::path& target, Micros now
);
BackupReport check(const std::filesystem::path& folder, const vault::Secret* master);
}  // namespace detail

}  // namespace db::sqlite
