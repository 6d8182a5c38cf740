#pragma once
/// \file tests/support/fault_vfs.hpp
/// A disk that hurts, as an SQLite VFS over the real one: it fails the n-th operation, runs full, loses what
/// was not synced when the power goes, or says that it synced when it did not.
///
/// Power cuts: for each file it keeps what is durable and the writes since the last sync. At a cut each
/// 512-byte sector of such a write is kept, dropped, or trashed (SQLite's own model; bytes outside a write
/// are never touched, as the real VFS promises by POWERSAFE_OVERWRITE). The program does not notice: it goes
/// on, and the test opens the image. Threads: any; callbacks run on the thread of the operation, with the
/// lock held.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace tests::support {

class FaultVfs {
  public:
    enum class Op : std::uint8_t { open, read, write, truncate, sync, remove, shared_memory };
    enum class Last : std::uint8_t { once, for_ever };

    /// Registers itself with SQLite under `name`.
    explicit FaultVfs(std::string name);
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::int64_t operations() const;

    /// The n-th operation from the beginning fails (1 is the first); 0: none.
    void fail_at(std::int64_t n, Last last);
    [[nodiscard]] bool has_failed() const;
    [[nodiscard]] bool has_failed_a_sync() const;

    /// Writes that make a file longer fail with SQLITE_FULL once all files together are longer than this. 0:
    /// never.
    void set_quota(std::int64_t bytes);

    /// Syncs that change nothing on the disk.
    void lie_about_sync(bool lie);

    /// At each of these changing operations (write, truncate, sync, remove; 1 is the first) `cut` is called,
    /// which may call `write_image`.
    void cut_at(std::set<std::int64_t> changes, std::function<void(std::int64_t)> cut);
    [[nodiscard]] std::int64_t changes() const;
    /// Only inside `cut`: the files as the power cut leaves them.
    void write_image(const std::filesystem::path& folder, std::mt19937_64& random) const;

    struct File;
    struct Gate;  // the C functions
    friend struct Gate;

  private:
    struct Change {
        std::int64_t offset = 0;  ///< of a truncation: the new size
        std::string bytes;
        bool truncates = false;
    };
    struct State {
        std::string durable;
        std::vector<Change> unsynced;
        std::int64_t size = 0;
    };

    int before(Op op);  ///< SQLITE_OK, or the error to give
    void count_change();
    static void apply(std::string& image, const Change& change);

    std::string name_;
    sqlite3_vfs* base_ = nullptr;
    std::unique_ptr<sqlite3_vfs> vfs_;
    mutable std::recursive_mutex mutex_;
    std::map<std::string, State> files_;
    std::int64_t operations_ = 0, changes_ = 0, fail_at_ = 0, quota_ = 0;
    Last last_ = Last::once;
    bool failed_ = false, failed_sync_ = false, lies_ = false;
    std::set<std::int64_t> cuts_;
    std::function<void(std::int64_t)> cut_;
};

}  // namespace tests::support
