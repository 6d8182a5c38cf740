#pragma once
/// \file db/store.hpp
/// All that the bot sees of storage: a durable inbox and outbox, sealed conversations, erasure.
///
/// What is stored is opaque bytes here; whoever writes them gives them their meaning. Everything that belongs to
/// a conversation is sealed (AES-256-GCM) under a key of that conversation alone, and found again by HMAC: the
/// files hold no clear identifier and no clear text.
///
/// Times are microseconds since the Unix epoch, UTC, and always arguments: the store reads no clock.
/// Threads: every member may be called from any thread. Completions run on the writer's thread after the commit
/// (or its failure): post back to your own executor.
/// Errors: `Unavailable` and its kind are thrown inside a unit or handed to its completion; a unit that failed
/// has left no trace.

#include <chrono>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace db {

using Micros = std::int64_t;  ///< microseconds since 1970-01-01T00:00:00Z

/// Names a conversation to the store: the channel and the channel's own identifier (Matrix room id, mail
/// address). Never written anywhere in clear.
struct ConversationRef {
    std::string channel;  ///< "matrix", "email", "web", "terminal"
    std::string id;       ///< the channel's identifier, canonical form
    friend bool operator==(const ConversationRef&, const ConversationRef&) = default;
};

/// One event as it came in. `event_id` is what the channel guarantees to be unique; duplicates are recognised by
/// (channel, event_id) for as long as the dedupe key is kept (seven days after it was finished).
struct NewInbound {
    ConversationRef conversation;
    std::string event_id;
    std::string payload;  ///< as received
    Micros received_at = 0;
};

struct InboxEntry {
    std::int64_t seq = 0;  ///< ascending in order of arrival
    ConversationRef conversation;
    std::string event_id;
    std::string payload;
    Micros received_at = 0;
    int attempts = 0;  ///< times that handling it was begun and failed
};

/// Which conversation's row goes first when several wait; within a conversation the order of ids holds. Sealed with the
/// payload: who reads the files learns nothing from it, and it goes when the payload goes.
enum class Precedence : std::uint8_t {
    usual,
    first,  ///< somebody is in danger
    last    ///< nobody waits for it: regular posts
};

/// One message to deliver. Rows of one conversation are delivered in the order of their ids, the next one only
/// when the one before has arrived or was given up.
struct NewOutbound {
    ConversationRef conversation;
    std::string kind;     ///< what the channel's adapter shall do: "message", "edit", "redact", "join", …
    std::string payload;  ///< ready for the wire but for what only delivery can know
    std::string answers;  ///< event_id of the inbound event that it answers; empty: none
    std::optional<std::int64_t> target;  ///< id of the earlier outbox row that it edits or redacts
    Micros not_before = 0;
    Micros expires_at = 0;  ///< 0: never. After it the row is given up as `expired`
    Precedence precedence = Precedence::usual;
};

enum class Delivery : std::uint8_t { pending, delivered, refused, expired };

struct OutboxEntry {
    std::int64_t id = 0;
    ConversationRef conversation;
    std::string kind;
    std::string payload;
    std::string answers;
    std::optional<std::int64_t> target;
    /// Idempotency key, fixed when the row was written and the same for each try (Matrix txnId, Message-ID):
    /// base32 of a SHA-256 over instance, id and sender.
    std::string key;
    Micros created_at = 0;
    Micros not_before = 0;
    Micros expires_at = 0;
    int tries = 0;
    Delivery state = Delivery::pending;
    std::string remote_id;  ///< what the peer called it (event_id); empty until delivered
    Precedence precedence = Precedence::usual;  ///< `usual` once the payload is gone
    bool from_earlier_run = false;  ///< it was pending when this process started: it may have been sent
};

/// An append-only line: who or what did something that must be answerable later. Holds no text of a person.
struct AuditLine {
    Micros at = 0;
    std::string what;                ///< from a closed list in bot/observing
    std::string detail;              ///< counts and codes only
};

/// Below the floor of free space, or no room at all: intake must refuse (503) so that the peer queues for us.
struct NoSpace : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// The store is shutting down or broken: nothing was done.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// What was read does not carry its seal: the row, not the store, is lost. Quarantine it.
struct BrokenSeal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The writing side of one unit of work. All calls of a unit are committed together or not at all. Valid only
/// inside the unit. Every member throws on failure, which rolls the unit back.
class Transaction {
  public:
    virtual ~Transaction() = default;

    /// \returns the entry's seq, or nothing when this event was admitted before.
    virtual std::optional<std::int64_t> admit(const NewInbound&) = 0;
    /// The entry is dealt with: its payload goes, its dedupe key stays. \returns false if it was finished before.
    /// An entry that `erase` ended earlier in this same unit still returns true once.
    virtual bool finish(std::int64_t seq, Micros now) = 0;
    /// Handling failed: counts an attempt. \returns the attempts so far.
    virtual int count_attempt(std::int64_t seq) = 0;
    /// Sets an entry aside: no longer pending, payload kept sealed until the quarantine is purged.
    /// `why`: a word of a closed list, stored in clear.
    /// \returns false if it was not pending any more: then nothing happened.
    virtual bool quarantine(std::int64_t seq, std::string_view why, Micros now) = 0;
    /// Sets aside bytes that no conversation could be found for.
    virtual void quarantine_raw(std::string_view channel, std::string_view payload, std::string_view why, Micros now) = 0;

    /// The sealed state of a conversation; empty optional: none. BrokenSeal: it is lost; save_state replaces it.
    virtual std::optional<std::string> state(const ConversationRef&) = 0;
    /// Replaces the state. `expires_at`: retention ends, see Store::purge.
    virtual void save_state(const ConversationRef&, std::string_view state, Micros now, Micros expires_at) = 0;

