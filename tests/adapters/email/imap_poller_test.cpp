#include "adapters/email/imap_poller.hpp"

#include "adapters/email/stored_mail.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/scripted_peer.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace imap_poller_test {

namespace asio = boost::asio;
using namespace adapters::email;
using namespace std::chrono_literals;
using End = RoundEnd::Kind;
using testing::HasSubstr, testing::Not;
using tests::ScriptedPeer, tests::Step;

Instant const now{std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + 9h};
const std::string raw = "From: lea@jeunes.test\r\nMessage-ID: <1@jeunes.test>\r\n\r\nbonjour\r\n";
auto const ref = cursor_ref("bot", "127.0.0.1", "INBOX");

std::vector<Step> logged_in(std::vector<Step> rest) {
    std::vector<Step> steps{
        {"", "* OK ready\r\n"},
        {"A001 CAPABILITY", "* CAPABILITY IMAP4rev1\r\nA001 OK done\r\n"},
        {"A002 LOGIN", "A002 OK in\r\n"},
        {"p1 SELECT \"INBOX\"", "* OK [UIDVALIDITY 77] ok\r\np1 OK done\r\n"}};
    steps.insert(steps.end(), rest.begin(), rest.end());
    return steps;
}

std::string found(int tag, const std::string& uids) { return "* SEARCH " + uids + "\r\np" + std::to_string(tag) + " OK\r\n"; }
std::string size_of(int tag, int uid, std::size_t size) {
    return "* 1 FETCH (UID " + std::to_string(uid) + " RFC822.SIZE " + std::to_string(size) + ")\r\np" + std::to_string(tag) + " OK\r\n";
}
std::string body_of(int tag, int uid, const std::string& text) {
    return "* 1 FETCH (UID " + std::to_string(uid) + " BODY[] {" + std::to_string(text.size()) + "}\r\n" + text + ")\r\np" + std::to_string(tag) + " OK\r\n";
}

struct World {
    tests::Disk disk;
    bool fails = false;
    asio::io_context loop{1};
    tests::MemoryStore store{disk, [](auto const& call) { call(); }, [this] { return fails; }};
    MailIntake intake{loop.get_executor(), store, [] {}};

    ImapSettings settings(std::uint16_t port) {
        ImapSettings out;
        out.server = [port] {
            wire::Server server;
            server.host = "127.0.0.1";
            server.port = port;
            server.security = wire::Security::none;
            server.user = "bot";
            server.password = "secret";
            server.connect_time = 1s;
            server.time = 5s;
            return server;
        };
        return out;
    }
    RoundEnd look(ImapSettings settings) {
        ImapFetcher fetcher(std::move(settings), intake, std::make_shared<std::atomic<bool>>(false));
        return fetcher.round(now);
    }
    void cursor(const ImapCursor& at) {
        store.write([&](db::Transaction& tx) { tx.save_state(ref, stored_form(at), 0, 0); }, [](std::exception_ptr) {});
    }
    ImapCursor cursor() { return cursor_from(store.read_state(ref).value_or("")); }
};

TEST(ImapFetcher, AMailboxThatIsNewIsReadFromSixDaysAgoOn) {
    World world;
    ScriptedPeer peer({logged_in(
        {{"p2 UID SEARCH SINCE 16-Nov-2026", found(2, "5")},
         {"p3 UID FETCH 5 (UID RFC822.SIZE)", size_of(3, 5, raw.size())},
         {"p4 UID FETCH 5 (UID BODY.PEEK[])", body_of(4, 5, raw)},
         {"p5 UID STORE 5 +FLAGS.SILENT (\\Seen)", "p5 OK\r\n"}}
    )});

    auto const end = world.look(world.settings(peer.port()));

    EXPECT_EQ(end.kind, End::done);
    EXPECT_EQ(end.stored, 1U);
    EXPECT_EQ(world.cursor(), (ImapCursor{77, 5, 0, 0}));
    ASSERT_EQ(world.disk.inbox.size(), 1U);
    auto const mail = mail_from_stored(world.disk.inbox.begin()->second.entry.payload);
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->raw, raw);
    EXPECT_FALSE(mail->envelope_from);
}

TEST(ImapFetcher, NothingOfTheMailboxChangesBeforeTheCommit) {
    World world;
    world.cursor({77, 4, 0, 0});
    world.fails = true;
    ScriptedPeer peer({logged_in(
        {{"p2 UID SEARCH UID 5:*", found(2, "5")},
         {"p3 UID FETCH 5 (UID RFC822.SIZE)", size_of(3, 5, raw.size())},
         {"p4 UID FETCH 5 (UID BODY.PEEK[])", body_of(4, 5, raw)}}
    )});

    auto const end = world.look(world.settings(peer.port()));

    EXPECT_EQ(end.kind, End::not_stored);
    EXPECT_EQ(world.cursor(), (ImapCursor{77, 4, 0, 0}));
    EXPECT_TRUE(world.disk.inbox.empty());
    EXPECT_THAT(peer.heard(), Not(HasSubstr("STORE")));
}

