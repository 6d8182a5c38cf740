#include "tests/support/memory_store.hpp"

#include <algorithm>
#include <utility>

namespace tests {

namespace {
std::string key_of(const db::ConversationRef& c) {
    return c.channel + '\n' + c.id;
}

class Unit final : public db::Transaction {
  public:
    explicit Unit(Disk& disk) : disk_(disk) {}

    std::optional<std::int64_t> admit(const db::NewInbound& in) override {
        auto const seq = disk_.last_seq + 1;
        if (!disk_.seen.try_emplace(in.conversation.channel + '\n' + in.event_id, seq).second)
            return std::nullopt;
        disk_.last_seq = seq;
        disk_.inbox[seq].entry = {seq, in.conversation, in.event_id, in.payload, in.received_at, 0};
        return seq;
    }
    bool finish(std::int64_t seq, db::Micros) override {
        auto const at = disk_.inbox.find(seq);
        if (at == disk_.inbox.end() || at->second.finished) return false;
        at->second.finished = true;
        return true;
    }
    int count_attempt(std::int64_t seq) override { return ++disk_.inbox.at(seq).entry.attempts; }
    bool quarantine(std::int64_t seq, std::string_view, db::Micros) override {
        auto const at = disk_.inbox.find(seq);
        if (at == disk_.inbox.end() || at->second.finished) return false;
        return at->second.finished = at->second.quarantined = true;
    }
    void quarantine_raw(std::string_view, std::string_view, std::string_view, db::Micros) override {
        ++disk_.quarantined_raw;
    }
    std::optional<std::string> state(const db::ConversationRef& c) override {
        auto const at = disk_.states.find(key_of(c));
        return at == disk_.states.end() ? std::nullopt : std::optional(at->second);
    }
    void save_state(const db::ConversationRef& c, std::string_view state, db::Micros, db::Micros) override {
        disk_.states[key_of(c)] = state;
        disk_.names[key_of(c)] = c;
    }
    std::int64_t enqueue(const db::NewOutbound& out, db::Micros now) override {
        auto const id = ++disk_.last_id;
        db::OutboxEntry row;
        row.id = id;
        row.conversation = out.conversation;
        row.kind = out.kind;
        row.payload = out.payload;
        row.answers = out.answers;
        row.target = out.target;
        row.key = "key" + std::to_string(id);
        row.created_at = now;
        row.not_before = out.not_before;
        row.expires_at = out.expires_at;
        row.precedence = out.precedence;
        disk_.outbox[id] = std::move(row);
        disk_.outbox_epoch[id] = disk_.epoch;
        return id;
    }
    void delivered(std::int64_t id, std::string_view remote, db::Micros) override {
        auto& row = disk_.outbox.at(id);
        row.state = db::Delivery::delivered;
        row.remote_id = remote;
    }
    void postpone(std::int64_t id, db::Micros at) override {
        if (auto const row = disk_.outbox.find(id); row != disk_.outbox.end()) {
            row->second.not_before = at;
            ++row->second.tries;
        }
    }
    void give_up(std::int64_t id, db::Delivery why, db::Micros) override { disk_.outbox.at(id).state = why; }
    void forget_event(const db::ConversationRef& c, std::string_view event, db::Micros) override {
        for (auto& [id, row] : disk_.outbox)
            if (row.conversation == c && row.answers == event && row.state != db::Delivery::pending)
                row.payload.clear();
    }
    void audit(const db::AuditLine&) override {}
    void erase(const db::ConversationRef& c, std::string_view, db::Micros) override {
        disk_.states.erase(key_of(c));
        disk_.names.erase(key_of(c));
        disk_.erased.insert(key_of(c));
        std::erase_if(disk_.inbox, [&](auto& each) { return each.second.entry.conversation == c; });
        std::erase_if(disk_.outbox, [&](auto& each) { return each.second.conversation == c; });
    }

