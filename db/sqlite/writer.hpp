#pragma once
/// \file db/sqlite/writer.hpp
/// The one thread that writes and checkpoints. It takes what is queued, commits it together, and only then
/// tells.
///
/// Group commit has no timer: a batch ends when the queue is empty, or at its limits. A unit that fails is
/// rolled back alone. A batch that fails as a whole is rolled back and its units are run again one by one, so
/// that one that cannot be written costs only itself. Threads: `add` and `close` from any thread.

#include "db/sqlite/reader.hpp"
#include "db/sqlite/space.hpp"
#include "db/sqlite/startup.hpp"

#include <condition_variable>
#include <deque>
#include <thread>

namespace db::sqlite {

class Writer {
  public:
    using Unit = std::function<void(SqliteTransaction&)>;

    Writer(
        Files& files, Reader& reader, Space& space, const StoreOptions& options, SqliteTransaction::Instance
    );
    ~Writer() { close(); }

    void add(Unit unit, Store::Completion done);
    void add_scrub(Store::Completion done) { push({{}, std::move(done), {}}); }
    void close();

  private:
    /// Without a unit it is a scrub.
    struct Job {
        Unit unit;
        Store::Completion done;
        std::exception_ptr failure;
    };

    void push(Job job);
    void run();
    std::optional<Job> next_unit();
    void run_batch(Job first);
    void run_alone(Job& job);
    void run_scrub(Job& job);
    void begin();
    void commit();
    void roll_back();
    void run_unit(Job& job);
    void checkpoint_if_long();
    /// Decides what an error means for the store. \returns true if trying again may help.
    bool note(const std::exception_ptr& failure);
    void tell(StoreEvent::Kind kind, std::int64_t number = 0, std::int64_t micros = 0) const;

    Files& files_;
    Reader& reader_;
    Space& space_;
    const StoreOptions& options_;
    SqliteTransaction transaction_;
    bool unresolved_ = false;  ///< keys.db holds an erasure of a batch that failed
    bool broken_ = false;      ///< keys.db is damaged: nothing is written any more

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> queue_;
    bool closing_ = false;
    std::thread thread_;  // last: it uses all of the above
};

/// What callers get for an error of SQLite's: NoSpace or Unavailable; other exceptions as they are.
[[nodiscard]] std::exception_ptr as_told(const std::exception_ptr& failure);

}  // namespace db::sqlite
