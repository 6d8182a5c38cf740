#include "db/migrations/migrations.hpp"

namespace db::migrations {
namespace {

// Times are microseconds since 1970, UTC. `dek` is the id of a row of keys.db, the only link to a
// conversation: once that row is gone, nothing in this file says whose a row was.
//
// inbox.state: 0 pending, 1 finished, 2 quarantined. Finished rows are only a blind event key: it recognises
// a repetition. inbox.body: sealed channel, conversation, event id, payload. outbox.state: 0 pending, 1
// delivered, 2 refused, 3 expired. outbox.ref: sealed channel, conversation, answered event; kept with the
// skeleton. outbox.key never changes: it is what makes a repeated send harmless. instance.batch: the last
// batch with erasures that was committed here; keys.db is brought in line with it.
constexpr const char* data_1 = R"sql(
CREATE TABLE instance (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    batch INTEGER NOT NULL,
    is_copy INTEGER NOT NULL
) STRICT;

CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event BLOB UNIQUE,
    dek INTEGER,
    body BLOB,
    received_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    why TEXT
) STRICT;
CREATE INDEX inbox_life ON inbox (state, ended_at);
CREATE INDEX inbox_dek ON inbox (dek) WHERE dek IS NOT NULL;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    dek INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    answers BLOB,
    target INTEGER,
    ref BLOB NOT NULL,
    payload BLOB,
    remote BLOB,
    created_at INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER
) STRICT;
CREATE INDEX outbox_life ON outbox (state, ended_at);
CREATE INDEX outbox_dek ON outbox (dek);
CREATE INDEX outbox_answers ON outbox (answers) WHERE answers IS NOT NULL;

CREATE TABLE conversation (
    dek INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    ref BLOB NOT NULL,
    state BLOB NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_expiry ON conversation (expires_at) WHERE expires_at > 0;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
)sql";

// data_key.doomed: 0, or the batch whose commit in phare.db lets the key be deleted.
// erasure.batch: 0, or the batch that must be in phare.db for the line to count.
// erasure.mac: HMAC of the conversation's blind key under a key of its own, so that the ledger outlives the
// conversation without naming it to whoever reads phare.db.
constexpr const char* keys_1 = R"sql(
CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    proof BLOB NOT NULL
) STRICT;

CREATE TABLE data_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    doomed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX data_key_conversation ON data_key (conversation);
CREATE INDEX data_key_doomed ON data_key (doomed) WHERE doomed > 0;

CREATE TABLE erasure (
    id BLOB PRIMARY KEY,
    mac BLOB NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    batch INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_batch ON erasure (batch) WHERE batch > 0;
)sql";

constexpr Migration data_steps[] = {{1, data_1}};
constexpr Migration keys_steps[] = {{1, keys_1}};

}  // namespace

std::span<const Migration> data() {
    return data_steps;
}
std::span<const Migration> keys() {
    return keys_steps;
}

}  // namespace db::migrations
