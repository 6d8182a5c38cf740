// Copies: making, checking, bringing back, and what stays erased.
#include "db/sqlite/backup.hpp"

#include "tests/db/store_on_disk.hpp"

namespace backup_test {

using namespace tests;
using namespace db::sqlite;
using db::Transaction;

struct Backup : testing::Test {
    Folder folder;
    StoreOptions options = options_for(folder / "data");
    StoreOptions restored = options_for(folder / "restored");
    std::unique_ptr<db::Store> store;

    Backup() {
        options.master_key_file = restored.master_key_file = folder / "key";
        store = db::sqlite::open(options);
        for (const auto* const name : {"a", "b", "c"})
            write(*store, [name](Transaction& t) {
                t.admit(event(name, std::string("$") + name));
                t.save_state(room(name), std::string("état ") + name, morning, 0);
                t.enqueue(message(name, std::string("réponse ") + name), morning);
            });
    }

    void back_up(const std::string& name) {
        await([&](db::Store::Completion done) { store->backup(folder / name, morning, std::move(done)); });
    }
};

TEST_F(Backup, OfARunningServiceIsCompleteAndVerified) {
    back_up("copy");

    const auto report = check_backup(folder / "copy", options.master_key_file);

    EXPECT_TRUE(report.good()) << report.problems.at(0);
    EXPECT_EQ(report.counts.inbox_pending, 3);
    EXPECT_EQ(report.counts.outbox_pending, 3);
    EXPECT_EQ(report.data_keys, 3);
    EXPECT_EQ(report.rows_opened, 9);
    EXPECT_EQ(report.rows_without_key, 0);
    EXPECT_EQ(times_in_files(folder / "copy", "example.org"), 0U);
    EXPECT_FALSE(std::filesystem::exists(folder / "copy.partial"));
    EXPECT_THROW(back_up("copy"), BrokenBackup) << "never over anything";
}

TEST_F(Backup, OfAStoppedServiceTakesTheLockFirst) {
    EXPECT_THROW((void)backup(options, folder / "copy", morning), SecondInstance);
    store.reset();
    EXPECT_TRUE(backup(options, folder / "copy", morning).good());
}

TEST_F(Backup, CheckFindsAFlippedByteAndAMissingFile) {
    back_up("copy");
    const auto file = folder / "copy/phare.db";
    auto content = content_of(file);
    content[content.size() - 3000] = static_cast<char>(content[content.size() - 3000] ^ 1);
    std::ofstream(file, std::ios::binary) << content;

    EXPECT_FALSE(check_backup(folder / "copy", std::nullopt).good());
    EXPECT_THROW((void)restore(folder / "copy", restored.folder), BrokenBackup);
    std::filesystem::remove(file);
    EXPECT_FALSE(check_backup(folder / "copy", std::nullopt).good());
}

TEST_F(Backup, CheckWithAnotherMasterKeySaysSo) {
    back_up("copy");
    std::ofstream(folder / "other") << std::string(32, 'k');
    std::filesystem::permissions(folder / "other", std::filesystem::perms::owner_read);

    const auto report = check_backup(folder / "copy", folder / "other");

    ASSERT_FALSE(report.good());
    EXPECT_NE(report.problems[0].find("clé principale"), std::string::npos);
}

TEST_F(Backup, RestoredStoreOpensOnlyAfterTheLedgerWasReplayed) {
    back_up("copy");
    write(*store, [](Transaction& t) {
        t.erase(room("a"), "asked", morning + 1);
        t.save_state(room("b"), "plus tard", morning, 0);
    });
    scrub(*store);
    const auto keys_before = store->pending_outbox(0, 10);
    store.reset();

    (void)restore(folder / "copy", restored.folder);
    EXPECT_THROW((void)db::sqlite::open(restored), RestoreNotAccepted);
    const auto report = accept_restore(restored, options.folder / "keys.db", morning + 2);

    EXPECT_EQ(report.ledger_lines, 1);
    EXPECT_EQ(report.erased, 1);
    store = db::sqlite::open(restored);
    EXPECT_FALSE(store->read_state(room("a")));
    EXPECT_EQ(store->read_state(room("b")), "état b");
    EXPECT_EQ(store->conversations("matrix").size(), 2U);
    const auto outbox = store->pending_outbox(0, 10);
    ASSERT_EQ(outbox.size(), 2U);
    EXPECT_EQ(outbox[0].key, keys_before[0].key) << "what waits keeps its key: the peer recognises it";
    EXPECT_TRUE(outbox[0].from_earlier_run);
}

TEST_F(Backup, OldDataIsUnreadableForTheErasedBesideYoungerKeys) {
    back_up("old");
    write(*store, [](Transaction& t) { t.erase(room("a"), "asked", morning + 1); });
    back_up("young");
    store.reset();
    std::filesystem::create_directory(restored.folder);
    std::filesystem::copy_file(folder / "old/phare.db", restored.folder / "phare.db");
    std::filesystem::copy_file(folder / "young/keys.db", restored.folder / "keys.db");

    const auto report = accept_restore(restored, {}, morning + 2);

    EXPECT_EQ(report.rows_without_key, 1);
    store = db::sqlite::open(restored);
    EXPECT_FALSE(store->read_state(room("a")));
    EXPECT_EQ(store->counts().conversations, 2);
    EXPECT_EQ(store->counts().inbox_pending, 2);
}

TEST_F(Backup, RestoredStoreNeverRepeatsAnOutboxKey) {
    back_up("copy");
    std::int64_t lost_id = 0, new_id = 0;
    write(*store, [&](Transaction& t) { lost_id = t.enqueue(message("b", "perdu"), morning); });
    const auto lost_key = store->outbox_entry(lost_id)->key;
    store.reset();
    (void)restore(folder / "copy", restored.folder);
    (void)accept_restore(restored, {}, morning);

    store = db::sqlite::open(restored);
    write(*store, [&](Transaction& t) { new_id = t.enqueue(message("b", "neuf"), morning); });

    EXPECT_EQ(new_id, lost_id) << "the backup does not know the later row";
    EXPECT_NE(store->outbox_entry(new_id)->key, lost_key) << "or the peer would take it for a repetition";
}

TEST_F(Backup, RestoreOverwritesNothingAndAcceptsOnlyCopies) {
    back_up("copy");
    store.reset();

    EXPECT_THROW((void)restore(folder / "copy", options.folder), BrokenFiles);
    EXPECT_THROW((void)accept_restore(options, {}, morning), BrokenFiles);
}

TEST_F(Backup, LedgerOfAnotherStoreIsRefused) {
    back_up("copy");
    store.reset();
    (void)restore(folder / "copy", restored.folder);
    auto other = options_for(folder / "other");
    db::sqlite::open(other)->close();

    EXPECT_THROW((void)accept_restore(restored, other.folder / "keys.db", morning), WrongKey);
    EXPECT_THROW((void)db::sqlite::open(restored), RestoreNotAccepted) << "still to be accepted";
    EXPECT_NO_THROW((void)accept_restore(restored, {}, morning));
}

}  // namespace backup_test
