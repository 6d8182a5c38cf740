#pragma once
/// \file db/sqlite/reader.hpp
/// The reading side: read-only connections to both files, behind one mutex, each look-up short.
/// Threads: any. Errors: BrokenSeal, SQLite::Exception.

#include "db/sqlite/open.hpp"
#include "db/sqlite/rows.hpp"

#include <mutex>

namespace db::sqlite {

class Reader {
  public:
    /// Rows of a list that did not open: to be looked at by the writer.
    using Broken = std::function<void(std::vector<std::int64_t> inbox, std::vector<std::int64_t> outbox)>;

    Reader(const StoreOptions& options, const vault::Secret& master, std::int64_t epoch, Broken broken);

    std::vector<InboxEntry> pending_inbox(std::int64_t after_seq, int limit);
    std::optional<InboxEntry> inbox_entry(std::int64_t seq);
    std::vector<OutboxEntry> pending_outbox(std::int64_t after_id, int limit);
    std::optional<OutboxEntry> outbox_entry(std::int64_t id);
    std::optional<std::string> state(const ConversationRef&);
    std::vector<OutboxEntry> answers_to(const ConversationRef&, std::string_view event_id);
    std::vector<OutboxEntry> outbox_of(const ConversationRef&);
    std::vector<ConversationRef> conversations(std::string_view channel);
    Counts counts();

    /// While the lock is held nobody reads: a checkpoint can empty the log.
    [[nodiscard]] std::unique_lock<std::mutex> pause() { return std::unique_lock(mutex_); }

  private:
    OutboxEntry outbox(const Query& q) { return read_outbox(q, vault_, find_, epoch_); }

    std::mutex mutex_;
    Connection keys_, data_;
    vault::Vault vault_;
    KeyReader key_reader_;
    FindKey find_;
    std::int64_t epoch_;
    Broken broken_;
};

}  // namespace db::sqlite