    /// \returns the outbox id.
    virtual std::int64_t enqueue(const NewOutbound&, Micros now) = 0;
    /// The next three do nothing for a row that is not pending: it may have been erased while it was under way.
    virtual void delivered(std::int64_t outbox_id, std::string_view remote_id, Micros now) = 0;
    virtual void postpone(std::int64_t outbox_id, Micros not_before) = 0;  ///< counts a try
    virtual void give_up(std::int64_t outbox_id, Delivery why, Micros now) = 0;  ///< refused or expired
    /// Forgets what an inbound event said (it was redacted): if it is still pending or quarantined, its payload goes
    /// and it counts as finished, so that `finish` of whoever is working on it returns false. What was answered to it
    /// and has ended loses its payload too; its skeleton stays. `Store::scrub` makes the bytes leave the files.
    virtual void forget_event(const ConversationRef&, std::string_view event_id, Micros now) = 0;

    virtual void audit(const AuditLine&) = 0;

    /// First steps of an erasure: ledger line, conversation key gone, rows gone. The bytes leave the files with
    /// `Store::scrub`, which the caller awaits after the commit before it tells anyone that it is done. What the unit
    /// writes for the conversation afterwards (the confirmation, say) is sealed under a new key. `reason`: a word of a
    /// closed list, kept in clear in the ledger. Dedupe keys of its events stay, linked to nothing.
    virtual void erase(const ConversationRef&, std::string_view reason, Micros now) = 0;
};

struct Counts {
    std::int64_t inbox_pending = 0, inbox_quarantined = 0, outbox_pending = 0, conversations = 0;
    Micros oldest_pending_outbox = 0;  ///< created_at; 0: none
};

/// Tables whose rows are removed by age. Zero or negative: not purged.
struct PurgeBefore {
    Micros finished_dedupe = 0;   ///< finished inbox rows, by finish time
    Micros quarantine = 0;
    Micros outbox_body = 0;       ///< delivered outbox: payload goes, skeleton stays
    Micros outbox_skeleton = 0;
    Micros erasure_ledger = 0;    ///< lines of the ledger, by time: keep longer than any backup
    Micros state_expired_at = 0;  ///< conversations with 0 < expires_at <= this are erased (same path as erase)
};

class Store {
  public:
    using Unit = std::function<void(Transaction&)>;
    using Completion = std::function<void(std::exception_ptr)>;  ///< null: committed and on disk
    virtual ~Store() = default;

    /// Queues a unit. Units run in order of the calls, many per commit (group commit, no timer). A unit may run
    /// again after an unclear failure, so it must be free of effects outside the transaction until `done`.
    /// After `close`, `done` gets Unavailable on the caller's thread.
    virtual void write(Unit unit, Completion done) = 0;

    /// \name Reading. Own read-only connection; sees what was committed. Blocking, microseconds.
    /// A pending row whose seal is broken is left out of the lists, set aside by the store itself and told to its
    /// observer; asked for by number, it throws BrokenSeal; `answers_to`, `rows_of` and `sent` leave it out. Rows are read as of the last commit.
    ///@{
    /// At most `limit`, and no further one once their payloads are 16 MiB: a short page is not the last one, an empty one is.
    virtual std::vector<InboxEntry> pending_inbox(std::int64_t after_seq, int limit) = 0;
    virtual std::optional<InboxEntry> inbox_entry(std::int64_t seq) = 0;
    virtual std::vector<OutboxEntry> pending_outbox(std::int64_t after_id, int limit) = 0;
    virtual std::optional<OutboxEntry> outbox_entry(std::int64_t id) = 0;
    virtual std::optional<std::string> read_state(const ConversationRef&) = 0;
    /// Outbox rows that answer `event_id`, oldest first, whatever their state, while their skeleton is kept.
    virtual std::vector<OutboxEntry> answers_to(const ConversationRef&, std::string_view event_id) = 0;
    /// Everything that was to be delivered in a conversation, oldest first, whatever its state; a row whose body was
    /// purged has an empty payload. What a page that shows a whole conversation shows.
    virtual std::vector<OutboxEntry> rows_of(const ConversationRef&) = 0;
    /// Remote ids of the rows of this kind that arrived, oldest first: what an erasure has to take back at the peer.
    virtual std::vector<std::string> sent(const ConversationRef&, std::string_view kind) = 0;
    /// Every conversation of a channel that has a state (for sweeps and announcements).
    virtual std::vector<ConversationRef> conversations(std::string_view channel) = 0;
    virtual Counts counts() = 0;
    ///@}

    /// False below the free-space floor (new intake must be refused with 503 or 451; erasure still works) and
    /// while the disk is full. Cheap: looked up at most once a second.
    virtual bool accepts_intake() = 0;

    /// Makes erased bytes leave the files: truncating checkpoints of both files until not busy. `done` gets an
    /// exception if a reader kept it busy to the end; call again.
    virtual void scrub(Completion done) = 0;

    /// Removes what is past its time, and keys that seal nothing any more. Runs as a unit; `scrub` after it.
    virtual void purge(PurgeBefore before, Micros now, Completion done) = 0;

    /// Writes a verified copy into the folder `target`, which must not exist, without holding up the writing.
    /// `done` runs on a thread of the store when the copy is on disk and checked, or with what was wrong. One at a time:
    /// a second one gets Unavailable. While it reads, `scrub` may have to be called again.
    virtual void backup(const std::filesystem::path& target, Micros now, Completion done) = 0;

    /// Waits until everything queued has been committed or has failed. Further writes get `Unavailable`.
    virtual void close() = 0;
};

}  // namespace db
