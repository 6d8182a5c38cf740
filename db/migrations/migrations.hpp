#pragma once
/// \file db/migrations/migrations.hpp
/// The schema of the two files, as numbered steps that only go forward. A step that was released is never
/// edited.

#include <span>

namespace db::migrations {

struct Migration {
    int version;      ///< 1, 2, 3 … : PRAGMA user_version after it
    const char* sql;  ///< runs in one transaction
};

/// phare.db: inbox, outbox, conversations, audit.
[[nodiscard]] std::span<const Migration> data();
/// keys.db: data keys and the ledger of erasures.
[[nodiscard]] std::span<const Migration> keys();

inline constexpr int data_application_id = 0x50484152;  // "PHAR"
inline constexpr int keys_application_id = 0x5048414b;  // "PHAK"

}  // namespace db::migrations
