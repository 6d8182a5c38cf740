#pragma once
/// \file db/sqlite/rows.hpp
/// Rows of phare.db as sealed bytes and back; shared by the writing and the reading side.
/// Threads: those of the vault. Errors: BrokenSeal.

#include "db/sqlite/data_keys.hpp"
#include "db/store.hpp"
#include "db/vault/vault.hpp"

#include <functional>
#include <optional>
#include <string>

namespace db::sqlite {

/// Finds the key of a row; nothing: it was erased.
using FindKey = std::function<std::optional<DataKey>(std::int64_t dek)>;

[[nodiscard]] std::string seal_inbox(vault::Vault&, const DataKey&, std::int64_t seq, const NewInbound&);
[[nodiscard]] std::string seal_outbox_ref(vault::Vault&, const DataKey&, std::int64_t id, const NewOutbound&);
[[nodiscard]] std::string seal_outbox_payload(
    vault::Vault&, const DataKey&, std::int64_t id, const NewOutbound&
);
[[nodiscard]] std::string seal_remote(
    vault::Vault&, const DataKey&, std::int64_t id, std::string_view remote_id
);
[[nodiscard]] std::string seal_conversation_ref(vault::Vault&, const DataKey&, const ConversationRef&);
[[nodiscard]] std::string seal_state(vault::Vault&, const DataKey&, std::string_view state);

/// Columns that `read_inbox` and `read_outbox` expect, in this order.
#define DB_INBOX_COLUMNS "seq, dek, body, received_at, attempts"
#define DB_OUTBOX_COLUMNS                                                                                  \
    "id, dek, ref, payload, remote, epoch, kind, key, target, created_at, not_before, expires_at, tries, " \
    "state"

/// The row's key is gone: it was erased a moment ago, or keys.db is older than phare.db.
struct KeyGone : BrokenSeal {
    using BrokenSeal::BrokenSeal;
};

[[nodiscard]] InboxEntry read_inbox(const Query&, vault::Vault&, const FindKey&);
[[nodiscard]] OutboxEntry read_outbox(const Query&, vault::Vault&, const FindKey&, std::int64_t epoch);
[[nodiscard]] ConversationRef open_conversation_ref(vault::Vault&, const DataKey&, std::string_view sealed);
[[nodiscard]] std::string open_state(vault::Vault&, const DataKey&, std::string_view sealed);

}  // namespace db::sqlite
