#include "db/sqlite/data_keys.hpp"

#include <algorithm>

namespace db::sqlite {
namespace {

constexpr std::size_t remembered_keys = 512;

vault::Digest read_digest(std::string_view bytes) {
    vault::Digest out{};
    if (bytes.size() != out.size()) throw BrokenSeal("une clé de données n’a pas de conversation");
    std::memcpy(out.data(), bytes.data(), out.size());
    return out;
}

}  // namespace

DataKey read_key(const Query& q, vault::Vault& vault) {
    DataKey out;
    out.id = q.number(0);
    out.conversation = read_digest(q.bytes(1));
    out.key = vault.unwrap(q.bytes(2), out.id, out.conversation);
    return out;
}

std::optional<DataKey> KeyReader::find(std::int64_t id) {
    auto q = keys_.use("SELECT id, conversation, wrapped FROM data_key WHERE id = ?");
    if (!q.bind(1, id).step()) return std::nullopt;
    return read_key(q, vault_);
}

std::vector<DataKey> KeyReader::of(const vault::Digest& conversation) {
    auto q =
        keys_.use("SELECT id, conversation, wrapped FROM data_key WHERE conversation = ? ORDER BY id DESC");
    q.blob(1, vault::bytes(conversation));
    std::vector<DataKey> out;
    while (q.step()) out.push_back(read_key(q, vault_));
    return out;
}

DataKeys::DataKeys(Connection& keys, vault::Vault& vault, std::int64_t next_id, std::int64_t batch)
    : keys_(keys), vault_(vault), reader_(keys, vault), next_id_(next_id), batch_(batch) {}

void DataKeys::must_write() {
    if (keys_.in_transaction()) return;
    keys_.begin();
    keys_.begin_unit();
}

const DataKey& DataKeys::remember(DataKey key) {
    if (lru_.size() >= remembered_keys) forget(lru_.back().id);
    lru_.push_front(std::move(key));
    by_id_[lru_.front().id] = lru_.begin();
    by_conversation_[lru_.front().conversation] = lru_.begin();
    return lru_.front();
}

void DataKeys::forget(std::int64_t id) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return;
    by_conversation_.erase(found->second->conversation);
    lru_.erase(found->second);
    by_id_.erase(found);
}

void DataKeys::forget_cache() {
    by_id_.clear();
    by_conversation_.clear();
    lru_.clear();
}

std::optional<DataKey> DataKeys::find(std::int64_t id) {
    if (const auto found = by_id_.find(id); found != by_id_.end()) {
        lru_.splice(lru_.begin(), lru_, found->second);
        return lru_.front();
    }
    return reader_.find(id);
}

std::optional<DataKey> DataKeys::current(const vault::Digest& conversation) {
    if (const auto found = by_conversation_.find(conversation); found != by_conversation_.end()) {
        lru_.splice(lru_.begin(), lru_, found->second);
        return lru_.front();
    }
    auto q =
        keys_.use("SELECT id, conversation, wrapped FROM data_key WHERE conversation = ? AND doomed = 0");
    if (!q.blob(1, vault::bytes(conversation)).step()) return std::nullopt;
    return remember(read_key(q, vault_));
}

DataKey DataKeys::current_or_new(const vault::Digest& conversation, Micros now) {
    try {
        if (auto found = current(conversation)) return *found;
    } catch (const BrokenSeal&) {
        if (const auto id = current_id(conversation)) doom_key(*id);
    }
    DataKey made{next_id_++, conversation, vault::random_key()};
    must_write();
    keys_.use("INSERT INTO data_key (id, conversation, wrapped, created_at) VALUES (?, ?, ?, ?)")
        .bind(1, made.id)
        .blob(2, vault::bytes(conversation))
        .blob(3, vault_.wrap(made.key, made.id, conversation))
        .bind(4, now)
        .run();
    return remember(std::move(made));
}

