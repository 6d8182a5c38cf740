#include "bot/commands/backup_folder.hpp"
#include "bot/commands/upkeep.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace upkeep_test {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class UpkeepRounds : public testing::Test {
  protected:
    void put(const std::string& name) {
        fs::create_directories(folder_ / name);
        std::ofstream(folder_ / name / "keys.db") << "secret";
    }
    void play(std::chrono::milliseconds time) {
        auto const end = time_.now() + time;
        for (;;) {
            context_.restart();
            context_.poll();
            if (time_.idle() || time_.next() > end) return;
            time_.step();
        }
    }

    tests::Folder folder_;
    tests::VirtualTime time_{bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22))};
    boost::asio::io_context context_{1};
    tests::VirtualAlarm alarm_{time_};
    tests::Disk disk_;
    tests::MemoryStore store_{
        disk_, [this](std::function<void()> then) { time_.in(1ms, std::move(then)); }, [] { return false; }};
};

TEST_F(UpkeepRounds, HalfABackupThatAKillLeftIsRemovedAndNothingElse) {
    for (auto const* name : {"phare-20261101T070000Z.partial", "phare-20261101T060000Z", "photos.partial", "phare-x.partial"})
        put(name);
    bot::commands::Upkeep upkeep(store_, alarm_, {folder_.path(), 1h, 48});

    boost::asio::co_spawn(context_, upkeep.run(), boost::asio::detached);
    play(1s);
    upkeep.stop();
    play(10s);

    EXPECT_FALSE(fs::exists(folder_ / "phare-20261101T070000Z.partial"));
    for (auto const* name : {"phare-20261101T060000Z", "photos.partial", "phare-x.partial"})
        EXPECT_TRUE(fs::exists(folder_ / name)) << name;
}

TEST_F(UpkeepRounds, AWrongDateDrivesNoBackupOut) {
    for (int i = 1; i <= 3; ++i) put("phare-2026110" + std::to_string(i) + "T070000Z");
    bot::commands::Upkeep upkeep(store_, alarm_, {folder_.path(), 30min, 1});

    boost::asio::co_spawn(context_, upkeep.run(), boost::asio::detached);
    play(40min);  // dates have not held for an hour yet
    EXPECT_TRUE(fs::exists(folder_ / "phare-20261101T070000Z"));
    play(60min);
    upkeep.stop();
    play(10s);

    EXPECT_FALSE(fs::exists(folder_ / "phare-20261101T070000Z"));
    EXPECT_TRUE(fs::exists(folder_ / "phare-20261103T070000Z"));
}

TEST_F(UpkeepRounds, ARequestIsServedAtOnceAndTakenAway) {
    auto const request = folder_ / "backup.request";
    std::ofstream(request) << "";
    bot::commands::Upkeep upkeep(store_, alarm_, {folder_.path(), 1h, 48, request});
    int made = 0;
    disk_.on_backup = [&made](const fs::path& target) {
        EXPECT_TRUE(target.filename().string().starts_with("phare-20261122T"));
        ++made;
    };

    boost::asio::co_spawn(context_, upkeep.run(), boost::asio::detached);
    play(10s);

    EXPECT_EQ(made, 1);
    EXPECT_FALSE(fs::exists(request));
    play(10min);
    EXPECT_EQ(made, 1);
    upkeep.stop();
    play(10s);
}

TEST(BackupFolder, TheYoungestStayAndNothingElseIsTouched) {
    tests::Folder const own;
    auto const& folder = own.path();
    for (auto const* name : {"phare-20261101T070000Z", "phare-20261102T070000Z", "phare-20261103T070000Z", "a-moi"})
        fs::create_directories(folder / name);

    auto const seven = bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 1) + 7h);
    EXPECT_EQ(bot::commands::backup_name(folder, seven + 300ms), folder / "phare-20261101T070001Z");  // that second has one
    EXPECT_EQ(bot::commands::youngest_backup(folder), bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 3) + 7h));
    bot::commands::keep_youngest(folder, 2);

    EXPECT_EQ(bot::commands::backups_in(folder), (std::vector{folder / "phare-20261102T070000Z", folder / "phare-20261103T070000Z"}));
    bot::commands::keep_youngest(folder, 0);
    EXPECT_EQ(bot::commands::backups_in(folder), (std::vector{folder / "phare-20261103T070000Z"}));
    EXPECT_TRUE(fs::exists(folder / "a-moi"));
}

}  // namespace upkeep_test
