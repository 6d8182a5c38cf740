#pragma once
/// \file tests/adapters/matrix/stub_store.hpp
/// A store that remembers what was admitted, reports commits on another thread as the real one does, and can
/// be full.

#include "db/store.hpp"

#include <exception>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace tests {

class StubStore final : public db::Store, private db::Transaction {
  public:
    ~StubStore() override { close(); }

    std::vector<db::NewInbound> admitted;
    std::vector<std::string> quarantined;  ///< raw payloads
    bool accepts = true, fails = false, throws_at_once = false, runs_units_twice = false;

    void write(Unit unit, Completion done) override {
        if (throws_at_once) throw db::Unavailable("closed");
        close();
        auto const before = std::tuple(admitted, quarantined, seen_);
        std::exception_ptr failure;
        unit(*this);
        if (runs_units_twice || fails) std::tie(admitted, quarantined, seen_) = before;
        if (runs_units_twice) unit(*this);
        if (fails) failure = std::make_exception_ptr(db::NoSpace("full"));
        thread_ = std::thread([done = std::move(done), failure] { done(failure); });
    }
    bool accepts_intake() override { return accepts; }
    void close() override {
        if (thread_.joinable()) thread_.join();
    }

    std::vector<db::InboxEntry> pending_inbox(std::int64_t, int) override { return {}; }
    std::optional<db::InboxEntry> inbox_entry(std::int64_t) override { return {}; }
    std::vector<db::OutboxEntry> pending_outbox(std::int64_t, int) override { return {}; }
    std::optional<db::OutboxEntry> outbox_entry(std::int64_t) override { return {}; }
    std::optional<std::string> read_state(const db::ConversationRef&) override { return {}; }
    std::vector<db::OutboxEntry> answers_to(const db::ConversationRef&, std::string_view) override {
        return {};
    }
    std::vector<db::OutboxEntry> rows_of(const db::ConversationRef&) override { return {}; }
    std::vector<std::string> sent(const db::ConversationRef&, std::string_view) override { return {}; }
    std::vector<db::ConversationRef> conversations(std::string_view) override { return {}; }
    db::Counts counts() override { return {}; }
    void scrub(Completion) override {}
    void purge(db::PurgeBefore, db::Micros, Completion) override {}
    void backup(const std::filesystem::path&, db::Micros, Completion) override {}

  private:
    std::optional<std::int64_t> admit(const db::NewInbound& event) override {
        if (!seen_.insert(event.event_id).second) return std::nullopt;
        admitted.push_back(event);
        return static_cast<std::int64_t>(admitted.size());
    }
    void quarantine_raw(std::string_view, std::string_view payload, std::string_view, db::Micros) override {
        quarantined.emplace_back(payload);
    }
    bool finish(std::int64_t, db::Micros) override { return true; }
    int count_attempt(std::int64_t) override { return 1; }
    bool quarantine(std::int64_t, std::string_view, db::Micros) override { return true; }
    std::optional<std::string> state(const db::ConversationRef&) override { return {}; }
    void save_state(const db::ConversationRef&, std::string_view, db::Micros, db::Micros) override {}
    std::int64_t enqueue(const db::NewOutbound&, db::Micros) override { return 1; }
    void delivered(std::int64_t, std::string_view, db::Micros) override {}
    void postpone(std::int64_t, db::Micros) override {}
    void give_up(std::int64_t, db::Delivery, db::Micros) override {}
    void forget_event(const db::ConversationRef&, std::string_view, db::Micros) override {}
    void audit(const db::AuditLine&) override {}
    void erase(const db::ConversationRef&, std::string_view, db::Micros) override {}

    std::set<std::string> seen_;
    std::thread thread_;
};

}  // namespace tests
