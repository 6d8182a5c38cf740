#include "db/sqlite/space.hpp"

#include "db/durable_file.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace db::sqlite {

Space::Space(const StoreOptions& options) : options_(options), ballast_(options.folder / "ballast") {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(ballast_, ignored);
    has_ballast_ = options_.ballast_bytes == 0 || (!ignored && size == options_.ballast_bytes);
    if (!has_ballast_) recover();
}

void Space::tell(StoreEvent::Kind kind, std::int64_t number) const {
    if (options_.observer) options_.observer({kind, number, 0});
}

std::uint64_t Space::free_now() {
    if (options_.free_bytes) return options_.free_bytes();
    struct statvfs info {};
    // An unknown amount counts as enough: a real shortage still shows as SQLITE_FULL.
    if (::statvfs(options_.folder.c_str(), &info) != 0) return options_.floor_bytes + options_.ballast_bytes;
    return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

bool Space::accepts() {
    if (full_) return false;
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (known_ && now - looked_at_ < options_.free_bytes_every) return enough_;
    const auto free = free_now();
    const bool enough = free >= options_.floor_bytes;
    if (enough != enough_)
        tell(
            enough ? StoreEvent::Kind::intake_resumed : StoreEvent::Kind::intake_refused,
            static_cast<std::int64_t>(free)
        );
    known_ = true;
    enough_ = enough;
    looked_at_ = now;
    return enough;
}

bool Space::became_full() {
    if (!full_.exchange(true)) tell(StoreEvent::Kind::disk_full);
    if (options_.ballast_bytes == 0 || !has_ballast_) return false;
    std::error_code failed;
    std::filesystem::remove(ballast_, failed);
    has_ballast_ = false;
    if (failed) return false;
    tell(StoreEvent::Kind::ballast_dropped, static_cast<std::int64_t>(options_.ballast_bytes));
    return true;
}

bool Space::make_ballast() {
    std::error_code ignored;
    std::filesystem::remove(ballast_, ignored);
    const Descriptor fd(::open(ballast_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (fd && ::posix_fallocate(fd.get(), 0, static_cast<off_t>(options_.ballast_bytes)) == 0 &&
        ::fsync(fd.get()) == 0)
        return true;
    std::filesystem::remove(ballast_, ignored);
    return false;
}

void Space::recover() {
    const auto free = free_now();
    const auto ballast = has_ballast_ ? 0 : options_.ballast_bytes;
    if (free < options_.floor_bytes + ballast) return;
    if (!has_ballast_) {
        if (!make_ballast()) return;
        has_ballast_ = true;
        tell(StoreEvent::Kind::ballast_restored, static_cast<std::int64_t>(options_.ballast_bytes));
    }
    if (full_.exchange(false)) tell(StoreEvent::Kind::intake_resumed, static_cast<std::int64_t>(free));
}

}  // namespace db::sqlite
