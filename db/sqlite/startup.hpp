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

/// \throws BrokenFiles if there is a phare.db and no keys.db
void refuse_half_a_store(const std::filesystem::path& folder);
/// The sentence for a key that is not the one of this folder.
[[nodiscard]] std::string not_the_key(const StoreOptions& options);
inline constexpr std::string_view not_accepted =
    "Cette base vient d’une copie\u00A0: lancez d’abord `phare restore --accept`, pour que ce que des gens ont fait effacer depuis "
    "reste effacé.";
/// The sentence for a keys.db that has keys of conversations, without a phare.db.
[[nodiscard]] std::string data_missing(const std::filesystem::path& folder);
[[nodiscard]] bool has_content(const std::filesystem::path& file);

/// What root made here is the service's, whose folder this is.
void give_store_to_owner(const std::filesystem::path& folder);

/// What SQLite says, in French and short: "elle est abîmée".
[[nodiscard]] std::string words_of(const SQLite::Exception&);
/// What SQLite says of a file that it cannot open, for an operator. \throws OpenError
[[noreturn]] void refuse(const std::filesystem::path& folder, const SQLite::Exception&);
/// \returns what `open` does, which opens the store's files. \throws OpenError also where SQLite refuses
template <class Open>
auto in_words(const std::filesystem::path& folder, Open open) {
    try {
        return open();
    } catch (const SQLite::Exception& error) {
        refuse(folder, error);
    }
}

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
