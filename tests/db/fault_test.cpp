// The store on a disk that loses power, fails, or is full. Each test prints the seed it ran with.
// PHARE_CUTS=20000 for a long night; PHARE_FAULTS=all to fail at each single operation.
#include "tests/db/store_on_disk.hpp"
#include "tests/support/fault_vfs.hpp"

#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace {

using namespace tests;
using db::Transaction;
using support::FaultVfs;

std::uint64_t seed_of_today() {
    const char* const given = std::getenv("PHARE_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    return seed;
}

int number_from(const char* name, int otherwise) {
    const char* const given = std::getenv(name);
    return given != nullptr ? std::atoi(given) : otherwise;
}

std::string integrity(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return "ok";
    sqlite3* db = nullptr;
    std::string said = "cannot be opened";
    if (sqlite3_open(file.c_str(), &db) == SQLITE_OK)
        sqlite3_exec(
            db, "PRAGMA integrity_check(1)",
            [](void* out, int, char** values, char**) {
                *static_cast<std::string*>(out) = values[0];
                return 0;
            },
            &said, nullptr
        );
    sqlite3_close(db);
    return said;
}

/// What the service was told is on disk.
struct Told {
    std::set<std::string> admitted;         ///< event = name of its conversation
    std::set<std::string> erasure_begun;    ///< may or may not have happened
    std::set<std::string> erased;
};

/// \returns what is wrong with the store in the folder, or nothing.
std::string wrong_with(const std::filesystem::path& folder, const Told& told) {
    std::atomic<int> broken = 0;
    auto options = options_for(folder);
    options.observer = [&](const db::sqlite::StoreEvent& e) {
        using Kind = db::sqlite::StoreEvent::Kind;
        if (e.kind != Kind::batch) ++broken;
    };
    try {
        {
            const auto store = db::sqlite::open(options);
            for (const auto& name : told.admitted) {
                const auto state = store->read_state(room(name));
                const bool has_row = !store->answers_to(room(name), "$" + name).empty();
                if (told.erased.contains(name)) {
                    if (state || has_row) return name + " was erased and is back";
                } else if (!told.erasure_begun.contains(name)) {
                    if (!state || !has_row) return name + " was acknowledged and is lost";
                } else if (state.has_value() != has_row) {
                    return name + " is half erased";
                }
            }
            std::set<std::string> names;
            for (const auto& entry : store->pending_inbox(0, 100000)) {
                const auto name = entry.event_id.substr(1);
                names.insert(name);
                if (store->read_state(room(name)) != "état " + name) return name + " was committed by halves";
            }
            for (const auto& entry : store->pending_outbox(0, 100000)) names.erase(entry.answers.substr(1));
            if (!names.empty()) return *names.begin() + " has no answer";
            std::string twice;
            write(*store, [&](Transaction& t) {
                for (const auto& name : told.admitted)
                    if (t.admit(event(name, "$" + name))) twice = name;
            });
            if (!twice.empty()) return twice + " would be handled twice";
        }
        if (broken > 0) return "the store complains";
        for (const auto* const file : {"keys.db", "phare.db"})
            if (const auto said = integrity(folder / file); said != "ok") return std::string(file) + ": " + said;
    } catch (const std::exception& e) {
        return e.what();
    }
    return "";
}

/// Conversations begin, some are erased, the log is emptied now and then; several units a commit.
class Workload {
  public:
    explicit Workload(std::uint64_t seed) : random_(seed) {}

    void run(db::Store& store, int rounds) {
        for (int round = 0; round < rounds; ++round) {
            const auto units = 1 + random_() % 4;
            for (std::uint64_t i = 0; i < units; ++i) {
                if (!begun_.empty() && random_() % 5 == 0)
                    erase(store);
                else
                    begin(store);
            }
            if (random_() % 8 == 0) (void)result_of([&](db::Store::Completion d) { store.scrub(std::move(d)); });
            (void)result_of([&](db::Store::Completion d) { store.write([](Transaction&) {}, std::move(d)); });
        }
    }

    [[nodiscard]] Told told() const {
        const std::lock_guard lock(mutex_);
        return told_;
    }

  private:
    void begin(db::Store& store) {
        const auto name = "n" + std::to_string(next_++);
        begun_.push_back(name);
        const std::string payload(random_() % 3000, 'p');
        store.write(
            [name, payload](Transaction& t) {
                t.admit(event(name, "$" + name, payload));
                t.save_state(room(name), "état " + name, morning, 0);
                t.enqueue(message(name, payload, "$" + name), morning);
            },
            [this, name](std::exception_ptr failure) {
                const std::lock_guard lock(mutex_);
                if (!failure) told_.admitted.insert(name);
            }
        );
    }

    void erase(db::Store& store) {
        const auto at = random_() % begun_.size();
        const auto name = begun_[at];
        begun_.erase(begun_.begin() + static_cast<std::ptrdiff_t>(at));
        {
            const std::lock_guard lock(mutex_);
            told_.erasure_begun.insert(name);
        }
        store.write(
            [name](Transaction& t) { t.erase(room(name), "asked", morning); },
            [this, name](std::exception_ptr failure) {
                const std::lock_guard lock(mutex_);
                if (!failure) told_.erased.insert(name);
            }
        );
    }

    std::mt19937_64 random_;
    int next_ = 0;
    std::vector<std::string> begun_;
    mutable std::mutex mutex_;
    Told told_;
};

struct Cuts {
    int made = 0;
    std::vector<std::string> violations;
};

/// Runs workloads and cuts the power at random changes of the disk, the creation of the store included.
Cuts cut_power(int wanted, std::uint64_t seed, bool disk_lies) {
    constexpr int rounds = 25, cuts_a_run = 10;
    std::mt19937_64 random(seed);
    Cuts out;
    std::int64_t changes_a_run = 300;
    for (int run = 0; out.made < wanted && run < wanted; ++run) {
        const Folder folder;
        FaultVfs disk("power" + std::to_string(run));
        disk.lie_about_sync(disk_lies);
        auto options = options_for(folder / "data");
        options.vfs = disk.name();
        std::set<std::int64_t> cuts;
        while (cuts.size() < cuts_a_run)
            cuts.insert(1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(changes_a_run)));
        Workload workload(random());
        std::map<std::int64_t, Told> told;
        std::mt19937_64 fates(random());
        disk.cut_at(cuts, [&](std::int64_t change) {
            const auto image = folder / ("cut" + std::to_string(change));
            std::filesystem::create_directory(image);
            std::filesystem::copy_file(options.folder / "master.key", image / "master.key");
            disk.write_image(image, fates);
            told[change] = workload.told();
        });
        {
            const auto store = db::sqlite::open(options);
            workload.run(*store, rounds);
        }
        changes_a_run = disk.changes();
        for (const auto& [change, known] : told) {
            ++out.made;
            const auto wrong = wrong_with(folder / ("cut" + std::to_string(change)), known);
            if (!wrong.empty())
                out.violations.push_back("run " + std::to_string(run) + ", change " + std::to_string(change) + ": " + wrong);
        }
    }
    return out;
}

