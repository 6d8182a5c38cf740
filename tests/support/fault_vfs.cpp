#include "tests/support/fault_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <new>
#include <stdexcept>

namespace tests::support {

struct FaultVfs::File {
    sqlite3_file head;  // SQLite sees this
    FaultVfs* vfs;
    State* state;  // null: a temporary file
    sqlite3_file* real;
};

namespace {

constexpr std::size_t sector = 512;

FaultVfs::File* self(sqlite3_file* file) {
    return reinterpret_cast<FaultVfs::File*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
    return self(file)->real;
}

int code_of(FaultVfs::Op op) {
    switch (op) {
        case FaultVfs::Op::open:
            return SQLITE_CANTOPEN;
        case FaultVfs::Op::read:
            return SQLITE_IOERR_READ;
        case FaultVfs::Op::write:
            return SQLITE_IOERR_WRITE;
        case FaultVfs::Op::truncate:
            return SQLITE_IOERR_TRUNCATE;
        case FaultVfs::Op::sync:
            return SQLITE_IOERR_FSYNC;
        case FaultVfs::Op::remove:
            return SQLITE_IOERR_DELETE;
        case FaultVfs::Op::shared_memory:
            return SQLITE_IOERR_SHMMAP;
    }
    return SQLITE_IOERR;
}

}  // namespace

int FaultVfs::before(Op op) {
    ++operations_;
    const bool now =
        fail_at_ > 0 && (last_ == Last::once ? operations_ == fail_at_ : operations_ >= fail_at_);
    if (!now) return SQLITE_OK;
    failed_ = true;
    failed_sync_ = failed_sync_ || op == Op::sync;
    return code_of(op);
}

void FaultVfs::count_change() {
    ++changes_;
    if (cuts_.contains(changes_)) cut_(changes_);
}

void FaultVfs::apply(std::string& image, const Change& change) {
    const auto at = static_cast<std::size_t>(change.offset);
    if (change.truncates) {
        if (image.size() > at) image.resize(at);
        return;
    }
    if (image.size() < at + change.bytes.size()) image.resize(at + change.bytes.size(), '\0');
    std::memcpy(image.data() + at, change.bytes.data(), change.bytes.size());
}

void FaultVfs::write_image(const std::filesystem::path& folder, std::mt19937_64& random) const {
    const auto mood = random() % 4;  // all kept, all lost, or a mixture
    for (const auto& [path, state] : files_) {
        std::string image = state.durable;
        for (const auto& change : state.unsynced) {
            if (change.truncates) {
                if (mood == 0 || (mood > 1 && random() % 2 == 0)) apply(image, change);
                continue;
            }
            std::size_t done = 0;
            while (done < change.bytes.size()) {
                const auto at = static_cast<std::size_t>(change.offset) + done;
                const auto size = std::min(sector - at % sector, change.bytes.size() - done);
                Change piece{static_cast<std::int64_t>(at), change.bytes.substr(done, size), false};
                const auto fate = mood == 0 ? 0 : mood == 1 ? 1 : random() % 3;
                if (fate == 2)
                    for (auto& c : piece.bytes) c = static_cast<char>(random() & 0xff);
                if (fate != 1) apply(image, piece);
                done += size;
            }
        }
        std::ofstream out(folder / std::filesystem::path(path).filename(), std::ios::binary);
        out.write(image.data(), static_cast<std::streamsize>(image.size()));
        if (!out) throw std::runtime_error("cannot write the image of " + path);
    }
}

struct FaultVfs::Gate {
    static int close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

