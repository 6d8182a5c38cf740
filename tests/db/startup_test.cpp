// What opening a store checks, and refuses.
#include "db/migrations/migrations.hpp"
#include "db/sqlite/backup.hpp"
#include "db/sqlite/connection.hpp"
#include "tests/db/store_on_disk.hpp"

#include <sqlite3.h>

#include <sys/stat.h>
#include <unistd.h>

namespace startup_test {

using namespace tests;
using namespace db::sqlite;

void plain_sql(const std::filesystem::path& file, const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

unsigned mode_of(const std::filesystem::path& file) {
    struct stat info {};
    EXPECT_EQ(::stat(file.c_str(), &info), 0) << file;
    return info.st_mode & 0777U;
}

template <class Error>
std::string refusal(const StoreOptions& options) {
    try {
        (void)db::sqlite::open(options);
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

struct Startup : testing::Test {
    Folder folder;
    StoreOptions options = options_for(folder / "data");

    void make() { db::sqlite::open(options)->close(); }
};

TEST_F(Startup, RefusesASecondInstanceWhileTheFirstLives) {
    auto first = db::sqlite::open(options);

    EXPECT_NE(refusal<SecondInstance>(options), "");

    first.reset();
    EXPECT_NO_THROW(make());
}

TEST_F(Startup, KeepsEveryFileForItsOwner) {
    const auto store = db::sqlite::open(options);
    write(*store, [](db::Transaction& t) { t.admit(event("a", "$1")); });

    EXPECT_EQ(mode_of(options.folder), 0700U);
    for (const auto* const name :
         {"phare.db", "phare.db-wal", "keys.db", "keys.db-wal", "master.key", "lock"})
        EXPECT_EQ(mode_of(options.folder / name), 0600U) << name;
}

TEST_F(Startup, RefusesAKeyFileThatOthersCanRead) {
    make();
    ASSERT_EQ(::chmod((options.folder / "master.key").c_str(), 0640), 0);

    EXPECT_NE(refusal<WrongKey>(options).find("chmod 600"), std::string::npos);
}

TEST_F(Startup, NeverMakesANewKeyForOldFiles) {
    make();
    std::filesystem::remove(options.folder / "master.key");

    EXPECT_NE(refusal<WrongKey>(options).find("la clé principale n’y est pas"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(options.folder / "master.key"));
}

TEST_F(Startup, RefusesTheKeyOfAnotherStore) {
    make();
    std::ofstream(options.folder / "master.key") << std::string(32, 'k');

    EXPECT_NE(refusal<WrongKey>(options).find("n’est pas celle"), std::string::npos);
}

TEST_F(Startup, TakesAKeyInHexadecimalFromAnotherPlace) {
    options.master_key_file = folder / "key";
    std::ofstream(options.master_key_file) << std::string(64, 'a') << "\n";
    ASSERT_EQ(::chmod(options.master_key_file.c_str(), 0400), 0);
    make();

    EXPECT_FALSE(std::filesystem::exists(options.folder / "master.key"));
    std::filesystem::remove(options.master_key_file);
    std::ofstream(options.master_key_file) << std::string(31, 'a');
    ASSERT_EQ(::chmod(options.master_key_file.c_str(), 0400), 0);
    EXPECT_NE(refusal<WrongKey>(options).find("32 octets"), std::string::npos);
}

TEST_F(Startup, RefusesDataWithoutKeys) {
    make();
    std::filesystem::remove(options.folder / "keys.db");

    EXPECT_NE(refusal<BrokenFiles>(options).find("keys.db"), std::string::npos);
}

TEST_F(Startup, RefusesKeysOfConversationsWithoutTheirData) {
    {
        const auto store = db::sqlite::open(options);
        write(*store, [](db::Transaction& t) { t.admit(event("a", "$1")); });
    }
    std::filesystem::remove(options.folder / "phare.db");

    EXPECT_NE(refusal<BrokenFiles>(options).find("plus de phare.db"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(options.folder / "phare.db")) << "no new one hides the loss";
}

TEST_F(Startup, SaysInWordsThatAFileIsDamaged) {
    make();
    {
        std::fstream file(options.folder / "phare.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096);
        file << std::string(4 * 4096, 'x');
    }

    EXPECT_NE(refusal<OpenError>(options).find("abîmée. Revenez à une copie"), std::string::npos) << refusal<OpenError>(options);
}

TEST_F(Startup, WhatRootMakesInAFolderOfAnotherAccountIsThatAccounts) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
    constexpr uid_t nobody = 65534;
    std::filesystem::create_directories(options.folder);
    ASSERT_EQ(::chown(options.folder.c_str(), nobody, nobody), 0);
    std::ofstream(options.folder / "of-root") << "x";
    make();
    (void)db::sqlite::backup(options, options.folder / "copy", morning);

    const auto owner = [](const std::filesystem::path& file) {
        struct stat info {};
        EXPECT_EQ(::stat(file.c_str(), &info), 0) << file;
        return info.st_uid;
    };
    for (const auto* const name : {"phare.db", "keys.db", "master.key", "lock", "copy", "copy/keys.db", "copy/manifest.txt"})
        EXPECT_EQ(owner(options.folder / name), nobody) << name;
    EXPECT_EQ(owner(options.folder / "of-root"), 0U) << "nothing else is touched";
}

TEST_F(Startup, RefusesANewerSchemaByName) {
    make();
    plain_sql(options.folder / "phare.db", "PRAGMA user_version = 999");

    const auto said = refusal<NewerSchema>(options);

    EXPECT_NE(said.find("phare.db\u00A0: base au format 999"), std::string::npos) << said;
}

TEST_F(Startup, RefusesFilesOfOthers) {
    make();
    plain_sql(options.folder / "phare.db", "PRAGMA application_id = 7");
    EXPECT_NE(refusal<BrokenFiles>(options), "");
    std::ofstream(options.folder / "phare.db") << std::string(5000, 'x');
    EXPECT_NE(refusal<BrokenFiles>(options), "");
}

TEST_F(Startup, RefusesAFileWithoutTheNeededSettings) {
    std::filesystem::create_directories(options.folder);
    plain_sql(options.folder / "keys.db", "PRAGMA auto_vacuum = NONE; CREATE TABLE x (y);");
    std::ofstream(options.folder / "master.key") << std::string(32, 'k');
    ASSERT_EQ(::chmod((options.folder / "master.key").c_str(), 0600), 0);

    EXPECT_NE(refusal<BrokenPragma>(options).find("auto_vacuum = 0 au lieu de 2"), std::string::npos);
}

TEST_F(Startup, MigratesOneStepAtATimeAndKeepsWhatIsThere) {
    const db::migrations::Migration steps[] = {
        {1, "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);"},
        {2, "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1;"},
        {3, "CREATE TABLE b (z) STRICT;"},  // a mistake: STRICT wants a type
    };
    const auto file = folder / "m.db";
    Connection(file, Connection::Mode::writer, "").migrate(std::span(steps, 1), 5);

    Connection second(file, Connection::Mode::writer, "");
    second.migrate(std::span(steps, 2), 5);
    EXPECT_EQ(second.ask("SELECT y FROM a"), 2);
    EXPECT_EQ(second.ask("PRAGMA user_version"), 2);

    EXPECT_THROW(second.migrate(steps, 5), SQLite::Exception);
    EXPECT_EQ(second.ask("PRAGMA user_version"), 2) << "a step that fails leaves no trace";
    EXPECT_EQ(second.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
}

TEST_F(Startup, ReadingConnectionsCannotWrite) {
    make();
    const auto store = db::sqlite::open(options);
    Connection reader(options.folder / "phare.db", Connection::Mode::reader, "");

    EXPECT_THROW(reader.exec("DELETE FROM inbox"), SQLite::Exception);
}

TEST_F(Startup, EveryTableIsStrict) {
    make();
    for (const auto* const name : {"phare.db", "keys.db"}) {
        Connection file(options.folder / name, Connection::Mode::writer, "");
        EXPECT_EQ(
            file.ask("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND "
                     "strict = 0 "
                     "AND name NOT LIKE 'sqlite_%'"),
            0
        );
        EXPECT_GT(file.ask("SELECT count(*) FROM pragma_table_list WHERE strict = 1"), 0);
    }
}

}  // namespace startup_test
