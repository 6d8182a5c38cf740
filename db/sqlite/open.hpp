#pragma once
/// \file db/sqlite/open.hpp
/// The store on SQLite: a folder with `phare.db` (inbox, outbox, conversations, audit), `keys.db` (keys and
/// ledger of erasures), their logs, `lock`, `ballast`, and, unless it is elsewhere, `master.key`.
///
/// No other program may open these files while the store is open (not even `sqlite3`): see connection.hpp.
/// Source: SQLite's "How to corrupt an SQLite database file", §2; reference/reliability.md §3.2, §3.3.

#include "db/errors.hpp"
#include "db/store.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace db::sqlite {

/// Something that a metric or an alarm wants to know. No event names a conversation.
struct StoreEvent {
    enum class Kind : std::uint8_t {
        batch,           ///< committed: `number` units in `micros`
        disk_full,       ///< SQLite found no room; intake is refused until there is
        intake_refused,  ///< below the floor: `number` bytes free
        intake_resumed,
        ballast_dropped,
        ballast_restored,
        broken_seal,        ///< a row was set aside: it does not open; `number` is 1
        corrupt,            ///< SQLite says that a file is damaged: restore a backup
        io_error,           ///< `number`: SQLite's extended code
        checkpoint_failed,  ///< `number`: SQLite's extended code
        fsync_failed        ///< the process ends right after: what the disk holds is unknown
    };
    Kind kind = Kind::batch;
    std::int64_t number = 0;
    std::int64_t micros = 0;
};

struct StoreOptions {
    StoreOptions() = default;

    std::filesystem::path folder;           ///< made (0700) if missing
    std::filesystem::path master_key_file;  ///< empty: folder/master.key; made (0600) with a new store only
    std::string sender;                     ///< mixed into outbox keys: our identity at the peer

    std::uint64_t floor_bytes = std::uint64_t{512} << 20;   ///< less free: intake is refused
    std::uint64_t ballast_bytes = std::uint64_t{64} << 20;  ///< given up when the disk is full; 0: none
    std::function<std::uint64_t()> free_bytes;              ///< empty: statvfs of the folder
    std::chrono::milliseconds free_bytes_every{1000};       ///< how long an answer of it holds

    int max_batch = 256;                                 ///< units a commit
    std::size_t max_batch_bytes = std::size_t{2} << 20;  ///< payload bytes a commit
    std::string vfs;                                     ///< SQLite's VFS; empty: the default
    /// Called on any thread of the store, must not throw or block. The last call may be `fsync_failed`.
    std::function<void(const StoreEvent&)> observer;
};

/// \throws OpenError and its kind (errors.hpp), std::system_error for files. What root makes in another account's folder is that
/// account's.
[[nodiscard]] std::unique_ptr<Store> open(StoreOptions options);
/// \returns whether another process has the store open now. \throws std::system_error if this account cannot see that
[[nodiscard]] bool is_held(const std::filesystem::path& folder);

}  // namespace db::sqlite