    static int read(sqlite3_file* file, void* out, int size, sqlite3_int64 at) {
        auto& vfs = *self(file)->vfs;
        {
            const std::lock_guard lock(vfs.mutex_);
            if (const int code = vfs.before(Op::read); code != SQLITE_OK) return code;
        }
        return real(file)->pMethods->xRead(real(file), out, size, at);
    }

    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
        auto& vfs = *self(file)->vfs;
        const std::lock_guard lock(vfs.mutex_);
        if (const int code = vfs.before(Op::write); code != SQLITE_OK) return code;
        if (auto* const state = self(file)->state) {
            const auto end = static_cast<std::int64_t>(at) + size;
            if (vfs.quota_ > 0 && end > state->size) {
                std::int64_t total = end - state->size;
                for (const auto& each : vfs.files_) total += each.second.size;
                if (total > vfs.quota_) return SQLITE_FULL;
            }
            state->size = std::max(state->size, end);
            state->unsynced.push_back(
                {at, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size)), false}
            );
            vfs.count_change();
        }
        return real(file)->pMethods->xWrite(real(file), bytes, size, at);
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        auto& vfs = *self(file)->vfs;
        const std::lock_guard lock(vfs.mutex_);
        if (const int code = vfs.before(Op::truncate); code != SQLITE_OK) return code;
        if (auto* const state = self(file)->state) {
            state->size = std::min<std::int64_t>(state->size, size);
            state->unsynced.push_back({size, {}, true});
            vfs.count_change();
        }
        return real(file)->pMethods->xTruncate(real(file), size);
    }

    static int sync(sqlite3_file* file, int flags) {
        auto& vfs = *self(file)->vfs;
        const std::lock_guard lock(vfs.mutex_);
        if (const int code = vfs.before(Op::sync); code != SQLITE_OK) return code;
        if (auto* const state = self(file)->state) {
            vfs.count_change();
            if (!vfs.lies_) {
                for (const auto& change : state->unsynced) apply(state->durable, change);
                state->unsynced.clear();
            }
        }
        return real(file)->pMethods->xSync(real(file), flags);
    }

    static int size(sqlite3_file* file, sqlite3_int64* out) {
        return real(file)->pMethods->xFileSize(real(file), out);
    }
    static int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
    static int unlock(sqlite3_file* file, int level) {
        return real(file)->pMethods->xUnlock(real(file), level);
    }
    static int reserved(sqlite3_file* file, int* out) {
        return real(file)->pMethods->xCheckReservedLock(real(file), out);
    }
    static int control(sqlite3_file* file, int op, void* argument) {
        return real(file)->pMethods->xFileControl(real(file), op, argument);
    }
    static int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
    static int traits(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
    static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
        auto& vfs = *self(file)->vfs;
        {
            const std::lock_guard lock(vfs.mutex_);
            if (const int code = vfs.before(Op::shared_memory); code != SQLITE_OK) return code;
        }
        return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
    }
    static int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
        return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
    }
    static void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
    static int shm_unmap(sqlite3_file* file, int remove) {
        return real(file)->pMethods->xShmUnmap(real(file), remove);
    }

    static const sqlite3_io_methods* methods() {
        static const sqlite3_io_methods table = {
            2,
            close,
            read,
            write,
            truncate,
            sync,
            size,
            lock,
            unlock,
            reserved,
            control,
            sector_size,
            traits,
            shm_map,
            shm_lock,
            shm_barrier,
            shm_unmap,
            nullptr,
            nullptr};
        return &table;
    }

    static FaultVfs& owner(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* out, int flags, int* out_flags) {
        auto& mine = owner(vfs);
        auto* const file = new (out) File{{nullptr}, &mine, nullptr, nullptr};
        {
            const std::lock_guard lock(mine.mutex_);
            if (const int code = mine.before(Op::open); code != SQLITE_OK) return code;
        }
        file->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(out) + sizeof(File));
        const int code = mine.base_->xOpen(mine.base_, path, file->real, flags, out_flags);
        if (file->real->pMethods == nullptr) return code;
        file->head.pMethods = methods();
        if (code == SQLITE_OK && path != nullptr) {
            const std::lock_guard lock(mine.mutex_);
            const auto [at, is_new] = mine.files_.try_emplace(path);
            if (is_new) {
                std::ifstream in(path, std::ios::binary);
                at->second.durable.assign(std::istreambuf_iterator<char>(in), {});
                at->second.size = static_cast<std::int64_t>(at->second.durable.size());
            }
            file->state = &at->second;
        }
        return code;
    }

    static int remove(sqlite3_vfs* vfs, const char* path, int sync_folder) {
        auto& mine = owner(vfs);
        const std::lock_guard lock(mine.mutex_);
        if (const int code = mine.before(Op::remove); code != SQLITE_OK) return code;
        mine.count_change();
        if (const auto found = mine.files_.find(path); found != mine.files_.end()) mine.files_.erase(found);
        return mine.base_->xDelete(mine.base_, path, sync_folder);
    }

    static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
        return owner(vfs).base_->xAccess(owner(vfs).base_, path, flags, out);
    }
    static int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
        return owner(vfs).base_->xFullPathname(owner(vfs).base_, path, size, out);
    }
    static int randomness(sqlite3_vfs* vfs, int size, char* out) {
        return owner(vfs).base_->xRandomness(owner(vfs).base_, size, out);
    }
    static int sleep(sqlite3_vfs* vfs, int micros) {
        return owner(vfs).base_->xSleep(owner(vfs).base_, micros);
    }
    static int time(sqlite3_vfs* vfs, double* out) {
        return owner(vfs).base_->xCurrentTime(owner(vfs).base_, out);
    }
    static int last_error(sqlite3_vfs* vfs, int size, char* out) {
        return owner(vfs).base_->xGetLastError(owner(vfs).base_, size, out);
    }
    static int time64(sqlite3_vfs* vfs, sqlite3_int64* out) {
        return owner(vfs).base_->xCurrentTimeInt64(owner(vfs).base_, out);
    }
};

