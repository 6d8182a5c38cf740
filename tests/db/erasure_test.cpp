// Erased is erased: shown on the bytes of every file. And nothing that names anybody stands in them at any
// time.
#include "db/sqlite/connection.hpp"
#include "db/vault/master_key.hpp"
#include "db/vault/vault.hpp"
#include "tests/db/store_on_disk.hpp"

#include <algorithm>
#include <atomic>
#include <random>

namespace erasure_test {

using namespace tests;
using db::Transaction;

constexpr int people = 200;

std::string marker(int person) {
    return "marqueur-" + std::to_string(1000 + person);
}
std::string name_of(int person) {
    return "nom" + marker(person);
}

void fill(db::Store& store) {
    for (int i = 0; i < people; ++i)
        write(store, [i](Transaction& t) {
            const auto id = "$id" + marker(i);
            const auto seq = t.admit(event(name_of(i), id, "texte " + marker(i)));
            t.admit(event(name_of(i), id + "-waits", "texte " + marker(i)));
            if (i % 2 == 0) t.finish(*seq, morning);
            if (i % 5 == 1) t.quarantine(*seq, "poison", morning);
            t.save_state(room(name_of(i)), "état " + marker(i), morning, 0);
            const auto out = t.enqueue(message(name_of(i), "réponse " + marker(i), id), morning);
            if (i % 3 == 0) t.delivered(out, "$remote" + marker(i), morning);
            t.quarantine_raw("matrix", "octets " + marker(i), "syntax", morning);
        });
}

/// The wrapped keys as they stand in keys.db, by looking over the store's shoulder.
std::vector<std::string> wrapped_keys(const std::filesystem::path& folder) {
    db::sqlite::Connection keys(folder / "keys.db", db::sqlite::Connection::Mode::reader, "");
    auto q = keys.use("SELECT wrapped FROM data_key ORDER BY id");
    std::vector<std::string> out;
    while (q.step()) out.emplace_back(q.bytes(0));
    return out;
}

TEST(Erasure, NothingStandsInClearAtAnyTime) {
    const Folder folder;
    auto store = db::sqlite::open(options_for(folder.path()));
    fill(*store);

    EXPECT_EQ(times_in_files(folder.path(), "marqueur"), 0U) << "with the logs full";
    EXPECT_EQ(times_in_files(folder.path(), "example.org"), 0U);
    scrub(*store);
    EXPECT_EQ(times_in_files(folder.path(), "marqueur"), 0U) << "after a checkpoint";
    store.reset();
    EXPECT_EQ(times_in_files(folder.path(), "marqueur"), 0U) << "after closing";
}

TEST(Erasure, TakesTheKeysOutOfEveryFile) {
    const Folder folder;
    auto store = db::sqlite::open(options_for(folder.path()));
    fill(*store);
    const auto keys = wrapped_keys(folder.path());
    ASSERT_EQ(keys.size(), people + 1U) << "one each, and one for what has no conversation";

    for (int i = 0; i < people; i += 2)
        write(*store, [i](Transaction& t) { t.erase(room(name_of(i)), "asked", morning); });
    std::size_t before_scrub = 0;
    const auto unscrubbed = bytes_of(folder.path());
    for (const auto& key : keys) before_scrub += times_in(unscrubbed, key);
    scrub(*store);

    std::size_t erased_left = 0, kept = 0;
    const auto left = wrapped_keys(folder.path());
    const auto scrubbed = bytes_of(folder.path());
    for (const auto& key : keys) {
        const auto found = times_in(scrubbed, key);
        const bool alive = std::find(left.begin(), left.end(), key) != left.end();
        (alive ? kept : erased_left) += found;
    }
    EXPECT_GT(before_scrub, left.size()) << "the test can find what it looks for";
    EXPECT_EQ(left.size(), people / 2 + 1U);
    EXPECT_EQ(kept, left.size()) << "each living key once";
    EXPECT_EQ(erased_left, 0U);
    EXPECT_EQ(store->conversations("matrix").size(), people / 2U);
    EXPECT_FALSE(store->read_state(room(name_of(0))));
    EXPECT_EQ(store->read_state(room(name_of(1))), "état " + marker(1));
    for (const auto& entry : store->pending_inbox(0, 1000))
        EXPECT_EQ(std::stoi(entry.event_id.substr(entry.event_id.find('-') + 1)) % 2, 1) << entry.event_id;
}

TEST(Erasure, ConfirmsUnderANewKeyAndForgetsThatToo) {
    const Folder folder;
    const auto store = db::sqlite::open(options_for(folder.path()));
    write(*store, [](Transaction& t) { t.admit(event("a", "$1", "oublie-moi")); });
    const auto old_keys = wrapped_keys(folder.path());
    std::int64_t reply = 0;

    write(*store, [&](Transaction& t) {
        t.erase(room("a"), "asked", morning);
        EXPECT_TRUE(t.finish(1, morning)) << "ended by the erasure in this very unit";
        EXPECT_FALSE(t.finish(1, morning));
        reply = t.enqueue(message("a", "C’est fait."), morning);
    });
    scrub(*store);

    EXPECT_EQ(times_in_files(folder.path(), old_keys.at(0)), 0U);
    EXPECT_EQ(store->outbox_entry(reply)->payload, "C’est fait.");
    write(*store, [](Transaction& t) {
        EXPECT_FALSE(t.admit(event("a", "$1"))) << "a repetition stays one";
    });
    const auto confirming = wrapped_keys(folder.path());
    ASSERT_EQ(confirming.size(), 1U);
    write(*store, [&](Transaction& t) { t.delivered(reply, "$r", morning + 1); });
    db::PurgeBefore before;
    before.outbox_skeleton = morning + 2;
    purge(*store, before, morning + 2);
    scrub(*store);
    EXPECT_TRUE(wrapped_keys(folder.path()).empty()) << "a key that seals nothing goes";
    EXPECT_EQ(times_in_files(folder.path(), confirming[0]), 0U);
}

TEST(Erasure, OfAUnitThatFailsLeavesEverything) {
    const Folder folder;
    auto store = db::sqlite::open(options_for(folder.path()));
    write(*store, [](Transaction& t) { t.save_state(room("a"), "s", morning, 0); });

    EXPECT_THROW(
        write(
            *store,
            [](Transaction& t) {
                t.erase(room("a"), "asked", morning);
                t.save_state(room("a"), "neu", morning, 0);
                throw std::runtime_error("no");
            }
        ),
        std::runtime_error
    );

    EXPECT_EQ(store->read_state(room("a")), "s");
    store.reset();
    store = db::sqlite::open(options_for(folder.path()));
    EXPECT_EQ(store->read_state(room("a")), "s");
}

TEST(Erasure, TwiceInOneUnitAndOfNobodyIsFine) {
    const Folder folder;
    const auto store = db::sqlite::open(options_for(folder.path()));

    write(*store, [](Transaction& t) {
        t.erase(room("nobody"), "asked", morning);
        t.save_state(room("a"), "s", morning, 0);
        t.erase(room("a"), "asked", morning);
        t.save_state(room("a"), "s2", morning, 0);
        t.erase(room("a"), "asked", morning);
    });
    scrub(*store);

    EXPECT_TRUE(wrapped_keys(folder.path()).empty());
    EXPECT_FALSE(store->read_state(room("a")));
}

TEST(Seal, FlippedBitsAreFoundBeforeTheRowIsServed) {
    const Folder folder;
    auto options = options_for(folder.path());
    std::atomic<int> broken = 0;
    options.observer = [&](const db::sqlite::StoreEvent& e) {
        broken += e.kind == db::sqlite::StoreEvent::Kind::broken_seal ? 1 : 0;
    };
    db::sqlite::open(options)->close();
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    SCOPED_TRACE("seed " + std::to_string(seed));
    int detected = 0;
    constexpr int rounds = 40;
    for (int i = 0; i < rounds; ++i) {
        const auto name = "r" + std::to_string(i);
        {
            const auto store = db::sqlite::open(options);
            write(*store, [&](Transaction& t) {
                t.admit(event(name, "$" + name));
                t.enqueue(message(name, "réponse"), morning);
                t.save_state(room(name), "s", morning, 0);
            });
        }
        db::sqlite::Connection file(folder / "phare.db", db::sqlite::Connection::Mode::writer, "");
        const char* const columns[][2] = {
            {"inbox", "body"}, {"outbox", "payload"}, {"outbox", "ref"}, {"conversation", "state"}};
        const auto& [table, column] = columns[i % 4];
        const std::string where = " WHERE rowid = (SELECT max(rowid) FROM " + std::string(table) + ")";
        std::string value;
        {
            SQLite::Statement q(file.database(), "SELECT " + std::string(column) + " FROM " + table + where);
            ASSERT_TRUE(q.executeStep());
            value = db::sqlite::Query(q).bytes(0);
        }
        value[random() % value.size()] ^= static_cast<char>(1U << (random() % 8));
        {
            SQLite::Statement q(
                file.database(), "UPDATE " + std::string(table) + " SET " + column + " = ?" + where
            );
            q.bind(1, value.data(), static_cast<int>(value.size()));
            q.exec();
        }
        file.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        file.database() = SQLite::Database(":memory:");
        const auto store = db::sqlite::open(options);
        const auto before = broken.load();
        (void)store->pending_inbox(0, 1000);
        (void)store->pending_outbox(0, 1000);
        write(*store, [](Transaction&) {});  // after the store's own setting aside
        bool state_broken = false;
        try {
            (void)store->read_state(room(name));
        } catch (const db::BrokenSeal&) {
            state_broken = true;
        }
        detected += broken - before + (state_broken ? 1 : 0);
        for (const auto& entry : store->pending_inbox(0, 1000)) EXPECT_EQ(entry.payload, "bonjour");
        for (const auto& entry : store->pending_outbox(0, 1000)) EXPECT_EQ(entry.payload, "réponse");
    }
    EXPECT_EQ(detected, rounds);
}

TEST(Seal, IsBoundToItsPlace) {
    db::vault::Vault vault(db::vault::random_key());
    const auto key = db::vault::random_key();
    const auto who = vault.conversation(room("a"));
    const auto sealed = vault.seal(key, {"inbox", "body", 7, who}, "texte", 256);

    EXPECT_EQ(vault.open(key, {"inbox", "body", 7, who}, sealed), "texte");
    EXPECT_THROW((void)vault.open(key, {"inbox", "body", 8, who}, sealed), db::BrokenSeal);
    EXPECT_THROW((void)vault.open(key, {"outbox", "body", 7, who}, sealed), db::BrokenSeal);
    EXPECT_THROW((void)vault.open(key, {"inbox", "ref", 7, who}, sealed), db::BrokenSeal);
    EXPECT_THROW(
        (void)vault.open(key, {"inbox", "body", 7, vault.conversation(room("b"))}, sealed), db::BrokenSeal
    );
    EXPECT_THROW(
        (void)vault.open(db::vault::random_key(), {"inbox", "body", 7, who}, sealed), db::BrokenSeal
    );
    EXPECT_THROW((void)vault.open(key, {"inbox", "body", 7, who}, sealed.substr(1)), db::BrokenSeal);
    EXPECT_THROW((void)vault.open(key, {"inbox", "body", 7, who}, ""), db::BrokenSeal);
}

TEST(Seal, TellsLittleByItsSizeAndNothingByRepetition) {
    db::vault::Vault vault(db::vault::random_key());
    const auto key = db::vault::random_key();
    const db::vault::Place place{"inbox", "body", 7, {}};

    const auto oui = vault.seal(key, place, "oui", 256);

    EXPECT_EQ(oui.size(), vault.seal(key, place, "non, pas du tout", 256).size());
    EXPECT_NE(oui, vault.seal(key, place, "oui", 256));
    EXPECT_EQ(
        vault.open(key, place, vault.seal(key, place, std::string(252, 'x'), 256)), std::string(252, 'x')
    );
    EXPECT_EQ(vault.open(key, place, vault.seal(key, place, "", 256)), "");
}

TEST(Lookup, SeparatesChannelsEventsAndKeys) {
    db::vault::Vault vault(db::vault::random_key()), other(db::vault::random_key());

    EXPECT_EQ(vault.conversation(room("a")), vault.conversation(room("a")));
    EXPECT_NE(vault.conversation(room("a")), other.conversation(room("a")));
    EXPECT_NE(vault.conversation({"ab", "c"}), vault.conversation({"a", "bc"}));
    EXPECT_NE(vault.conversation({"matrix", "x"}), vault.event("matrix", "x"));
    EXPECT_NE(vault.ledger(vault.conversation(room("a"))), vault.conversation(room("a")));
}

TEST(Hashes, AgreeWithPublishedVectors) {
    const auto abc = db::vault::sha256("abc");  // FIPS 180-4
    EXPECT_EQ(
        db::vault::hex(db::vault::bytes(abc)),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    db::vault::Digest foobar{};
    std::copy_n("foobar", 6, foobar.begin());
    EXPECT_EQ(db::vault::base32(foobar, 9), "mzxw6ytbo");  // RFC 4648 §10: "mzxw6ytboi======"
}

}  // namespace erasure_test