std::optional<std::int64_t> DataKeys::current_id(const vault::Digest& conversation) {
    auto q = keys_.use("SELECT id FROM data_key WHERE conversation = ? AND doomed = 0");
    return q.blob(1, vault::bytes(conversation)).step() ? std::optional(q.number(0)) : std::nullopt;
}

void DataKeys::doom_key(std::int64_t id) {
    must_write();
    dooming_ = true;
    keys_.use("UPDATE data_key SET doomed = ? WHERE id = ?").bind(1, batch_ + 1).bind(2, id).run();
    forget(id);
}

std::optional<std::int64_t> DataKeys::doom(
    const vault::Digest& conversation, std::string_view reason, Micros now
) {
    must_write();
    dooming_ = true;
    vault::Digest id{};
    vault::random_bytes(id.data(), id.size());
    keys_.use("INSERT INTO erasure (id, mac, at, reason, batch) VALUES (?, ?, ?, ?, ?)")
        .blob(1, vault::bytes(id).substr(0, 16))
        .blob(2, vault::bytes(vault_.ledger(conversation)))
        .bind(3, now)
        .text(4, reason)
        .bind(5, batch_ + 1)
        .run();
    const auto key = current_id(conversation);
    if (key) doom_key(*key);
    return key;
}

bool DataKeys::add_ledger_line(
    std::string_view id, std::string_view mac, Micros at, std::string_view reason
) {
    must_write();
    return keys_
               .use(
                   "INSERT INTO erasure (id, mac, at, reason, batch) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO "
                   "NOTHING"
               )
               .blob(1, id)
               .blob(2, mac)
               .bind(3, at)
               .text(4, reason)
               .run() > 0;
}

std::vector<vault::Digest> DataKeys::without_rows(const std::vector<std::int64_t>& used_sorted) {
    std::vector<vault::Digest> out;
    auto q = keys_.use("SELECT id, conversation FROM data_key WHERE doomed = 0");
    while (q.step())
        if (!std::binary_search(used_sorted.begin(), used_sorted.end(), q.number(0)))
            out.push_back(read_digest(q.bytes(1)));
    return out;
}

std::optional<vault::Digest> DataKeys::conversation_of(std::int64_t id) {
    auto q = keys_.use("SELECT conversation FROM data_key WHERE id = ? AND doomed = 0");
    return q.bind(1, id).step() ? std::optional(read_digest(q.bytes(0))) : std::nullopt;
}

void DataKeys::forget_ledger_before(Micros when) {
    must_write();
    keys_.use("DELETE FROM erasure WHERE at < ?").bind(1, when).run();
}

void DataKeys::finish_batch() {
    if (dooming_) {
        ++batch_;
        dooming_ = false;
        doomed_waiting_ = true;
    }
    if (!doomed_waiting_) return;
    keys_.begin();
    try {
        settle();
        keys_.commit();
    } catch (...) {
        keys_.rollback();
        throw;
    }
    doomed_waiting_ = false;
}

void DataKeys::settle() {
    keys_.use("DELETE FROM data_key WHERE doomed > 0").run();
    // Zero, so that an older phare.db beside this file can never take the erasure back.
    keys_.use("UPDATE erasure SET batch = 0 WHERE batch > 0").run();
}

void DataKeys::resolve(std::int64_t committed) {
    forget_cache();
    dooming_ = false;
    batch_ = std::max(batch_, committed);
    keys_.begin();
    try {
        // A key made after a doomed one, in a batch that never was, has sealed nothing.
        auto undone = keys_.use(
            "DELETE FROM data_key WHERE id > (SELECT min(d.id) FROM data_key d "
            "WHERE d.conversation = data_key.conversation AND d.doomed > ?)"
        );
        undone.bind(1, committed).run();
        keys_.use("UPDATE data_key SET doomed = 0 WHERE doomed > ?").bind(1, committed).run();
        keys_.use("DELETE FROM erasure WHERE batch > ?").bind(1, committed).run();
        settle();
        keys_.commit();
    } catch (...) {
        keys_.rollback();
        throw;
    }
    doomed_waiting_ = false;
}

}  // namespace db::sqlite
