// The store on a disk that loses power. PHARE_CUTS=20000 for a long night, PHARE_SEED to repeat a run.
#include "tests/db/told.hpp"
#include "tests/support/fault_vfs.hpp"

#include <map>

namespace power_cut_test {

using namespace tests;
using support::FaultVfs;

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
            if (random_() % 8 == 0)
                (void)result_of([&](db::Store::Completion d) { store.scrub(std::move(d)); });
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
                out.violations.push_back(
                    "run " + std::to_string(run) + ", change " + std::to_string(change) + ": " + wrong
                );
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
    sql("PRAGMA journal_mode=WAL; PRAGMA synchronous=" + synchronous +
        "; CREATE TABLE t (x INTEGER PRIMARY KEY)");
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
            image,
            "SELECT count(*) FROM t",
            [](void* count, int, char** values, char**) {
                *static_cast<int*>(count) = std::atoi(values[0]);
                return 0;
            },
            &found,
            nullptr
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

}  // namespace power_cut_test
