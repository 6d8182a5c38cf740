#pragma once
/// \file tests/support/memory_store.hpp
/// A store in memory that can hurt: it commits late, fails, and loses what was not committed when it dies.
/// What is in `Disk` was committed and survives; everything else is gone with the object.

#include "db/store.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

namespace tests {

struct Disk {
    struct In {
        db::InboxEntry entry;
        bool finished = false, quarantined = false;
    };
    std::map<std::int64_t, In> inbox;
    std::map<std::string, std::int64_t> seen;  // channel, event id -> seq
    std::map<std::int64_t, db::OutboxEntry> outbox;
    std::map<std::int64_t, int> outbox_epoch;
    std::map<std::string, std::string> states;
    std::map<std::string, db::ConversationRef> names;
    std::set<std::string> erased;
    int quarantined_raw = 0;
    std::int64_t last_seq = 0, last_id = 0;
    int epoch = 0;
    std::function<void(const std::filesystem::path&)> on_backup;  ///< told of each copy that is asked for
};

class MemoryStore final : public db::Store {
  public:
    /// \param later    runs a call after the next commit's latency; the test decides how long that is
    /// \param failing  asked before each commit: true makes the whole batch fail, nothing of it is kept
    MemoryStore(Disk& disk, std::function<void(std::function<void()>)> later, std::function<bool()> failing);
    ~MemoryStore() override;

    void write(Unit unit, Completion done) override;
    std::vector<db::InboxEntry> pending_inbox(std::int64_t after_seq, int limit) override;
    std::optional<db::InboxEntry> inbox_entry(std::int64_t seq) override;
    std::vector<db::OutboxEntry> pending_outbox(std::int64_t after_id, int limit) override;
    std::optional<db::OutboxEntry> outbox_entry(std::int64_t id) override;
    std::optional<std::string> read_state(const db::ConversationRef&) override;
    std::vector<db::OutboxEntry> answers_to(const db::ConversationRef&, std::string_view event_id) override;
    std::vector<db::OutboxEntry> rows_of(const db::ConversationRef&) override;
    std::vector<std::string> sent(const db::ConversationRef&, std::string_view kind) override;
    std::vector<db::ConversationRef> conversations(std::string_view channel) override;
    db::Counts counts() override;
    bool accepts_intake() override { return !full; }
    bool full = false;  ///< below the floor of free space
    void scrub(Completion done) override;
    void purge(db::PurgeBefore before, db::Micros now, Completion done) override;
    void backup(const std::filesystem::path& target, db::Micros, Completion done) override {
        if (disk_.on_backup) disk_.on_backup(target);
        done(nullptr);
    }
    void close() override {}

    /// The process dies. `commit_first`: what was queued had just reached the disk, but nobody was told.
    void die(bool commit_first);

  private:
    void commit_queued(bool tell);
    db::OutboxEntry seen_from_this_run(std::int64_t id) const;

    Disk& disk_;
    std::function<void(std::function<void()>)> later_;
    std::function<bool()> failing_;
    std::deque<std::pair<Unit, Completion>> queue_;
    bool scheduled_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace tests
