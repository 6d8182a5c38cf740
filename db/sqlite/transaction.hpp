#pragma once
/// \file db/sqlite/transaction.hpp
/// The writing side of a unit on SQLite. Lives on the writer's thread, one for all units.

#include "db/sqlite/data_keys.hpp"
#include "db/sqlite/space.hpp"
#include "db/store.hpp"

#include <string>
#include <vector>

namespace db::sqlite {

class SqliteTransaction final : public Transaction {
  public:
    struct Instance {
        std::string id;  ///< 16 random bytes; new after a restore, so that outbox keys never come twice
        std::int64_t epoch = 0;  ///< starts of this instance
    };

    SqliteTransaction(
        Connection& data,
        DataKeys& keys,
        vault::Vault& vault,
        Space& space,
        const StoreOptions& options,
        Instance instance
    );

    std::optional<std::int64_t> admit(const NewInbound&) override;
    bool finish(std::int64_t seq, Micros now) override;
    int count_attempt(std::int64_t seq) override;
    bool quarantine(std::int64_t seq, std::string_view why, Micros now) override;
    void quarantine_raw(std::string_view channel, std::string_view payload, std::string_view why, Micros now)
        override;
    std::optional<std::string> state(const ConversationRef&) override;
    void save_state(const ConversationRef&, std::string_view state, Micros now, Micros expires_at) override;
    std::int64_t enqueue(const NewOutbound&, Micros now) override;
    void delivered(std::int64_t outbox_id, std::string_view remote_id, Micros now) override;
    void postpone(std::int64_t outbox_id, Micros not_before) override;
    void give_up(std::int64_t outbox_id, Delivery why, Micros now) override;
    void forget_event(const ConversationRef&, std::string_view event_id, Micros now) override;
    void audit(const AuditLine&) override;
    void erase(const ConversationRef&, std::string_view reason, Micros now) override;

    /// Store::purge as a unit.
    void purge(const PurgeBefore& before, Micros now);
    /// Sets aside pending rows whose seal is broken; those that open after all stay.
    void set_aside_broken(const std::vector<std::int64_t>& inbox, const std::vector<std::int64_t>& outbox);

    /// `erase` for who knows only the blind key.
    void erase_conversation(const vault::Digest& conversation, std::string_view reason, Micros now);
    /// Removes what was sealed under a key.
    void erase_rows(std::int64_t dek, Micros now);
    /// Ids of the keys that rows were sealed under, ascending.
    [[nodiscard]] std::vector<std::int64_t> used_keys();

    void start_unit();
    /// Payload bytes written since the last call, for the size of the batch.
    [[nodiscard]] std::size_t take_bytes();

  private:
    std::int64_t insert_inbox(
        const NewInbound& in, std::optional<vault::Digest> event, int state, std::string_view why
    );
    [[nodiscard]] bool opens(const char* sql, std::int64_t row, bool inbox);

    Connection& data_;
    DataKeys& keys_;
    vault::Vault& vault_;
    Space& space_;
    const StoreOptions& options_;
    Instance instance_;
    std::int64_t next_seq_, next_id_;
    std::size_t bytes_ = 0;
    std::vector<std::int64_t> ended_by_erasure_;  ///< in this unit
};

}  // namespace db::sqlite