TEST(ImapFetcher, AMailThatIsTooLargeIsSetAsideUnfetched) {
    World world;
    world.cursor({77, 4, 0, 0});
    ScriptedPeer peer({logged_in({{"p2 UID SEARCH UID 5:*", found(2, "5")}, {"p3 UID FETCH 5 (UID RFC822.SIZE)", size_of(3, 5, 30'000'000)}})});

    auto const end = world.look(world.settings(peer.port()));

    EXPECT_EQ(end.set_aside, 1U);
    EXPECT_EQ(world.disk.quarantined_raw, 1);
    EXPECT_EQ(world.cursor().uid, 5U);
    EXPECT_THAT(peer.heard(), Not(HasSubstr("PEEK")));
}

TEST(ImapFetcher, AMailThatCannotBeHadThreeTimesDoesNotStopTheOthers) {
    World world;
    world.cursor({77, 4, 5, 2});
    ScriptedPeer peer({logged_in(
        {{"p2 UID SEARCH UID 5:*", found(2, "5")},
         {"p3 UID FETCH 5 (UID RFC822.SIZE)", size_of(3, 5, raw.size())},
         {"p4 UID FETCH 5 (UID BODY.PEEK[])", "p4 NO broken\r\n"}}
    )});

    auto const end = world.look(world.settings(peer.port()));

    EXPECT_EQ(end.kind, End::unreachable);
    EXPECT_EQ(world.disk.quarantined_raw, 1);
    EXPECT_EQ(world.cursor(), (ImapCursor{77, 5, 0, 0}));
}

TEST(ImapFetcher, AMailThatCutsTheLineThreeTimesOrIsNeverGivenDoesNotStopTheOthers) {
    for (auto const& answer : {tests::hang_up, std::string()}) {
        World world;
        world.cursor({77, 4, 0, 0});
        auto const poisoned = logged_in(
            {{"p2 UID SEARCH UID 5:*", found(2, "5")},
             {"p3 UID FETCH 5 (UID RFC822.SIZE)", size_of(3, 5, raw.size())},
             {"p4 UID FETCH 5 (UID BODY.PEEK[])", answer}}
        );
        ScriptedPeer peer({poisoned, poisoned, poisoned,
            logged_in({{"p2 UID SEARCH UID 6:*", found(2, "6")},
                       {"p3 UID FETCH 6 (UID RFC822.SIZE)", size_of(3, 6, raw.size())},
                       {"p4 UID FETCH 6 (UID BODY.PEEK[])", body_of(4, 6, raw)},
                       {"p5 UID STORE 6", "p5 OK\r\n"}})});
        auto const settings = world.settings(peer.port());

        for (int round = 1; round <= 3; ++round) {
            EXPECT_EQ(world.disk.quarantined_raw, 0) << round;
            EXPECT_EQ(world.look(settings).kind, End::unreachable) << round;
        }
        EXPECT_EQ(world.disk.quarantined_raw, 1);
        EXPECT_EQ(world.cursor(), (ImapCursor{77, 5, 0, 0}));
        EXPECT_EQ(world.look(settings).stored, 1U);
        EXPECT_EQ(world.cursor().uid, 6U);
    }
}

TEST(ImapFetcher, ALineThatIsDownCountsAgainstNoMail) {
    World world;
    world.cursor({77, 4, 5, 2});
    ScriptedPeer peer({logged_in({{"p2 UID SEARCH UID 5:*", tests::hang_up}})});

    EXPECT_EQ(world.look(world.settings(peer.port())).kind, End::unreachable);
    EXPECT_EQ(world.look(world.settings(1)).kind, End::unreachable);

    EXPECT_EQ(world.cursor(), (ImapCursor{77, 4, 5, 2}));
    EXPECT_EQ(world.disk.quarantined_raw, 0);
}