  private:
    Disk& disk_;
};
}  // namespace

MemoryStore::MemoryStore(
    Disk& disk, std::function<void(std::function<void()>)> later, std::function<bool()> failing
)
    : disk_(disk), later_(std::move(later)), failing_(std::move(failing)) {
    ++disk_.epoch;
}

MemoryStore::~MemoryStore() {
    *alive_ = false;
}

void MemoryStore::write(Unit unit, Completion done) {
    queue_.emplace_back(std::move(unit), std::move(done));
    if (scheduled_) return;
    scheduled_ = true;
    later_([this, alive = alive_] {
        if (*alive) commit_queued(true);
    });
}

void MemoryStore::commit_queued(bool tell) {
    scheduled_ = false;
    auto batch = std::move(queue_);
    queue_.clear();
    std::vector<std::exception_ptr> results;
    if (failing_()) {
        results.assign(batch.size(), std::make_exception_ptr(db::Unavailable("the disk said no")));
    } else {
        Disk next = disk_;
        for (auto& [unit, done] : batch) {
            Disk trial = next;
            try {
                tests::Unit tx(trial);
                unit(tx);
                next = std::move(trial);
                results.emplace_back();
            } catch (...) {
                results.push_back(std::current_exception());
            }
        }
        disk_ = std::move(next);
    }
    if (!tell) return;
    for (std::size_t i = 0; i < batch.size(); ++i) batch[i].second(results[i]);
}

void MemoryStore::die(bool commit_first) {
    *alive_ = false;
    if (commit_first) commit_queued(false);
    queue_.clear();
}

std::vector<db::InboxEntry> MemoryStore::pending_inbox(std::int64_t after, int limit) {
    std::vector<db::InboxEntry> found;
    for (auto at = disk_.inbox.upper_bound(after);
         at != disk_.inbox.end() && std::cmp_less(found.size(), limit);
         ++at)
        if (!at->second.finished) found.push_back(at->second.entry);
    return found;
}

std::optional<db::InboxEntry> MemoryStore::inbox_entry(std::int64_t seq) {
    auto const at = disk_.inbox.find(seq);
    if (at == disk_.inbox.end() || at->second.finished) return std::nullopt;
    return at->second.entry;
}

db::OutboxEntry MemoryStore::seen_from_this_run(std::int64_t id) const {
    db::OutboxEntry row = disk_.outbox.at(id);
    row.from_earlier_run = disk_.outbox_epoch.at(id) != disk_.epoch;
    return row;
}

std::vector<db::OutboxEntry> MemoryStore::pending_outbox(std::int64_t after, int limit) {
    std::vector<db::OutboxEntry> found;
    for (auto at = disk_.outbox.upper_bound(after);
         at != disk_.outbox.end() && std::cmp_less(found.size(), limit);
         ++at)
        if (at->second.state == db::Delivery::pending) found.push_back(seen_from_this_run(at->first));
    return found;
}

std::optional<db::OutboxEntry> MemoryStore::outbox_entry(std::int64_t id) {
    if (!disk_.outbox.contains(id)) return std::nullopt;
    return seen_from_this_run(id);
}

std::optional<std::string> MemoryStore::read_state(const db::ConversationRef& c) {
    return tests::Unit(disk_).state(c);
}

std::vector<db::OutboxEntry> MemoryStore::answers_to(const db::ConversationRef& c, std::string_view event) {
    std::vector<db::OutboxEntry> found;
    for (auto const& [id, row] : disk_.outbox)
        if (row.conversation == c && row.answers == event) found.push_back(seen_from_this_run(id));
    return found;
}

std::vector<db::OutboxEntry> MemoryStore::rows_of(const db::ConversationRef& c) {
    std::vector<db::OutboxEntry> found;
    for (auto const& [id, row] : disk_.outbox)
        if (row.conversation == c) found.push_back(seen_from_this_run(id));
    return found;
}

std::vector<std::string> MemoryStore::sent(const db::ConversationRef& c, std::string_view kind) {
    std::vector<std::string> found;
    for (auto const& [id, row] : disk_.outbox)
        if (row.conversation == c && row.kind == kind && row.state == db::Delivery::delivered)
            found.push_back(row.remote_id);
    return found;
}

std::vector<db::ConversationRef> MemoryStore::conversations(std::string_view channel) {
    std::vector<db::ConversationRef> found;
    for (auto const& [key, name] : disk_.names)
        if (name.channel == channel) found.push_back(name);
    return found;
}

db::Counts MemoryStore::counts() {
    db::Counts counts;
    for (auto const& [seq, in] : disk_.inbox) {
        counts.inbox_pending += in.finished ? 0 : 1;
        counts.inbox_quarantined += in.quarantined ? 1 : 0;
    }
    for (auto const& [id, row] : disk_.outbox)
        counts.outbox_pending += row.state == db::Delivery::pending ? 1 : 0;
    counts.conversations = static_cast<std::int64_t>(disk_.states.size());
    return counts;
}

void MemoryStore::scrub(Completion done) {
    write([](db::Transaction&) {}, std::move(done));
}
void MemoryStore::purge(db::PurgeBefore, db::Micros, Completion done) {
    write([](db::Transaction&) {}, std::move(done));
}

}  // namespace tests
