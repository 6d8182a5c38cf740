#pragma once
/// \file db/sqlite/space.hpp
/// Free space: the floor under which intake is refused, and the ballast that is thrown out when the disk is
/// full.
///
/// At SQLITE_FULL in WAL mode not even a DELETE or a checkpoint succeeds: erasing needs room. Giving up a
/// file larger than the log brings it back (measured, reference/reliability.md §0.7). Threads: `accepts` from
/// any; the rest from the writer's.

#include "db/sqlite/open.hpp"

#include <atomic>
#include <mutex>

namespace db::sqlite {

class Space {
  public:
    explicit Space(const StoreOptions& options);

    /// Enough room for intake. Asks the file system at most once in `free_bytes_every`.
    [[nodiscard]] bool accepts();
    /// SQLite said FULL: refuse intake and drop the ballast. \returns true if dropping it made room.
    bool became_full();
    /// Puts the ballast back and opens intake again once there is room for both.
    void recover();
    [[nodiscard]] bool wants_recovery() const { return full_ || !has_ballast_; }

  private:
    std::uint64_t free_now();
    void tell(StoreEvent::Kind kind, std::int64_t number = 0) const;
    bool make_ballast();

    const StoreOptions& options_;
    std::filesystem::path ballast_;
    std::atomic<bool> full_{false};
    std::atomic<bool> has_ballast_{false};
    std::mutex mutex_;
    bool known_ = false, enough_ = true;
    std::chrono::steady_clock::time_point looked_at_;
};

}  // namespace db::sqlite
