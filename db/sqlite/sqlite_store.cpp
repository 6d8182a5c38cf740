#include "db/sqlite/backup.hpp"
#include "db/sqlite/open.hpp"
#include "db/sqlite/reader.hpp"
#include "db/sqlite/startup.hpp"
#include "db/sqlite/writer.hpp"

namespace db::sqlite {
namespace {

template <class Look>
auto look(Look at) {
    try {
        return at();
    } catch (const SQLite::Exception&) {
        std::rethrow_exception(as_told(std::current_exception()));
    }
}

/// Ends what began in the opposite order: writer thread, readers, then the connections that write.
class SqliteStore final : public Store {
  public:
    explicit SqliteStore(StoreOptions options)
        : options_(std::move(options)), files_(options_, Files::Copy::refuse), space_(options_) {
        const auto instance = files_.start_epoch();
        // The last process may have ended between an erasure and its scrub.
        (void)files_.keys_file.truncate_log();
        (void)files_.data_file.truncate_log();
        reader_.emplace(
            options_,
            files_.master,
            instance.epoch,
            [this](std::vector<std::int64_t> inbox, std::vector<std::int64_t> outbox) {
                writer_->add(
                    [inbox = std::move(inbox), outbox = std::move(outbox)](SqliteTransaction& transaction) {
                        transaction.set_aside_broken(inbox, outbox);
                    },
                    {}
                );
            }
        );
        writer_.emplace(files_, *reader_, space_, options_, instance);
    }

    ~SqliteStore() override { SqliteStore::close(); }

    void write(Unit unit, Completion done) override {
        writer_->add([unit = std::move(unit)](SqliteTransaction& t) { unit(t); }, std::move(done));
    }

    std::vector<InboxEntry> pending_inbox(std::int64_t after_seq, int limit) override {
        return look([&] { return reader_->pending_inbox(after_seq, limit); });
    }
    std::optional<InboxEntry> inbox_entry(std::int64_t seq) override {
        return look([&] { return reader_->inbox_entry(seq); });
    }
    std::vector<OutboxEntry> pending_outbox(std::int64_t after_id, int limit) override {
        return look([&] { return reader_->pending_outbox(after_id, limit); });
    }
    std::optional<OutboxEntry> outbox_entry(std::int64_t id) override {
        return look([&] { return reader_->outbox_entry(id); });
    }
    std::optional<std::string> read_state(const ConversationRef& ref) override {
        return look([&] { return reader_->state(ref); });
    }
    std::vector<OutboxEntry> answers_to(const ConversationRef& ref, std::string_view event_id) override {
        return look([&] { return reader_->answers_to(ref, event_id); });
    }
    std::vector<OutboxEntry> rows_of(const ConversationRef& ref) override {
        return look([&] { return reader_->outbox_of(ref); });
    }
    std::vector<std::string> sent(const ConversationRef& ref, std::string_view kind) override {
        std::vector<std::string> out;
        for (auto& row : look([&] { return reader_->outbox_of(ref); }))
            if (row.kind == kind && !row.remote_id.empty()) out.push_back(std::move(row.remote_id));
        return out;
    }
    std::vector<ConversationRef> conversations(std::string_view channel) override {
        return look([&] { return reader_->conversations(channel); });
    }
    Counts counts() override {
        return look([&] { return reader_->counts(); });
    }

    bool accepts_intake() override { return space_.accepts(); }

    void scrub(Completion done) override { writer_->add_scrub(std::move(done)); }

    void purge(PurgeBefore before, Micros now, Completion done) override {
        writer_->add([before, now](SqliteTransaction& t) { t.purge(before, now); }, std::move(done));
    }

    void backup(const std::filesystem::path& target, Micros now, Completion done) override {
        {
            const std::lock_guard lock(backup_mutex_);
            if (!backing_up_ && !closed_) {
                if (backup_thread_.joinable()) backup_thread_.join();  // it has ended
                backing_up_ = true;
                backup_thread_ = std::thread([this, target, now, done = std::move(done)] {
                    std::exception_ptr failure;
                    try {
                        detail::write_backup(options_, files_.master, target, now);
                    } catch (...) {
                        failure = as_told(std::current_exception());
                    }
                    {
                        const std::lock_guard again(backup_mutex_);
                        backing_up_ = false;
                    }
                    if (done) done(failure);
                });
                return;
            }
        }
        if (done)
            done(std::make_exception_ptr(Unavailable("Une copie est en cours, ou la base est fermée.")));
    }

    void close() override {
        std::thread backup;
        {
            const std::lock_guard lock(backup_mutex_);
            closed_ = true;
            backup = std::move(backup_thread_);
        }
        if (backup.joinable()) backup.join();
        writer_->close();
    }

  private:
    StoreOptions options_;
    Files files_;
    Space space_;
    std::optional<Reader> reader_;
    std::optional<Writer> writer_;
    std::mutex backup_mutex_;
    std::thread backup_thread_;
    bool backing_up_ = false, closed_ = false;
};

}  // namespace

std::unique_ptr<Store> open(StoreOptions options) {
    auto store = in_words(options.folder, [&options] {
        try {
            return std::make_unique<SqliteStore>(options);
        } catch (const SQLite::Exception&) {
            // A full disk forbids even to start; what the ballast frees is enough to refuse politely and to
            // erase.
            std::error_code kept;
            if (!std::filesystem::remove(options.folder / "ballast", kept)) throw;
            return std::make_unique<SqliteStore>(options);
        }
    });
    give_store_to_owner(options.folder);
    return store;
}

}  // namespace db::sqlite
