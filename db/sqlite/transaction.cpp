#include "db/sqlite/transaction.hpp"

#include "db/sqlite/rows.hpp"

#include <algorithm>
#include <utility>

namespace db::sqlite {
namespace {

enum InboxState : int { inbox_pending = 0, inbox_finished = 1, inbox_quarantined = 2 };

constexpr std::size_t key_length = 32;  // 160 bits

std::string outbox_key(const std::string& instance, std::int64_t id, const std::string& sender) {
    std::string text = instance;
    for (int i = 0; i < 8; ++i) text.push_back(static_cast<char>((id >> (8 * i)) & 0xff));
    text += sender;
    return vault::base32(vault::sha256(text), key_length);
}

std::optional<std::int64_t> positive(std::int64_t number) {
    return number > 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

SqliteTransaction::SqliteTransaction(
    Connection& data,
    DataKeys& keys,
    vault::Vault& vault,
    Space& space,
    const StoreOptions& options,
    Instance instance
)
    : data_(data),
      keys_(keys),
      vault_(vault),
      space_(space),
      options_(options),
      instance_(std::move(instance)),
      next_seq_(data.ask("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'") + 1),
      next_id_(data.ask("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") + 1) {}

void SqliteTransaction::start_unit() {
    ended_by_erasure_.clear();
}

std::size_t SqliteTransaction::take_bytes() {
    return std::exchange(bytes_, 0);
}

std::int64_t SqliteTransaction::insert_inbox(
    const NewInbound& in, std::optional<vault::Digest> event, int state, std::string_view why
) {
    const auto key = keys_.current_or_new(vault_.conversation(in.conversation), in.received_at);
    const auto seq = next_seq_++;
    auto q = data_.use(
        "INSERT INTO inbox (seq, event, dek, body, received_at, state, ended_at, why) VALUES (?, ?, ?, ?, ?, "
        "?, ?, ?)"
    );
    q.bind(1, seq).bind(3, key.id).blob(4, seal_inbox(vault_, key, seq, in)).bind(5, in.received_at);
    q.bind(6, std::int64_t{state});
    if (event) q.blob(2, vault::bytes(*event));
    if (state != inbox_pending) q.bind(7, in.received_at).text(8, why);
    q.run();
    bytes_ += in.payload.size();
    return seq;
}

std::optional<std::int64_t> SqliteTransaction::admit(const NewInbound& in) {
    const auto event = vault_.event(in.conversation.channel, in.event_id);
    {
        auto seen = data_.use("SELECT 1 FROM inbox WHERE event = ?");
        if (seen.blob(1, vault::bytes(event)).step()) return std::nullopt;
    }
    if (!space_.accepts()) throw NoSpace("Trop peu de place libre\u00A0: rien n’est pris tant qu’il n’y en a pas plus.");
    return insert_inbox(in, event, inbox_pending, "");
}

bool SqliteTransaction::finish(std::int64_t seq, Micros now) {
    const auto erased = std::find(ended_by_erasure_.begin(), ended_by_erasure_.end(), seq);
    if (erased != ended_by_erasure_.end()) {
        ended_by_erasure_.erase(erased);
        return true;
    }
    return data_
               .use(
                   "UPDATE inbox SET state = 1, dek = NULL, body = NULL, ended_at = ? WHERE seq = ? AND "
                   "state = 0"
               )
               .bind(1, now)
               .bind(2, seq)
               .run() > 0;
}

int SqliteTransaction::count_attempt(std::int64_t seq) {
    auto q = data_.use("UPDATE inbox SET attempts = attempts + 1 WHERE seq = ? RETURNING attempts");
    if (!q.bind(1, seq).step()) return 0;
    const auto attempts = static_cast<int>(q.number(0));
    (void)q.step();  // an UPDATE with RETURNING ends with its last step
    return attempts;
}

bool SqliteTransaction::quarantine(std::int64_t seq, std::string_view why, Micros now) {
    auto q = data_.use("UPDATE inbox SET state = 2, ended_at = ?, why = ? WHERE seq = ? AND state = 0 RETURNING seq");
    if (!q.bind(1, now).text(2, why).bind(3, seq).step()) return false;
    (void)q.step();  // an UPDATE with RETURNING ends with its last step
    return true;
}

void SqliteTransaction::quarantine_raw(
    std::string_view channel, std::string_view payload, std::string_view why, Micros now
) {
    if (!space_.accepts()) throw NoSpace("Trop peu de place libre\u00A0: rien n’est pris tant qu’il n’y en a pas plus.");
    // Sealed under a key of the channel's own: no conversation has an empty identifier.
    insert_inbox({{std::string(channel), ""}, "", std::string(payload), now}, {}, inbox_quarantined, why);
}

std::optional<std::string> SqliteTransaction::state(const ConversationRef& ref) {
    const auto key = keys_.current(vault_.conversation(ref));
    if (!key) return std::nullopt;
    auto q = data_.use("SELECT state FROM conversation WHERE dek = ?");
    if (!q.bind(1, key->id).step()) return std::nullopt;
    return open_state(vault_, *key, q.bytes(0));
}

void SqliteTransaction::save_state(
    const ConversationRef& ref, std::string_view state, Micros now, Micros expires_at
) {
    const auto key = keys_.current_or_new(vault_.conversation(ref), now);
    data_
        .use(
            "INSERT INTO conversation (dek, channel, ref, state, updated_at, expires_at) VALUES (?, ?, ?, ?, "
            "?, ?) "
            "ON CONFLICT (dek) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at, "
            "expires_at = excluded.expires_at"
        )
        .bind(1, key.id)
        .text(2, ref.channel)
        .blob(3, seal_conversation_ref(vault_, key, ref))
        .blob(4, seal_state(vault_, key, state))
        .bind(5, now)
        .bind(6, expires_at)
        .run();
    bytes_ += state.size();
}

std::int64_t SqliteTransaction::enqueue(const NewOutbound& out, Micros now) {
    const auto key = keys_.current_or_new(vault_.conversation(out.conversation), now);
    const auto id = next_id_++;
    auto q = data_.use(
        "INSERT INTO outbox (id, dek, epoch, kind, key, answers, target, ref, payload, created_at, "
        "not_before, "
        "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    );
    q.bind(1, id).bind(2, key.id).bind(3, instance_.epoch).text(4, out.kind);
    q.text(5, outbox_key(instance_.id, id, options_.sender));
    if (!out.answers.empty()) q.blob(6, vault::bytes(vault_.event(out.conversation.channel, out.answers)));
    q.bind(7, out.target).blob(8, seal_outbox_ref(vault_, key, id, out));
    q.blob(9, seal_outbox_payload(vault_, key, id, out));
    q.bind(10, now).bind(11, out.not_before).bind(12, out.expires_at).run();
    bytes_ += out.payload.size();
    return id;
}

void SqliteTransaction::delivered(std::int64_t outbox_id, std::string_view remote_id, Micros now) {
    std::optional<std::int64_t> dek;
    {
        auto q = data_.use("SELECT dek FROM outbox WHERE id = ? AND state = 0");
        if (!q.bind(1, outbox_id).step()) return;  // erased while it was under way
        dek = q.number(0);
    }
    const auto key = keys_.find(*dek);
    if (!key) throw KeyGone("the key of an outbox row is gone");
    data_.use("UPDATE outbox SET state = 1, remote = ?, ended_at = ? WHERE id = ?")
        .blob(1, seal_remote(vault_, *key, outbox_id, remote_id))
        .bind(2, now)
        .bind(3, outbox_id)
        .run();
}

void SqliteTransaction::postpone(std::int64_t outbox_id, Micros not_before) {
    data_.use("UPDATE outbox SET tries = tries + 1, not_before = ? WHERE id = ? AND state = 0")
        .bind(1, not_before)
        .bind(2, outbox_id)
        .run();
}

void SqliteTransaction::give_up(std::int64_t outbox_id, Delivery why, Micros now) {
    if (why != Delivery::refused && why != Delivery::expired)
        throw std::invalid_argument("a row is given up as refused or as expired");
    data_.use("UPDATE outbox SET state = ?, ended_at = ? WHERE id = ? AND state = 0")
        .bind(1, static_cast<std::int64_t>(why))
        .bind(2, now)
        .bind(3, outbox_id)
        .run();
}

void SqliteTransaction::forget_event(const ConversationRef& ref, std::string_view event_id, Micros now) {
    const auto key = keys_.current(vault_.conversation(ref));
    if (!key) return;  // nothing of this conversation is left
    const auto event = vault_.event(ref.channel, event_id);
    // By conversation too: a stranger's redaction may name any event.
    data_
        .use(
            "UPDATE inbox SET state = 1, dek = NULL, body = NULL, why = NULL, ended_at = ? "
            "WHERE event = ? AND state <> 1 AND dek = ?"
        )
        .bind(1, now)
        .blob(2, vault::bytes(event))
        .bind(3, key->id)
        .run();
    data_
        .use(
            "UPDATE outbox SET payload = NULL "
            "WHERE answers = ? AND state > 0 AND payload IS NOT NULL AND dek = ?"
        )
        .blob(1, vault::bytes(event))
        .bind(2, key->id)
        .run();
}

void SqliteTransaction::audit(const AuditLine& line) {
    data_.use("INSERT INTO audit (at, what, detail) VALUES (?, ?, ?)")
        .bind(1, line.at)
        .text(2, line.what)
        .text(3, line.detail)
        .run();
}

void SqliteTransaction::erase(const ConversationRef& ref, std::string_view reason, Micros now) {
    erase_conversation(vault_.conversation(ref), reason, now);
}

void SqliteTransaction::erase_conversation(
    const vault::Digest& conversation, std::string_view reason, Micros now
) {
    if (const auto dek = keys_.doom(conversation, reason, now)) erase_rows(*dek, now);
}

void SqliteTransaction::erase_rows(std::int64_t dek, Micros now) {
    {
        auto pending = data_.use("SELECT seq FROM inbox WHERE dek = ? AND state = 0");
        pending.bind(1, dek);
        while (pending.step()) ended_by_erasure_.push_back(pending.number(0));
    }
    // The blind event keys stay as for any finished row: a peer may repeat the events, and a repetition must
    // not begin a new conversation with someone who asked to be forgotten.
    data_.use("DELETE FROM inbox WHERE dek = ? AND event IS NULL").bind(1, dek).run();
    data_.use("UPDATE inbox SET state = 1, dek = NULL, body = NULL, why = NULL, ended_at = ? WHERE dek = ?")
        .bind(1, now)
        .bind(2, dek)
        .run();
    data_.use("DELETE FROM outbox WHERE dek = ?").bind(1, dek).run();
    data_.use("DELETE FROM conversation WHERE dek = ?").bind(1, dek).run();
}

std::vector<std::int64_t> SqliteTransaction::used_keys() {
    std::vector<std::int64_t> used;
    auto q = data_.use(
        "SELECT dek FROM conversation UNION SELECT dek FROM outbox "
        "UNION SELECT dek FROM inbox WHERE dek IS NOT NULL ORDER BY 1"
    );
    while (q.step()) used.push_back(q.number(0));
    return used;
}

void SqliteTransaction::purge(const PurgeBefore& before, Micros now) {
    const auto until = [this](const char* sql, Micros when) {
        if (when > 0) data_.use(sql).bind(1, when).run();
    };
    until("DELETE FROM inbox WHERE state = 1 AND ended_at < ?", before.finished_dedupe);
    until("DELETE FROM inbox WHERE state = 2 AND ended_at < ?", before.quarantine);
    until(
        "UPDATE outbox SET payload = NULL WHERE state > 0 AND ended_at < ? AND payload IS NOT NULL",
        before.outbox_body
    );
    until("DELETE FROM outbox WHERE state > 0 AND ended_at < ?", before.outbox_skeleton);
    if (const auto when = positive(before.state_expired_at)) {
        std::vector<std::int64_t> expired;
        {
            auto q = data_.use(
                // Somebody who has just come back is answered first; the state goes at the next purge.
                "SELECT dek FROM conversation c WHERE expires_at > 0 AND expires_at <= ? "
                "AND NOT EXISTS (SELECT 1 FROM inbox WHERE dek = c.dek AND state = 0) "
                "AND NOT EXISTS (SELECT 1 FROM outbox WHERE dek = c.dek AND state = 0)"
            );
            q.bind(1, *when);
            while (q.step()) expired.push_back(q.number(0));
        }
        for (const auto dek : expired)
            if (const auto conversation = keys_.conversation_of(dek))
                erase_conversation(*conversation, "expired", now);
            else
                erase_rows(dek, now);  // its key was lost or replaced
    }
    // A key that seals nothing any more: of an answered erasure, of one question without a state.
    for (const auto& conversation : keys_.without_rows(used_keys()))
        erase_conversation(conversation, "unused", now);
    if (before.erasure_ledger > 0) keys_.forget_ledger_before(before.erasure_ledger);
}

bool SqliteTransaction::opens(const char* sql, std::int64_t row, bool inbox) {
    auto q = data_.use(sql);
    if (!q.bind(1, row).step()) return true;
    const FindKey find = [this](std::int64_t dek) { return keys_.find(dek); };
    try {
        if (inbox)
            (void)read_inbox(q, vault_, find);
        else
            (void)read_outbox(q, vault_, find, instance_.epoch);
        return true;
    } catch (const BrokenSeal&) {
        return false;
    }
}

void SqliteTransaction::set_aside_broken(
    const std::vector<std::int64_t>& inbox, const std::vector<std::int64_t>& outbox
) {
    const auto tell = [this] {
        if (options_.observer) options_.observer({StoreEvent::Kind::broken_seal, 1, 0});
    };
    // No clock here: the row's own time stands for the time of its end.
    for (const auto seq : inbox) {
        if (opens("SELECT " DB_INBOX_COLUMNS " FROM inbox WHERE seq = ? AND state = 0", seq, true)) continue;
        data_.use("UPDATE inbox SET state = 2, ended_at = received_at, why = 'broken_seal' WHERE seq = ?")
            .bind(1, seq)
            .run();
        tell();
    }
    for (const auto id : outbox) {
        if (opens("SELECT " DB_OUTBOX_COLUMNS " FROM outbox WHERE id = ? AND state = 0", id, false)) continue;
        data_.use("UPDATE outbox SET state = 2, ended_at = created_at WHERE id = ?").bind(1, id).run();
        tell();
    }
}

}  // namespace db::sqlite