FaultVfs::FaultVfs(std::string name)
    : name_(std::move(name)), base_(sqlite3_vfs_find(nullptr)), vfs_(std::make_unique<sqlite3_vfs>()) {
    vfs_->iVersion = 2;
    vfs_->szOsFile = static_cast<int>(sizeof(File)) + base_->szOsFile;
    vfs_->mxPathname = base_->mxPathname;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->xOpen = Gate::open;
    vfs_->xDelete = Gate::remove;
    vfs_->xAccess = Gate::access;
    vfs_->xFullPathname = Gate::full_path;
    vfs_->xRandomness = Gate::randomness;
    vfs_->xSleep = Gate::sleep;
    vfs_->xCurrentTime = Gate::time;
    vfs_->xGetLastError = Gate::last_error;
    vfs_->xCurrentTimeInt64 = Gate::time64;
    if (sqlite3_vfs_register(vfs_.get(), 0) != SQLITE_OK) throw std::runtime_error("SQLite refuses the VFS");
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(vfs_.get());
}

std::int64_t FaultVfs::operations() const {
    const std::lock_guard lock(mutex_);
    return operations_;
}

void FaultVfs::fail_at(std::int64_t n, Last last) {
    const std::lock_guard lock(mutex_);
    fail_at_ = n;
    last_ = last;
}

bool FaultVfs::has_failed() const {
    const std::lock_guard lock(mutex_);
    return failed_;
}

bool FaultVfs::has_failed_a_sync() const {
    const std::lock_guard lock(mutex_);
    return failed_sync_;
}

void FaultVfs::set_quota(std::int64_t bytes) {
    const std::lock_guard lock(mutex_);
    quota_ = bytes;
}

void FaultVfs::lie_about_sync(bool lie) {
    const std::lock_guard lock(mutex_);
    lies_ = lie;
}

void FaultVfs::cut_at(std::set<std::int64_t> changes, std::function<void(std::int64_t)> cut) {
    const std::lock_guard lock(mutex_);
    cuts_ = std::move(changes);
    cut_ = std::move(cut);
}

std::int64_t FaultVfs::changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
}

}  // namespace tests::support
