// The contract of db/store.hpp, on SQLite.
#include "tests/db/store_on_disk.hpp"

#include <atomic>
#include <set>
#include <thread>

namespace store_test {

using namespace tests;
using db::Delivery;
using db::Precedence;
using db::Transaction;

struct Store : testing::Test {
    Folder folder;
    std::unique_ptr<db::Store> store = db::sqlite::open(options_for(folder.path()));

    std::int64_t admit(const db::NewInbound& in) {
        std::optional<std::int64_t> seq;
        write(*store, [&](Transaction& t) { seq = t.admit(in); });
        return seq.value_or(0);
    }
    std::int64_t enqueue(const db::NewOutbound& out) {
        std::int64_t id = 0;
        write(*store, [&](Transaction& t) { id = t.enqueue(out, morning); });
        return id;
    }
    void reopen() {
        store.reset();
        store = db::sqlite::open(options_for(folder.path()));
    }
};

TEST_F(Store, GivesBackWhatWasAdmittedInOrder) {
    admit(event("a", "$1", "premier"));
    admit(event("b", "$2", std::string("deux\0x", 6)));
    admit(event("a", "$3", ""));

    const auto entries = store->pending_inbox(0, 10);

    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].payload, "premier");
    EXPECT_EQ(entries[0].conversation, room("a"));
    EXPECT_EQ(entries[0].event_id, "$1");
    EXPECT_EQ(entries[0].received_at, morning);
    EXPECT_EQ(entries[1].payload, std::string("deux\0x", 6));
    EXPECT_EQ(entries[2].payload, "");
    EXPECT_LT(entries[0].seq, entries[1].seq);
    EXPECT_EQ(store->pending_inbox(entries[0].seq, 1).at(0).event_id, "$2");
}

TEST_F(Store, APageOfTheInboxIsNeverMuchMoreThanSixteenMegabytes) {
    constexpr std::size_t large = 6u << 20;
    for (int i = 1; i <= 7; ++i) admit(event("a", "$" + std::to_string(i), std::string(large, 'x')));

    std::vector<std::size_t> pages;
    std::int64_t last = 0;
    for (auto page = store->pending_inbox(last, 500); !page.empty(); page = store->pending_inbox(last, 500)) {
        pages.push_back(page.size());
        last = page.back().seq;
    }

    EXPECT_EQ(pages, (std::vector<std::size_t>{3, 3, 1}));
}

TEST_F(Store, AdmitsAnEventOnceEvenAfterItWasFinishedAndTheProgramStartedAgain) {
    const auto seq = admit(event("a", "$1"));
    EXPECT_EQ(admit(event("a", "$1")), 0);
    write(*store, [&](Transaction& t) { EXPECT_TRUE(t.finish(seq, morning)); });
    reopen();

    EXPECT_EQ(admit(event("a", "$1")), 0);
    EXPECT_EQ(admit({{"email", "a@example.org"}, "$1", "x", morning}), seq + 1)
        << "ids are unique in a channel only";
}

TEST_F(Store, FinishesOnce) {
    const auto seq = admit(event("a", "$1"));

    write(*store, [&](Transaction& t) { EXPECT_TRUE(t.finish(seq, morning)); });
    write(*store, [&](Transaction& t) { EXPECT_FALSE(t.finish(seq, morning)); });

    EXPECT_TRUE(store->pending_inbox(0, 10).empty());
    EXPECT_FALSE(store->inbox_entry(seq));
}

TEST_F(Store, CountsAttemptsAndSetsAside) {
    const auto seq = admit(event("a", "$1"));

    write(*store, [&](Transaction& t) {
        EXPECT_EQ(t.count_attempt(seq), 1);
        EXPECT_EQ(t.count_attempt(seq), 2);
    });
    EXPECT_EQ(store->inbox_entry(seq)->attempts, 2);
    write(*store, [&](Transaction& t) {
        t.quarantine(seq, "poison", morning);
        t.quarantine_raw("matrix", "{not json", "syntax", morning);
    });

    EXPECT_TRUE(store->pending_inbox(0, 10).empty());
    EXPECT_EQ(store->inbox_entry(seq)->payload, "bonjour");
    EXPECT_EQ(store->counts().inbox_quarantined, 2);
    EXPECT_EQ(admit(event("a", "$1")), 0);
}

