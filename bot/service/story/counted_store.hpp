#pragma once
/// \file bot/service/story/counted_store.hpp
/// A store that knows how much of what it was asked for is still under way: a story on a virtual clock moves its hand only when
/// nothing is. Everything else is the store's own.
///
/// Threads: as the store's. Ownership: takes it over.

#include "db/store.hpp"

#include <atomic>
#include <memory>
#include <utility>

namespace bot::service {

class CountedStore final : public db::Store {
  public:
    explicit CountedStore(std::unique_ptr<db::Store> store) : store_(std::move(store)) {}

    /// Zero: whoever asked for something has been told how it ended.
    [[nodiscard]] int under_way() const { return under_way_.load(); }

    void write(Unit unit, Completion done) override { store_->write(std::move(unit), counted(std::move(done))); }
    void scrub(Completion done) override { store_->scrub(counted(std::move(done))); }
    void purge(db::PurgeBefore before, db::Micros now, Completion done) override { store_->purge(before, now, counted(std::move(done))); }
    void backup(const std::filesystem::path& target, db::Micros now, Completion done) override {
        store_->backup(target, now, counted(std::move(done)));
    }

    std::vector<db::InboxEntry> pending_inbox(std::int64_t after_seq, int limit) override { return store_->pending_inbox(after_seq, limit); }
    std::optional<db::InboxEntry> inbox_entry(std::int64_t seq) override { return store_->inbox_entry(seq); }
    std::vector<db::OutboxEntry> pending_outbox(std::int64_t after_id, int limit) override { return store_->pending_outbox(after_id, limit); }
    std::optional<db::OutboxEntry> outbox_entry(std::int64_t id) override { return store_->outbox_entry(id); }
    std::optional<std::string> read_state(const db::ConversationRef& ref) override { return store_->read_state(ref); }
    std::vector<db::OutboxEntry> answers_to(const db::ConversationRef& ref, std::string_view event_id) override { return store_->answers_to(ref, event_id); }
    std::vector<db::OutboxEntry> rows_of(const db::ConversationRef& ref) override { return store_->rows_of(ref); }
    std::vector<std::string> sent(const db::ConversationRef& ref, std::string_view kind) override { return store_->sent(ref, kind); }
    std::vector<db::ConversationRef> conversations(std::string_view channel) override { return store_->conversations(channel); }
    db::Counts counts() override { return store_->counts(); }
    bool accepts_intake() override { return store_->accepts_intake(); }
    void close() override { store_->close(); }

  private:
    Completion counted(Completion done) {
        ++under_way_;
        return [this, done = std::move(done)](std::exception_ptr failure) {
            done(std::move(failure));
            --under_way_;
        };
    }

    std::unique_ptr<db::Store> store_;
    std::atomic<int> under_way_{0};
};

}  // namespace bot::service
