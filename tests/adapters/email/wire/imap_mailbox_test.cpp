#include "adapters/email/wire/imap_mailbox.hpp"
#include "tests/support/scripted_peer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace adapters::email::wire;
using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::hang_up, tests::ScriptedPeer, tests::Step;
using Kind = ImapTrouble::Kind;

Server plain_imap(std::uint16_t port) {
    Server server;
    server.host = "127.0.0.1";
    server.port = port;
    server.security = Security::none;
    server.user = "bot";
    server.password = "secret";
    server.connect_time = 1s;
    server.time = 5s;
    return server;
}

std::vector<Step> opened(std::vector<Step> rest) {
    std::vector<Step> steps{
        {"", "* OK ready\r\n"},
        {"A001 CAPABILITY", "* CAPABILITY IMAP4rev1\r\nA001 OK done\r\n"},
        {"A002 LOGIN", "A002 OK in\r\n"},
        {"p1 SELECT \"INBOX\"", "* 3 EXISTS\r\n* OK [UIDVALIDITY 77] ok\r\np1 OK [READ-WRITE] done\r\n"}};
    steps.insert(steps.end(), rest.begin(), rest.end());
    return steps;
}

TEST(ImapMailbox, ReadsWhatIsNewerThanTheCursorAndTouchesNoFlag) {
    ScriptedPeer peer({opened(
        {{"p2 UID SEARCH UID 8:*", "* SEARCH 12 9\r\np2 OK\r\n"},
         {"p3 UID FETCH 9,12 (UID RFC822.SIZE)",
          "* 2 FETCH (UID 9 RFC822.SIZE 5)\r\n* 3 FETCH (UID 12 RFC822.SIZE 7)\r\np3 OK\r\n"},
         {"p4 UID FETCH 9 (UID BODY.PEEK[])", "* 2 FETCH (UID 9 BODY[] {9}\r\np4 OK\r\n\r\n)\r\np4 OK\r\n"},
         {"p5 UID STORE 9 +FLAGS.SILENT (\\Seen)", "p5 OK\r\n"}}
    )});
    {
        ImapMailbox box(plain_imap(peer.port()), "INBOX");
        EXPECT_EQ(box.uid_validity(), 77U);
        auto const waiting = box.newer_than(7);
        ASSERT_EQ(waiting.size(), 2U);
        EXPECT_EQ(waiting[0].uid, 9U);
        EXPECT_EQ(waiting[1].size, 7U);
        EXPECT_EQ(box.fetch(9), "p4 OK\r\n\r\n");
        box.mark_seen(9);
    }
    EXPECT_THAT(peer.heard(), testing::Not(HasSubstr("BODY[]")));
}

TEST(ImapMailbox, TheLastMailThatAStarAlwaysNamesIsNotNew) {
    ScriptedPeer peer({opened({{"p2 UID SEARCH UID 13:*", "* SEARCH 12\r\np2 OK\r\n"}})});
    ImapMailbox box(plain_imap(peer.port()), "INBOX");

    EXPECT_TRUE(box.newer_than(12).empty());
}

TEST(ImapMailbox, KnowsWhetherThereIsAFolder) {
    ScriptedPeer peer({opened(
        {{"p2 STATUS \"Trait&AOk-s\" (UIDVALIDITY)", "* STATUS \"Trait&AOk-s\" (UIDVALIDITY 3)\r\np2 OK\r\n"}, {"p3 STATUS \"Lus\"", "p3 NO no such mailbox\r\n"}}
    )});
    ImapMailbox box(plain_imap(peer.port()), "INBOX");

    EXPECT_TRUE(box.has("Traités"));
    EXPECT_FALSE(box.has("Lus"));
}

Kind trouble_with(std::vector<Step> steps) {
    ScriptedPeer peer({std::move(steps)});
    try {
        ImapMailbox box(plain_imap(peer.port()), "INBOX");
        static_cast<void>(box.newer_than(1));
    } catch (const ImapTrouble& trouble) {
        return trouble.kind;
    }
    ADD_FAILURE() << "no trouble";
    return Kind::refused;
}

TEST(ImapMailbox, SaysWhatKindOfTroubleItIs) {
    EXPECT_EQ(
        trouble_with(
            {{"", "* OK ready\r\n"},
             {"A001 CAPABILITY", "* CAPABILITY IMAP4rev1\r\nA001 OK done\r\n"},
             {"A002 LOGIN", "A002 NO wrong\r\n"}}
        ),
        Kind::denied
    );
    EXPECT_EQ(trouble_with(opened({{"p2", hang_up}})), Kind::unreachable);
    EXPECT_EQ(trouble_with(opened({{"p2", "* BYE closing\r\n"}})), Kind::unreachable);
    EXPECT_EQ(trouble_with(opened({{"p2", "p2 NO not now\r\n"}})), Kind::refused);
    EXPECT_EQ(trouble_with(opened({{"p2", ""}})), Kind::unreachable) << "silence";
}

// user=bot^Aauth=Bearer jeton-1^A^A, and -2
const std::string first_token = "dXNlcj1ib3QBYXV0aD1CZWFyZXIgamV0b24tMQEB";
const std::string second_token = "dXNlcj1ib3QBYXV0aD1CZWFyZXIgamV0b24tMgEB";

std::vector<Step> opened_by_token(const std::string& login) {
    return {
        {"", "* OK ready\r\n"},
        {"A001 CAPABILITY", "* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN\r\nA001 OK done\r\n"},
        {"A002 AUTHENTICATE XOAUTH2 " + login, "A002 OK in\r\n"},
        {"p1 SELECT \"INBOX\"", "* 3 EXISTS\r\n* OK [UIDVALIDITY 77] ok\r\np1 OK [READ-WRITE] done\r\n"}};
}

TEST(ImapMailbox, LogsInWithTheTokenOfTheMoment) {
    ScriptedPeer peer({opened_by_token(first_token), opened_by_token(second_token)});
    auto server = plain_imap(peer.port());
    server.password.clear();
    int asked = 0;
    server.token = [&asked] { return "jeton-" + std::to_string(++asked); };
    for (int login = 1; login <= 2; ++login) {
        ImapMailbox box(server, "INBOX");
        EXPECT_EQ(box.uid_validity(), 77U);
        EXPECT_EQ(asked, login) << "read again at each login: a token lives an hour";
    }
}

TEST(ImapMailbox, WithoutAnInitialResponseTheTokenFollows) {
    auto steps = opened_by_token(first_token);
    steps[1].answer = "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\nA001 OK done\r\n";
    steps[2] = {"A002 AUTHENTICATE XOAUTH2", "+ \r\n"};
    steps.insert(steps.begin() + 3, {first_token, "A002 OK in\r\n"});
    ScriptedPeer peer({steps});
    auto server = plain_imap(peer.port());
    server.token = [] { return std::string("jeton-1"); };
    ImapMailbox box(server, "INBOX");

    EXPECT_EQ(box.uid_validity(), 77U);
}

TEST(ImapMailbox, ATokenThatEndedIsDenied) {
    auto steps = opened_by_token(first_token);
    steps.resize(2);
    steps.push_back({"A002 AUTHENTICATE XOAUTH2", "A002 NO [AUTHENTICATIONFAILED] token expired\r\n"});
    ScriptedPeer peer({steps});
    auto server = plain_imap(peer.port());
    server.token = [] { return std::string("jeton-1"); };
    try {
        ImapMailbox box(server, "INBOX");
        ADD_FAILURE() << "let in";
    } catch (const ImapTrouble& trouble) {
        EXPECT_EQ(trouble.kind, Kind::denied);
    }
}

}  // namespace