TEST_F(Store, KeepsStateAcrossStarts) {
    EXPECT_FALSE(store->read_state(room("a")));
    write(*store, [&](Transaction& t) {
        t.save_state(room("a"), "un", morning, 0);
        EXPECT_EQ(t.state(room("a")), "un") << "a unit sees its own writing";
        t.save_state(room("a"), std::string(1000, 'x'), morning, 0);
        t.save_state(room("b"), "autre", morning, 0);
    });
    reopen();

    EXPECT_EQ(store->read_state(room("a")), std::string(1000, 'x'));
    write(*store, [&](Transaction& t) { EXPECT_EQ(t.state(room("b")), "autre"); });
    EXPECT_EQ(store->conversations("matrix"), (std::vector{room("a"), room("b")}));
    EXPECT_TRUE(store->conversations("email").empty());
}

TEST_F(Store, KeepsOneKeyForEachOutboxRow) {
    const auto first = enqueue(message("a", "un", "$1"));
    auto edit = message("a", "deux", "$1");
    edit.target = first;
    edit.expires_at = morning + 5;
    const auto second_id = enqueue(edit);

    const auto rows = store->pending_outbox(0, 10);

    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].payload, "un");
    EXPECT_EQ(rows[0].answers, "$1");
    EXPECT_EQ(rows[0].kind, "message");
    EXPECT_EQ(rows[1].target, first);
    EXPECT_EQ(rows[1].expires_at, morning + 5);
    EXPECT_EQ(rows[1].created_at, morning);
    EXPECT_GE(rows[0].key.size(), 26U);
    EXPECT_EQ(rows[0].key.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
    EXPECT_NE(rows[0].key, rows[1].key);
    EXPECT_FALSE(rows[0].from_earlier_run);
    write(*store, [&](Transaction& t) { t.postpone(first, morning + 7); });
    reopen();
    const auto again = store->pending_outbox(0, 10);
    EXPECT_EQ(again[0].key, rows[0].key);
    EXPECT_EQ(again[0].tries, 1);
    EXPECT_EQ(again[0].not_before, morning + 7);
    EXPECT_TRUE(again[0].from_earlier_run);
    EXPECT_EQ(store->pending_outbox(first, 10).at(0).id, second_id);
}

TEST_F(Store, KeepsWhatGoesFirstWithThePayloadAndNoLonger) {
    auto danger = message("a", "3114", "$1"), digest = message("b", "\x01!point du mois", "");
    danger.precedence = Precedence::first;
    digest.precedence = Precedence::last;
    const auto told = enqueue(danger), regular = enqueue(digest), marked = enqueue(message("c", "\x01~", "$3"));
    reopen();

    const auto rows = store->pending_outbox(0, 10);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].precedence, Precedence::first);
    EXPECT_EQ(rows[0].payload, "3114");
    EXPECT_EQ(rows[1].precedence, Precedence::last);
    EXPECT_EQ(rows[1].payload, "\x01!point du mois");
    EXPECT_EQ(rows[2].precedence, Precedence::usual);
    EXPECT_EQ(rows[2].payload, "\x01~");
    write(*store, [&](Transaction& t) {
        for (const auto id : {told, regular, marked}) t.delivered(id, "$sent", morning + 1);
        t.forget_event(room("a"), "$1", morning + 2);
    });
    EXPECT_EQ(store->outbox_entry(told)->precedence, Precedence::usual) << "nothing left says that there was danger";
}

TEST_F(Store, RemembersWhatWasDelivered) {
    const auto id = enqueue(message("a", "un", "$1"));
    const auto refused = enqueue(message("a", "deux", "$1"));
    const auto other = enqueue(message("b", "trois", "$2"));

    write(*store, [&](Transaction& t) {
        t.delivered(id, "$sent", morning + 1);
        t.give_up(refused, Delivery::refused, morning + 1);
        t.delivered(refused, "$late", morning + 2);
    });

    EXPECT_EQ(store->pending_outbox(0, 10).at(0).id, other);
    const auto answers = store->answers_to(room("a"), "$1");
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].state, Delivery::delivered);
    EXPECT_EQ(answers[0].remote_id, "$sent");
    EXPECT_EQ(answers[1].state, Delivery::refused);
    EXPECT_EQ(answers[1].remote_id, "");
    EXPECT_EQ(store->sent(room("a"), "message"), std::vector<std::string>{"$sent"});
    EXPECT_THROW(
        write(*store, [&](Transaction& t) { t.give_up(other, Delivery::delivered, morning); }),
        std::invalid_argument
    );
}

