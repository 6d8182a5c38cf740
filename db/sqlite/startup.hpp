#pragma once
/// \file db/sqlite/startup.hpp
/// Taking possession of a store's folder: lock, master key, both files with their schema, and one shape after
/// a crash. Used by the store, by an offline backup, and by the acceptance of a restored copy. Errors: see
/// open.hpp.

#include "db/sqlite/data_keys.hpp"
#include "db/durable_file.hpp"
#include "db/sqlite/open.hpp"
#include "db/sqlite/transaction.hpp"

namespace db::sqlite {

/// Held for life. The kernel releases it when the process ends, however it ends.
class FolderLock {
  public:
    /// \throws SecondInstance
    explicit FolderLock(const std::filesystem::path& folder);

  private:
    Descriptor fd_;
};

[[nodiscard]] std::filesystem::path master_key_path(const StoreOptions& options);

/// Both files, open for writing by this one owner.
struct Files {
    enum class Copy : std::uint8_t { refuse, accept };

    Files(const StoreOptions& options, Copy copy);
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    /// Counts a start; call once, by the service only.
    [[nodiscard]] SqliteTransaction::Instance start_epoch();

    FolderLock lock;
    vault::Secret master;
    vault::Vault vault;
    Connection keys_file;
    Connection data_file;
    DataKeys keys;
};

}  // namespace db::sqlite