TEST(PowerCut, LosesNothingThatWasAcknowledged) {
    const auto wanted = number_from("PHARE_CUTS", 40);

    const auto cuts = cut_power(wanted, seed_of_today(), false);

    EXPECT_GE(cuts.made, wanted);
    for (const auto& violation : cuts.violations) ADD_FAILURE() << violation;
}

TEST(PowerCut, OnADiskThatLiesIsNoticedByThisTest) {
    const auto cuts = cut_power(30, seed_of_today(), true);

    EXPECT_FALSE(cuts.violations.empty()) << "or the test above could not fail";
}

/// One row a commit with plain SQLite. \returns acknowledged rows that were lost, over all cuts.
std::size_t rows_lost(const std::string& synchronous, std::uint64_t seed) {
    const Folder folder;
    FaultVfs disk("plain" + synchronous);
    sqlite3* db = nullptr;
    EXPECT_EQ(
        sqlite3_open_v2(
            (folder / "x.db").c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk.name().c_str()
        ),
        SQLITE_OK
    );
    const auto sql = [&](const std::string& text) {
        EXPECT_EQ(sqlite3_exec(db, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    };
    sql("PRAGMA journal_mode=WAL; PRAGMA synchronous=" + synchronous + "; CREATE TABLE t (x INTEGER PRIMARY KEY)");
    const auto start = disk.changes();
    std::mt19937_64 random(seed);
    std::set<std::int64_t> cuts;
    while (cuts.size() < 10) cuts.insert(start + 1 + static_cast<std::int64_t>(random() % 200));
    int acknowledged = 0;
    std::map<std::int64_t, int> told;
    disk.cut_at(cuts, [&](std::int64_t change) {
        std::filesystem::create_directory(folder / std::to_string(change));
        disk.write_image(folder / std::to_string(change), random);
        told[change] = acknowledged;
    });
    for (int i = 1; i <= 120; ++i) {
        sql("INSERT INTO t VALUES (" + std::to_string(i) + ")");
        acknowledged = i;
    }
    sqlite3_close(db);
    std::size_t lost = 0;
    for (const auto& [change, known] : told) {
        sqlite3* image = nullptr;
        EXPECT_EQ(sqlite3_open((folder / std::to_string(change) / "x.db").c_str(), &image), SQLITE_OK);
        int found = 0;
        sqlite3_exec(
            image, "SELECT count(*) FROM t",
            [](void* count, int, char** values, char**) {
                *static_cast<int*>(count) = std::atoi(values[0]);
                return 0;
            },
            &found, nullptr
        );
        sqlite3_close(image);
        lost += static_cast<std::size_t>(std::max(0, known - found));
    }
    return lost;
}

TEST(PowerCut, WithSynchronousNormalWouldLoseAcknowledgedRows) {
    const auto seed = seed_of_today();

    EXPECT_EQ(rows_lost("FULL", seed), 0U);
    EXPECT_GT(rows_lost("NORMAL", seed), 0U) << "the reason why the store refuses to run with it";
}

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
            ASSERT_TRUE(std::filesystem::exists(data / "fsync_failed")) << "only a failed fsync ends the process";
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

TEST(IoError, OnceNeverCostsAnAcknowledgedUnit) { fail_at_each(FaultVfs::Last::once); }
TEST(IoError, ForEverNeverCostsAnAcknowledgedUnit) { fail_at_each(FaultVfs::Last::for_ever); }

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
        GTEST_SKIP() << "SKIPPED LOUDLY: mounting a tmpfs is not permitted here; the quota test below still runs";
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

}  // namespace