TEST_F(Store, ListsEverythingThatWasToBeDeliveredInAConversation) {
    const auto first = enqueue(message("a", "un", "$1")), other = enqueue(message("b", "ailleurs", "$2"));
    const auto second = enqueue(message("a", "deux", "")), third = enqueue(message("a", "trois", "$1"));
    write(*store, [&](Transaction& t) {
        t.delivered(first, "$sent", morning);
        t.give_up(second, Delivery::expired, morning);
    });

    const auto rows = store->rows_of(room("a"));

    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].id, first);
    EXPECT_EQ(rows[0].state, Delivery::delivered);
    EXPECT_EQ(rows[0].payload, "un");
    EXPECT_EQ(rows[1].id, second);
    EXPECT_EQ(rows[1].state, Delivery::expired);
    EXPECT_EQ(rows[2].id, third);
    EXPECT_EQ(rows[2].state, Delivery::pending);
    ASSERT_EQ(store->rows_of(room("b")).size(), 1U);
    EXPECT_EQ(store->rows_of(room("b"))[0].id, other);
    EXPECT_TRUE(store->rows_of(room("unknown")).empty());

    db::PurgeBefore before;
    before.outbox_body = morning + 1;
    purge(*store, before, morning + 1);
    EXPECT_EQ(store->rows_of(room("a")).at(0).payload, "") << "its body was purged, its place stays";
    EXPECT_EQ(store->rows_of(room("a")).at(2).payload, "trois") << "what waits keeps its body";
    write(*store, [&](Transaction& t) { t.erase(room("a"), "asked", morning); });
    EXPECT_TRUE(store->rows_of(room("a")).empty());
    EXPECT_EQ(store->rows_of(room("b")).size(), 1U);
}

TEST_F(Store, ForgetsARedactedEventThatWaits) {
    const auto seq = admit(event("a", "$1"));

    write(*store, [&](Transaction& t) { t.forget_event(room("a"), "$1", morning); });

    EXPECT_TRUE(store->pending_inbox(0, 10).empty());
    write(*store, [&](Transaction& t) { EXPECT_FALSE(t.finish(seq, morning)); });
    EXPECT_EQ(admit(event("a", "$1")), 0);
}

TEST_F(Store, ForgetsWhatAnsweredARedactedEventButNotThatItDid) {
    const auto sent = enqueue(message("a", "réponse", "$1")), waits = enqueue(message("a", "encore", "$1"));
    const auto other = enqueue(message("a", "autre", "$2"));
    write(*store, [&](Transaction& t) {
        for (const auto id : {sent, other}) t.delivered(id, "$x" + std::to_string(id), morning);
    });

    write(*store, [&](Transaction& t) { t.forget_event(room("a"), "$1", morning); });

    EXPECT_EQ(store->outbox_entry(sent)->payload, "");
    EXPECT_EQ(store->outbox_entry(sent)->remote_id, "$x" + std::to_string(sent));
    EXPECT_EQ(store->outbox_entry(waits)->payload, "encore") << "it may be under way";
    EXPECT_EQ(store->outbox_entry(other)->payload, "autre");
}

TEST_F(Store, CountsWhatWaits) {
    const auto a = enqueue(message("a", "un"));
    enqueue(message("b", "deux"));
    admit(event("a", "$1"));
    write(*store, [](Transaction& t) { t.save_state(room("a"), "s", morning, 0); });
    write(*store, [&](Transaction& t) { t.delivered(a, "$x", morning); });

    const auto counts = store->counts();

    EXPECT_EQ(counts.inbox_pending, 1);
    EXPECT_EQ(counts.outbox_pending, 1);
    EXPECT_EQ(counts.conversations, 1);
    EXPECT_EQ(counts.oldest_pending_outbox, morning);
}

TEST_F(Store, PurgesByAgeAndKeepsSkeletons) {
    const auto done = admit(event("a", "$1")), aside = admit(event("a", "$2"));
    const auto sent = enqueue(message("a", "un", "$1"));
    write(*store, [&](Transaction& t) {
        t.finish(done, morning);
        t.quarantine(aside, "poison", morning);
        t.delivered(sent, "$x", morning);
        t.save_state(room("a"), "s", morning, morning + 100);
        t.save_state(room("b"), "s", morning, morning + 101);
        t.save_state(room("c"), "s", morning, 0);
    });

    db::PurgeBefore before;
    before.outbox_body = morning + 1;
    purge(*store, before, morning + 1);
    EXPECT_EQ(store->outbox_entry(sent)->payload, "");
    EXPECT_EQ(store->outbox_entry(sent)->remote_id, "$x");
    EXPECT_EQ(store->answers_to(room("a"), "$1").size(), 1U);
    EXPECT_EQ(admit(event("a", "$1")), 0) << "the dedupe key is not due";

    before = {};
    before.finished_dedupe = before.quarantine = before.outbox_skeleton = morning + 1;
    before.state_expired_at = morning + 100;
    purge(*store, before, morning + 100);
    EXPECT_TRUE(store->answers_to(room("a"), "$1").empty());
    EXPECT_EQ(store->counts().inbox_quarantined, 0);
    EXPECT_EQ(store->conversations("matrix"), (std::vector{room("b"), room("c")}));
    EXPECT_NE(admit(event("a", "$1")), 0);
}