TEST(ImapFetcher, AFolderWithAccentsIsNamedAsServersNameIt) {
    World world;
    world.cursor({77, 4, 0, 0});
    ScriptedPeer peer({logged_in(
        {{"p2 UID SEARCH UID 5:*", found(2, "5")},
         {"p3 UID FETCH 5 (UID RFC822.SIZE)", size_of(3, 5, raw.size())},
         {"p4 UID FETCH 5 (UID BODY.PEEK[])", body_of(4, 5, raw)},
         {"p5 UID MOVE 5 \"Trait&AOk-s\"", "p5 OK\r\n"}}
    )});
    auto settings = world.settings(peer.port());
    settings.move_to = "Traités";

    EXPECT_EQ(world.look(settings).kind, End::done);
    EXPECT_THAT(peer.heard(), Not(HasSubstr("STORE")));
}

TEST(ImapFetcher, WhereTheFolderIsNotThereAMailIsMarkedAsRead) {
    World world;
    world.cursor({77, 4, 0, 0});
    ScriptedPeer peer({logged_in(
        {{"p2 UID SEARCH UID 5:*", found(2, "5")},
         {"p3 UID FETCH 5 (UID RFC822.SIZE)", size_of(3, 5, raw.size())},
         {"p4 UID FETCH 5 (UID BODY.PEEK[])", body_of(4, 5, raw)},
         {"p5 UID MOVE 5 \"Trait&AOk-s\"", "p5 NO [TRYCREATE] no such mailbox\r\n"},
         {"p6 UID STORE 5 +FLAGS.SILENT (\\Seen)", "p6 OK\r\n"}}
    )});
    auto settings = world.settings(peer.port());
    settings.move_to = "Traités";

    EXPECT_EQ(world.look(settings).kind, End::done);
    EXPECT_THAT(peer.heard(), HasSubstr("p6 UID STORE 5 +FLAGS.SILENT (\\Seen)"));
}

TEST(ImapFetcher, AnotherUidValidityReadsAgainAndRepeatsAreRecognised) {
    World world;
    world.cursor({76, 900, 0, 0});
    auto const twice = [](int uid) {
        auto const u = std::to_string(uid);
        return logged_in(
            {{"p2 UID SEARCH SINCE", found(2, u)},
             {"p3 UID FETCH " + u + " (UID RFC822.SIZE)", size_of(3, uid, raw.size())},
             {"p4 UID FETCH " + u + " (UID BODY.PEEK[])", body_of(4, uid, raw)},
             {"p5 UID MOVE " + u + " \"Lus\"", "p5 OK\r\n"}}
        );
    };
    ScriptedPeer peer({twice(5), twice(6)});
    auto settings = world.settings(peer.port());
    settings.move_to = "Lus";

    EXPECT_EQ(world.look(settings).kind, End::done);
    world.cursor({76, 900, 0, 0});
    EXPECT_EQ(world.look(settings).kind, End::done);

    EXPECT_EQ(world.disk.inbox.size(), 1U);
    EXPECT_EQ(world.cursor(), (ImapCursor{77, 6, 0, 0}));
}

TEST(ImapFetcher, TheConnectionIsKeptAndAskedForNews) {
    World world;
    world.cursor({77, 4, 0, 0});
    ScriptedPeer peer({logged_in(
        {{"p2 UID SEARCH UID 5:*", found(2, "")},
         {"p3 NOOP", "* 1 EXISTS\r\np3 OK\r\n"},
         {"p4 UID SEARCH UID 5:*", found(4, "5")},
         {"p5 UID FETCH 5 (UID RFC822.SIZE)", size_of(5, 5, raw.size())},
         {"p6 UID FETCH 5 (UID BODY.PEEK[])", body_of(6, 5, raw)},
         {"p7 UID STORE 5", "p7 NO read-only\r\n"}}
    )});
    ImapFetcher fetcher(world.settings(peer.port()), world.intake, std::make_shared<std::atomic<bool>>(false));

    EXPECT_EQ(fetcher.round(now).stored, 0U);
    auto const second = fetcher.round(now);

    EXPECT_EQ(second.stored, 1U);
    EXPECT_EQ(second.kind, End::done);  // a folder that takes no flags is no reason to stop
}

TEST(ImapFetcher, ARefusedLoginNeedsAPerson) {
    World world;
    std::vector<Step> const refused{
        {"", "* OK ready\r\n"}, {"A001 CAPABILITY", "* CAPABILITY IMAP4rev1\r\nA001 OK\r\n"}, {"A002 LOGIN", "A002 NO wrong\r\n"}};
    ScriptedPeer peer(std::vector<std::vector<Step>>{refused});

    EXPECT_EQ(world.look(world.settings(peer.port())).kind, End::denied);
}

TEST(ImapFetcher, WithoutSpaceTheMailboxIsLeftAlone) {
    World world;
    world.store.full = true;

    EXPECT_EQ(world.look(world.settings(1)).kind, End::not_stored);
}

}  // namespace imap_poller_test
