// What a look at a store finds, without opening it.
#include "db/sqlite/backup.hpp"
#include "db/sqlite/examine.hpp"
#include "tests/db/store_on_disk.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace examine_test {

using namespace tests;
using namespace db::sqlite;

struct Examine : testing::Test {
    Examine() {
        auto const store = db::sqlite::open(options);
        write(*store, [](db::Transaction& t) {
            t.admit(event("a", "$1"));
            t.save_state(room("a"), "état", morning, 0);
        });
        store->close();
    }
    /// What is wrong, as an operator is told; empty: nothing.
    template <class Error = OpenError>
    std::string found() {
        try {
            examine(options);
        } catch (const Error& e) {
            return e.what();
        }
        return "";
    }
    void spoil(const char* name, std::streamoff at, std::size_t bytes) const {
        std::fstream file(options.folder / name, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(at);
        file << std::string(bytes, 'x');
    }

    Folder folder;
    StoreOptions options = options_for(folder / "a folder #1?");
};

TEST_F(Examine, FindsNothingWrongAndChangesNothing) {
    auto const before = bytes_of(options.folder);

    EXPECT_EQ(found(), "");
    EXPECT_EQ(bytes_of(options.folder), before);
    auto const store = db::sqlite::open(options);
    EXPECT_EQ(found(), "") << "while it is open";
}

TEST_F(Examine, WhatIsNotThereYetIsNoTrouble) {
    options.folder = folder / "nothing";

    EXPECT_EQ(found(), "");
    EXPECT_FALSE(std::filesystem::exists(options.folder));
}

TEST_F(Examine, FindsWhatOpeningWouldRefuse) {
    auto const key = options.folder / "master.key";
    auto const right = content_of(key);
    std::ofstream(key) << std::string(32, 'k');
    EXPECT_NE(found<WrongKey>().find("n’est pas celle"), std::string::npos);
    std::ofstream(key) << "short";
    EXPECT_NE(found<WrongKey>().find("32 octets"), std::string::npos);
    std::ofstream(key) << right;
    ASSERT_EQ(::chmod(key.c_str(), 0644), 0);
    EXPECT_NE(found<WrongKey>().find("chmod 600"), std::string::npos);
    ASSERT_EQ(::chmod(key.c_str(), 0600), 0);
    EXPECT_EQ(found(), "");

    std::filesystem::rename(options.folder / "phare.db", folder / "phare.db");
    EXPECT_NE(found<BrokenFiles>().find("plus de phare.db"), std::string::npos);
    std::filesystem::rename(folder / "phare.db", options.folder / "phare.db");
    std::filesystem::rename(options.folder / "keys.db", folder / "keys.db");
    EXPECT_NE(found<BrokenFiles>().find("pas de keys.db"), std::string::npos);
    std::filesystem::rename(folder / "keys.db", options.folder / "keys.db");
    EXPECT_EQ(found(), "");
}

TEST_F(Examine, FindsDamageAnywhere) {
    spoil("phare.db", 4096L * 3, 4096L * 4);
    EXPECT_NE(found<BrokenFiles>().find("abîmée"), std::string::npos) << found();
    spoil("phare.db", 0, 100);
    EXPECT_NE(found<BrokenFiles>().find("abîmée"), std::string::npos) << found();
}

TEST_F(Examine, FindsACopyThatWasNotAccepted) {
    (void)db::sqlite::backup(options, folder / "copy", morning);
    auto const key = content_of(options.folder / "master.key");
    options.folder = folder / "again";
    (void)restore(folder / "copy", options.folder);
    std::ofstream(options.folder / "master.key") << key;
    ASSERT_EQ(::chmod((options.folder / "master.key").c_str(), 0600), 0);

    EXPECT_NE(found<RestoreNotAccepted>().find("restore --accept"), std::string::npos);
    (void)accept_restore(options, {}, morning);
    EXPECT_EQ(found(), "");
}

TEST_F(Examine, FindsAFileThatThisAccountMayNotWrite) {
    if (::geteuid() == 0) {
        ASSERT_EQ(::seteuid(65534), 0);
        EXPECT_NE(found<std::system_error>(), "");
        ASSERT_EQ(::seteuid(0), 0);
        ASSERT_EQ(::chown((options.folder / "phare.db").c_str(), 65534, 65534), 0);
        EXPECT_NE(found<BrokenFiles>().find("phare.db\u00A0: ce fichier n’est pas au compte"), std::string::npos) << found();
        return;
    }
    ASSERT_EQ(::chmod((options.folder / "phare.db").c_str(), 0400), 0);
    EXPECT_NE(found<std::system_error>().find("phare.db"), std::string::npos);
}

TEST_F(Examine, OnlySaysWhetherSomebodyHasIt) {
    EXPECT_FALSE(is_held(options.folder));
    auto const store = db::sqlite::open(options);
    EXPECT_TRUE(is_held(options.folder));
}

}  // namespace examine_test