TEST_F(Store, RollsBackAFailingUnitAlone) {
    std::promise<void> gate;
    auto opened = gate.get_future().share();
    std::vector<std::future<std::exception_ptr>> results;
    const auto add = [&](db::Store::Unit unit) {
        auto promise = std::make_shared<std::promise<std::exception_ptr>>();
        results.push_back(promise->get_future());
        store->write(std::move(unit), [promise](std::exception_ptr e) { promise->set_value(e); });
    };

    add([opened](Transaction&) { opened.wait(); });  // so that the rest is one batch
    add([](Transaction& t) { t.admit(event("a", "$1")); });
    add([](Transaction& t) {
        t.admit(event("new", "$2"));
        t.save_state(room("a"), "half", morning, 0);
        throw std::runtime_error("no");
    });
    add([](Transaction& t) { t.admit(event("new", "$3")); });
    gate.set_value();

    EXPECT_EQ(results[1].get(), nullptr);
    EXPECT_NE(results[2].get(), nullptr);
    EXPECT_EQ(results[3].get(), nullptr);
    const auto entries = store->pending_inbox(0, 10);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[1].event_id, "$3");
    EXPECT_FALSE(store->read_state(room("a")));
}

TEST_F(Store, CommitsForManyThreadsAndTellsEach) {
    constexpr int threads = 4, each = 100;
    std::atomic<int> told = 0;
    std::set<std::int64_t> seqs;
    std::mutex mutex;
    std::vector<std::thread> workers;
    for (int w = 0; w < threads; ++w)
        workers.emplace_back([&, w] {
            for (int i = 0; i < each; ++i) {
                auto seq = std::make_shared<std::int64_t>(0);
                store->write(
                    [=](Transaction& t) {
                        const auto id = "$" + std::to_string(w) + "-" + std::to_string(i);
                        *seq = t.admit(event(std::to_string(i % 7), id)).value_or(0);
                    },
                    [&, seq](std::exception_ptr e) {
                        const std::lock_guard lock(mutex);
                        if (!e) seqs.insert(*seq);
                        ++told;
                    }
                );
                if (i % 10 == 0) (void)store->counts();
            }
        });
    for (auto& worker : workers) worker.join();
    store->close();

    EXPECT_EQ(told, threads * each);
    EXPECT_EQ(seqs.size(), static_cast<std::size_t>(threads * each));
    EXPECT_EQ(store->counts().inbox_pending, threads * each);
    const auto late =
        result_of([&](db::Store::Completion done) { store->write([](Transaction&) {}, std::move(done)); });
    EXPECT_THROW(std::rethrow_exception(late), db::Unavailable);
}

TEST_F(Store, AuditsWithoutComplaint) {
    write(*store, [](Transaction& t) { t.audit({morning, "erasure", "asked"}); });
    reopen();
    EXPECT_EQ(store->counts().inbox_pending, 0);
}

TEST(StoreSpace, RefusesIntakeBelowTheFloorButFinishesAndErases) {
    const Folder folder;
    std::atomic<std::uint64_t> free = 1000;
    auto options = options_for(folder.path());
    options.floor_bytes = 500;
    options.free_bytes = [&] { return free.load(); };
    options.free_bytes_every = std::chrono::milliseconds(0);
    std::vector<db::sqlite::StoreEvent::Kind> told;
    std::mutex mutex;
    options.observer = [&](const db::sqlite::StoreEvent& e) {
        const std::lock_guard lock(mutex);
        if (e.kind != db::sqlite::StoreEvent::Kind::batch) told.push_back(e.kind);
    };
    const auto store = db::sqlite::open(options);
    EXPECT_TRUE(store->accepts_intake());
    write(*store, [](Transaction& t) { t.admit(event("a", "$1")); });

    free = 400;

    EXPECT_FALSE(store->accepts_intake());
    EXPECT_THROW(write(*store, [](Transaction& t) { t.admit(event("a", "$2")); }), db::NoSpace);
    write(*store, [](Transaction& t) {
        EXPECT_FALSE(t.admit(event("a", "$1"))) << "a repetition costs nothing";
        EXPECT_TRUE(t.finish(1, morning));
        t.save_state(room("a"), "s", morning, 0);
        t.erase(room("a"), "asked", morning);
    });
    scrub(*store);
    free = 600;
    EXPECT_TRUE(store->accepts_intake());
    write(*store, [](Transaction& t) { EXPECT_TRUE(t.admit(event("a", "$2"))); });
    using Kind = db::sqlite::StoreEvent::Kind;
    const std::lock_guard lock(mutex);
    EXPECT_EQ(told, (std::vector{Kind::intake_refused, Kind::intake_resumed}));
}

}  // namespace store_test
