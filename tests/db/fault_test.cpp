// The store on a disk that fails or is full. PHARE_FAULTS=all to fail at each single operation, PHARE_SEED to
// repeat.
#include "tests/db/told.hpp"
#include "tests/support/fault_vfs.hpp"

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fault_test {

using namespace tests;
using support::FaultVfs;

enum Ending : int { ended_well = 0, refused_to_open = 3, nothing_failed = 42 };

/// In a process of its own: an fsync that fails ends it, as it should.
int run_with_fault(const std::filesystem::path& folder, std::int64_t n, FaultVfs::Last last) {
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    FaultVfs disk("fault");
    disk.fail_at(n, last);
    auto options = options_for(folder);
    options.vfs = disk.name();
    options.observer = [&](const db::sqlite::StoreEvent& e) {
        if (e.kind == db::sqlite::StoreEvent::Kind::fsync_failed) std::ofstream(folder / "fsync_failed") << n;
    };
    try {
        const auto store = db::sqlite::open(options);
        for (const std::string name : {"a", "b", "c", "d"}) {
            const auto failure = result_of([&](db::Store::Completion done) {
                store->write(
                    [&](Transaction& t) {
                        t.admit(event(name, "$" + name));
                        t.save_state(room(name), "état " + name, morning, 0);
                        t.enqueue(message(name, "réponse", "$" + name), morning);
                    },
                    std::move(done)
                );
            });
            if (!failure) std::ofstream(folder / "told", std::ios::app) << "admitted " << name << std::endl;
        }
        for (const std::string name : {"b", "c"}) {
            std::ofstream(folder / "told", std::ios::app) << "erasing " << name << std::endl;
            const auto failure = result_of([&](db::Store::Completion done) {
                store->write([&](Transaction& t) { t.erase(room(name), "asked", morning); }, std::move(done));
            });
            if (!failure) std::ofstream(folder / "told", std::ios::app) << "erased " << name << std::endl;
        }
        (void)result_of([&](db::Store::Completion done) { store->scrub(std::move(done)); });
    } catch (const std::exception&) {
        return refused_to_open;
    }
    return disk.has_failed() ? ended_well : nothing_failed;
}

Told read_told(const std::filesystem::path& folder) {
    Told out;
    std::ifstream in(folder / "told");
    for (std::string what, name; in >> what >> name;)
        (what == "admitted" ? out.admitted : what == "erased" ? out.erased : out.erasure_begun).insert(name);
    return out;
}

void fail_at_each(FaultVfs::Last last) {
    const bool all = std::getenv("PHARE_FAULTS") != nullptr;
    const auto step = all ? 1 : 11;
    std::mt19937_64 random(seed_of_today());
    int faults = 0;
    for (std::int64_t n = 1 + static_cast<std::int64_t>(all ? 0 : random() % 11);; n += step) {
        const Folder folder;
        const auto data = folder / "data";
        std::filesystem::create_directory(data);
        std::fflush(stdout);
        const auto child = ::fork();
        if (child == 0) ::_exit(run_with_fault(data, n, last));
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        SCOPED_TRACE("operation " + std::to_string(n));
        if (WIFSIGNALED(status)) {
            ASSERT_EQ(WTERMSIG(status), SIGABRT);
            ASSERT_TRUE(std::filesystem::exists(data / "fsync_failed"))
                << "only a failed fsync ends the process";
        } else {
            ASSERT_TRUE(WIFEXITED(status));
            ASSERT_TRUE(
                WEXITSTATUS(status) == ended_well || WEXITSTATUS(status) == refused_to_open ||
                WEXITSTATUS(status) == nothing_failed
            ) << WEXITSTATUS(status);
        }
        const auto told = read_told(data);
        EXPECT_EQ(wrong_with(data, told), "");
        if (WIFEXITED(status) && WEXITSTATUS(status) == nothing_failed) {
            EXPECT_EQ(told.admitted.size(), 4U);
            break;
        }
        ++faults;
        ASSERT_LT(n, 100000);
    }
    EXPECT_GT(faults, 10);
}

TEST(IoError, OnceNeverCostsAnAcknowledgedUnit) {
    fail_at_each(FaultVfs::Last::once);
}
TEST(IoError, ForEverNeverCostsAnAcknowledgedUnit) {
    fail_at_each(FaultVfs::Last::for_ever);
}

/// Fills until there is no room. \returns names that were acknowledged.
std::set<std::string> fill_up(db::Store& store) {
    std::set<std::string> out;
    for (int i = 0; i < 10000; ++i) {
        const auto name = "n" + std::to_string(i);
        const auto failure = result_of([&](db::Store::Completion done) {
            store.write(
                [&](Transaction& t) {
                    t.admit(event(name, "$" + name, std::string(30000, 'x')));
                    t.save_state(room(name), "état " + name, morning, 0);
                    t.enqueue(message(name, "réponse", "$" + name), morning);
                },
                std::move(done)
            );
        });
        if (failure) {
            EXPECT_THROW(std::rethrow_exception(failure), db::NoSpace);
            return out;
        }
        out.insert(name);
    }
    ADD_FAILURE() << "never full";
    return out;
}

/// Erases all but one in ten. \returns what should be left.
Told erase_most(db::Store& store, const std::set<std::string>& names) {
    Told out;
    out.admitted = names;
    int i = 0;
    for (const auto& name : names) {
        if (i++ % 10 == 0) continue;
        write(store, [&](Transaction& t) { t.erase(room(name), "asked", morning); });
        out.erased.insert(name);
        out.erasure_begun.insert(name);
    }
    return out;
}

TEST(FullDisk, RefusesIntakeErasesAndRecoversOnATmpfs) {
    const Folder folder;
    const auto place = folder / "tmpfs";
    std::filesystem::create_directory(place);
    if (::mount("tmpfs", place.c_str(), "tmpfs", 0, "size=24m") != 0)
        GTEST_SKIP(
        ) << "SKIPPED LOUDLY: mounting a tmpfs is not permitted here; the quota test below still runs";
    struct Unmount {
        std::filesystem::path at;
        ~Unmount() { ::umount2(at.c_str(), MNT_DETACH); }
    } const unmount{place};
    auto options = options_for(place / "data");
    options.ballast_bytes = 8U << 20;
    options.free_bytes = [] { return std::uint64_t{1} << 40; };  // so that SQLite itself meets the end
    options.free_bytes_every = std::chrono::milliseconds(5);
    std::atomic<bool> resumed = false;
    options.observer = [&](const db::sqlite::StoreEvent& e) {
        if (e.kind == db::sqlite::StoreEvent::Kind::intake_resumed) resumed = true;
    };
    auto store = db::sqlite::open(options);
    ASSERT_TRUE(std::filesystem::exists(options.folder / "ballast"));

    const auto names = fill_up(*store);

    EXPECT_GT(names.size(), 50U);
    EXPECT_FALSE(store->accepts_intake());
    EXPECT_FALSE(std::filesystem::exists(options.folder / "ballast"));
    EXPECT_EQ(store->read_state(room("n1")), "état n1") << "reads are served";
    const auto told = erase_most(*store, names);
    scrub(*store);
    scrub(*store);
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!resumed && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
    EXPECT_TRUE(store->accepts_intake()) << "by itself, once there is room";
    EXPECT_TRUE(std::filesystem::exists(options.folder / "ballast"));
    store.reset();
    EXPECT_EQ(wrong_with(options.folder, told), "");
}

TEST(FullDisk, RefusesIntakeErasesAndRecoversUnderAQuota) {
    const Folder folder;
    FaultVfs disk("quota");
    auto options = options_for(folder / "data");
    options.vfs = disk.name();
    options.ballast_bytes = 1U << 20;
    options.free_bytes_every = std::chrono::milliseconds(1);
    std::atomic<bool> room_again = false;
    options.free_bytes = [&] { return room_again ? std::uint64_t{1} << 40 : 0; };
    std::atomic<bool> resumed = false;
    options.observer = [&](const db::sqlite::StoreEvent& e) {
        using Kind = db::sqlite::StoreEvent::Kind;
        if (e.kind == Kind::ballast_dropped) disk.set_quota(14U << 20);  // twice the log more
        if (e.kind == Kind::intake_resumed) resumed = true;
    };
    options.floor_bytes = 0;
    room_again = true;
    auto store = db::sqlite::open(options);
    room_again = false;
    disk.set_quota(6U << 20);

    const auto names = fill_up(*store);

    EXPECT_FALSE(store->accepts_intake());
    const auto told = erase_most(*store, names);
    scrub(*store);
    disk.set_quota(0);
    room_again = true;
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!resumed && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
    EXPECT_TRUE(store->accepts_intake());
    write(*store, [](Transaction& t) { EXPECT_TRUE(t.admit(event("later", "$later"))); });
    store.reset();
}

}  // namespace fault_test
