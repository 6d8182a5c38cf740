#pragma once
/// \file db/sqlite/data_keys.hpp
/// keys.db: the key of each conversation, and the ledger of erasures.
///
/// The two files cannot be committed together, so an erasure is decided by phare.db: the batch that erases
/// dooms the keys and writes the ledger here (first commit), deletes the rows and notes its number there
/// (second), and only then are the doomed keys deleted here (third). `resolve` brings this file in line with
/// whatever of it happened; it runs at start and after a batch that failed. Threads: those of the connection.
/// Errors: SQLite::Exception, BrokenSeal.

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"
#include "db/vault/vault.hpp"

#include <cstring>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

namespace db::sqlite {

struct DataKey {
    std::int64_t id = 0;
    vault::Digest conversation{};
    vault::Secret key;
};

/// From the columns id, conversation, wrapped.
[[nodiscard]] DataKey read_key(const Query&, vault::Vault&);

/// The reading side: no memory of keys, so that an erased one is gone everywhere at once.
class KeyReader {
  public:
    KeyReader(Connection& keys, vault::Vault& vault) : keys_(keys), vault_(vault) {}
    [[nodiscard]] std::optional<DataKey> find(std::int64_t id);
    /// Newest first; more than one only while an erasure is being committed.
    [[nodiscard]] std::vector<DataKey> of(const vault::Digest& conversation);

  private:
    Connection& keys_;
    vault::Vault& vault_;
};

class DataKeys {
  public:
    /// \param next_id  larger than any id in either file.
    DataKeys(Connection& keys, vault::Vault& vault, std::int64_t next_id, std::int64_t batch);

    [[nodiscard]] std::optional<DataKey> find(std::int64_t id);
    [[nodiscard]] std::optional<DataKey> current(const vault::Digest& conversation);
    /// A key that does not unwrap any more is replaced: what it sealed is lost, the conversation goes on.
    [[nodiscard]] DataKey current_or_new(const vault::Digest& conversation, Micros now);
    /// Takes over a line of another ledger. \returns false if it was known.
    bool add_ledger_line(std::string_view id, std::string_view mac, Micros at, std::string_view reason);
    /// Dooms the key and writes the ledger line. \returns the id of the doomed key.
    std::optional<std::int64_t> doom(const vault::Digest& conversation, std::string_view reason, Micros now);
    [[nodiscard]] std::vector<vault::Digest> without_rows(const std::vector<std::int64_t>& used_sorted);
    [[nodiscard]] std::optional<vault::Digest> conversation_of(std::int64_t id);
    void forget_ledger_before(Micros when);

    /// Number of the batch with erasures being written; 0: it has none.
    [[nodiscard]] std::int64_t open_batch() const { return dooming_ ? batch_ + 1 : 0; }
    /// The batch failed before anything of it was committed here.
    void abandon_batch() { dooming_ = false; }
    /// The batch was committed in both files: doomed keys go.
    void finish_batch();
    /// The batch failed, or the program starts: `committed` is the last batch that phare.db knows.
    void resolve(std::int64_t committed);
    /// True if doomed keys wait for a second try of `finish_batch`.
    [[nodiscard]] bool has_doomed() const { return doomed_waiting_; }
    /// A unit was rolled back: keys made in it must not be remembered.
    void forget_cache();

  private:
    struct DigestHash {
        std::size_t operator()(const vault::Digest& digest) const {
            std::size_t out = 0;
            std::memcpy(&out, digest.data(), sizeof out);
            return out;
        }
    };
    using Lru = std::list<DataKey>;

    void must_write();
    void settle();
    void doom_key(std::int64_t id);
    [[nodiscard]] std::optional<std::int64_t> current_id(const vault::Digest& conversation);
    const DataKey& remember(DataKey key);
    void forget(std::int64_t id);

    Connection& keys_;
    vault::Vault& vault_;
    KeyReader reader_;
    std::int64_t next_id_, batch_;
    bool dooming_ = false, doomed_waiting_ = false;
    Lru lru_;
    std::unordered_map<std::int64_t, Lru::iterator> by_id_;
    std::unordered_map<vault::Digest, Lru::iterator, DigestHash> by_conversation_;
};

}  // namespace db::sqlite
