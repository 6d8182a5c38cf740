#include "db/sqlite/reader.hpp"

namespace db::sqlite {
namespace {

/// Five hundred mails with their files would be gigabytes.
constexpr std::size_t page_bytes = std::size_t{16} << 20;

/// An erasure may take a key between the look at phare.db and the look at keys.db; then the row is gone too.
template <class Look>
auto settled(Look look) {
    try {
        return look();
    } catch (const KeyGone&) {
        return look();
    }
}

}  // namespace

Reader::Reader(const StoreOptions& options, const vault::Secret& master, std::int64_t epoch, Broken broken)
    : keys_(options.folder / "keys.db", Connection::Mode::reader, options.vfs),
      data_(options.folder / "phare.db", Connection::Mode::reader, options.vfs),
      vault_(master),
      key_reader_(keys_, vault_),
      find_([this](std::int64_t dek) { return key_reader_.find(dek); }),
      epoch_(epoch),
      broken_(std::move(broken)) {}

std::vector<InboxEntry> Reader::pending_inbox(std::int64_t after_seq, int limit) {
    std::vector<InboxEntry> out;
    std::vector<std::int64_t> broken;
    {
        const std::lock_guard lock(mutex_);
        auto q =
            data_.use("SELECT " DB_INBOX_COLUMNS
                      " FROM inbox WHERE state = 0 AND ended_at IS NULL AND seq > ? ORDER BY seq LIMIT ?");
        q.bind(1, after_seq).bind(2, std::int64_t{limit});
        std::size_t bytes = 0;
        while (bytes < page_bytes && q.step()) {
            try {
                out.push_back(read_inbox(q, vault_, find_));
                bytes += out.back().payload.size();
            } catch (const BrokenSeal&) {
                broken.push_back(q.number(0));
            }
        }
    }
    if (!broken.empty()) broken_(std::move(broken), {});
    return out;
}

std::optional<InboxEntry> Reader::inbox_entry(std::int64_t seq) {
    const std::lock_guard lock(mutex_);
    return settled([&]() -> std::optional<InboxEntry> {
        auto q = data_.use("SELECT " DB_INBOX_COLUMNS " FROM inbox WHERE seq = ? AND body IS NOT NULL");
        if (!q.bind(1, seq).step()) return std::nullopt;
        return read_inbox(q, vault_, find_);
    });
}

std::vector<OutboxEntry> Reader::pending_outbox(std::int64_t after_id, int limit) {
    std::vector<OutboxEntry> out;
    std::vector<std::int64_t> broken;
    {
        const std::lock_guard lock(mutex_);
        auto q =
            data_.use("SELECT " DB_OUTBOX_COLUMNS
                      " FROM outbox WHERE state = 0 AND ended_at IS NULL AND id > ? ORDER BY id LIMIT ?");
        q.bind(1, after_id).bind(2, std::int64_t{limit});
        while (q.step()) {
            try {
                out.push_back(outbox(q));
            } catch (const BrokenSeal&) {
                broken.push_back(q.number(0));
            }
        }
    }
    if (!broken.empty()) broken_({}, std::move(broken));
    return out;
}

std::optional<OutboxEntry> Reader::outbox_entry(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    return settled([&]() -> std::optional<OutboxEntry> {
        auto q = data_.use("SELECT " DB_OUTBOX_COLUMNS " FROM outbox WHERE id = ?");
        if (!q.bind(1, id).step()) return std::nullopt;
        return outbox(q);
    });
}

std::optional<std::string> Reader::state(const ConversationRef& ref) {
    const std::lock_guard lock(mutex_);
    for (const auto& key : key_reader_.of(vault_.conversation(ref))) {
        auto q = data_.use("SELECT state FROM conversation WHERE dek = ?");
        if (q.bind(1, key.id).step()) return open_state(vault_, key, q.bytes(0));
    }
    return std::nullopt;
}

std::vector<OutboxEntry> Reader::answers_to(const ConversationRef& ref, std::string_view event_id) {
    const std::lock_guard lock(mutex_);
    return settled([&] {
        std::vector<OutboxEntry> out;
        auto q = data_.use("SELECT " DB_OUTBOX_COLUMNS " FROM outbox WHERE answers = ? ORDER BY id");
        q.blob(1, vault::bytes(vault_.event(ref.channel, event_id)));
        while (q.step()) try {
                out.push_back(outbox(q));
            } catch (const BrokenSeal&) {  // lost: there is nothing to edit or take back by it
            }
        // An event's name is the peer's word: what another conversation answered to it is not this one's.
        std::erase_if(out, [&](const OutboxEntry& row) { return !(row.conversation == ref); });
        return out;
    });
}

std::vector<OutboxEntry> Reader::outbox_of(const ConversationRef& ref) {
    const std::lock_guard lock(mutex_);
    std::vector<OutboxEntry> out;
    for (const auto& key : key_reader_.of(vault_.conversation(ref))) {
        auto q = data_.use("SELECT " DB_OUTBOX_COLUMNS " FROM outbox WHERE dek = ? ORDER BY id");
        q.bind(1, key.id);
        while (q.step()) try {
                out.push_back(read_outbox(
                    q, vault_, [&key](std::int64_t) { return key; }, epoch_
                ));
            } catch (const BrokenSeal&) {  // must not forbid the erasure of the rest
            }
    }
    return out;
}

std::vector<ConversationRef> Reader::conversations(std::string_view channel) {
    const std::lock_guard lock(mutex_);
    std::vector<ConversationRef> out;
    auto q = data_.use("SELECT dek, ref FROM conversation WHERE channel = ? ORDER BY dek");
    q.text(1, channel);
    while (q.step()) {
        try {
            // No key: erased a moment ago. A broken seal here is found when the state is read.
            if (const auto key = key_reader_.find(q.number(0)))
                out.push_back(open_conversation_ref(vault_, *key, q.bytes(1)));
        } catch (const BrokenSeal&) {
            continue;
        }
    }
    return out;
}

Counts Reader::counts() {
    const std::lock_guard lock(mutex_);
    const auto one = [this](const char* sql) {
        auto q = data_.use(sql);
        return q.step() ? q.number(0) : 0;
    };
    Counts out;
    out.inbox_pending = one("SELECT count(*) FROM inbox WHERE state = 0");
    out.inbox_quarantined = one("SELECT count(*) FROM inbox WHERE state = 2");
    out.outbox_pending = one("SELECT count(*) FROM outbox WHERE state = 0");
    out.conversations = one("SELECT count(*) FROM conversation");
    // The oldest row has the lowest id: ids are given in the order of writing.
    out.oldest_pending_outbox = one("SELECT created_at FROM outbox WHERE state = 0 ORDER BY id LIMIT 1");
    return out;
}

}  // namespace db::sqlite
