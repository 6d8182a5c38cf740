// The relay's every mood, on a real socket.
#include "adapters/email/wire/smtp_relay.hpp"
#include "tests/support/scripted_peer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace adapters::email::wire;
using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::hang_up, tests::ScriptedPeer, tests::Step, tests::the_dot;
using Result = SmtpOutcome::Result;

const Submission mail{"bot+v1@phare.test", "lea@jeunes.test", "Subject: x\r\n\r\nBonjour\r\n.seul\r\n"};

std::vector<Step> until_rcpt(std::vector<Step> rest) {
    std::vector<Step> steps{
        {"", "220 relay\r\n"}, {"EHLO", "250-relay\r\n250 SIZE 30000000\r\n"}, {"MAIL FROM", "250 2.1.0 ok\r\n"}};
    steps.insert(steps.end(), rest.begin(), rest.end());
    return steps;
}

Server plain(std::uint16_t port) {
    Server server;
    server.host = "127.0.0.1";
    server.port = port;
    server.security = Security::none;
    server.connect_time = 2s;
    server.time = 1s;
    return server;
}

SmtpOutcome outcome_of(std::vector<Step> steps, std::string* heard = nullptr) {
    ScriptedPeer peer({std::move(steps)});
    SmtpOutcome out;
    {
        SmtpRelay relay(plain(peer.port()), "phare.test");
        out = relay.submit(mail);
    }
    if (heard != nullptr) *heard = peer.heard();
    return out;
}

TEST(SmtpRelay, HandsAMailOver) {
    std::string heard;
    auto const out = outcome_of(
        until_rcpt({{"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"}, {the_dot, "250 2.0.0 queued\r\n"}}), &heard
    );

    EXPECT_EQ(out.result, Result::accepted);
    EXPECT_THAT(heard, HasSubstr("EHLO phare.test"));
    EXPECT_THAT(heard, HasSubstr("MAIL FROM:<bot+v1@phare.test> SIZE="));
    EXPECT_THAT(heard, HasSubstr("RCPT TO:<lea@jeunes.test>"));
    EXPECT_THAT(heard, HasSubstr("\r\n..seul\r\n.\r\n")) << "a dot at the beginning is doubled";
}

TEST(SmtpRelay, WhoeverIsToldToStopWaitsForNoSilentRelay) {
    std::vector<Step> const silent{{"", "220 relay\r\n"}, {"NOTHING LIKE THIS", "250 ok\r\n"}};
    ScriptedPeer peer(std::vector<std::vector<Step>>{silent});
    auto server = plain(peer.port());
    server.time = 600s;
    server.stop = std::make_shared<std::atomic<bool>>(true);
    SmtpRelay relay(server, "phare.test");
    EXPECT_EQ(relay.submit(mail).result, Result::relay_down) << "ten minutes later, or the test's time is over";
}

TEST(SmtpRelay, TellsTheRecipientFromTheRelay) {
    EXPECT_EQ(outcome_of(until_rcpt({{"RCPT TO", "450 4.2.0 greylisted\r\n"}})).result, Result::deferred);
    EXPECT_EQ(outcome_of(until_rcpt({{"RCPT TO", "550 5.1.1 unknown\r\n"}})).result, Result::refused);
    EXPECT_EQ(outcome_of(until_rcpt({{"RCPT TO", hang_up}})).result, Result::relay_down);
    EXPECT_EQ(outcome_of({{"", "421 busy\r\n"}}).result, Result::relay_down);
    EXPECT_EQ(outcome_of({{"", "554 go away\r\n"}}).result, Result::relay_wrong);
}

TEST(SmtpRelay, SilenceAfterTheDotIsUnknownARefusalThereIsNot) {
    auto const end = [](const std::string& answer) {
        return until_rcpt({{"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"}, {the_dot, answer}});
    };
    EXPECT_EQ(outcome_of(end(hang_up)).result, Result::unknown);
    EXPECT_EQ(outcome_of(end("")).result, Result::unknown) << "the time limit passes";
    EXPECT_EQ(outcome_of(end("554 5.7.1 spam\r\n")).result, Result::refused);
    EXPECT_EQ(outcome_of(end("451 4.3.0 later\r\n")).result, Result::deferred);
}

TEST(SmtpRelay, WhereTlsIsRequiredNothingIsSaidWithoutIt) {
    std::vector<Step> const steps{{"", "220 relay\r\n"}, {"EHLO", "250-relay\r\n250 SIZE 30000000\r\n"}};
    ScriptedPeer peer({steps});
    auto server = plain(peer.port());
    server.security = Security::starttls;
    server.user = "bot";
    server.password = "secret";
    SmtpOutcome out;
    {
        SmtpRelay relay(server, "phare.test");
        out = relay.submit(mail);
    }
    auto const heard = peer.heard();

    EXPECT_EQ(out.result, Result::relay_wrong);
    EXPECT_EQ(out.phase, SmtpPhase::securing);
    EXPECT_EQ(out.why, "le serveur n’offre pas le chiffrement demandé") << "an operator must tell it from a certificate";
    EXPECT_EQ(heard.find("MAIL FROM"), std::string::npos);
    EXPECT_EQ(heard.find("AUTH"), std::string::npos);
}

TEST(SmtpRelay, TwoMailsShareAConnectionUntilOneGoesWrong) {
    std::vector<Step> first = until_rcpt({{"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"}, {the_dot, "250 ok\r\n"},
         {"MAIL FROM", "250 ok\r\n"}, {"RCPT TO", "550 5.1.1 no\r\n"}});
    ScriptedPeer peer({first, until_rcpt({{"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"}, {the_dot, "250 ok\r\n"}})});
    SmtpRelay relay(plain(peer.port()), "phare.test");

    EXPECT_EQ(relay.submit(mail).result, Result::accepted);
    EXPECT_EQ(relay.submit(mail).result, Result::refused);
    EXPECT_EQ(relay.submit(mail).result, Result::accepted);
}

TEST(SmtpRelay, AnAddressThatWouldBecomeACommandIsRefusedHere) {
    Server nobody = plain(1);
    SmtpRelay relay(nobody, "phare.test");
    for (auto const* address : {"", "a@b>\r\nRCPT TO:<c@d", "a b@c", "a@b\n"})
        EXPECT_EQ(relay.submit({"bot@phare.test", address, "x"}).result, Result::refused) << address;
    EXPECT_EQ(relay.submit({"bot@phare.test", "lea@jeunes.test", "x"}).result, Result::relay_down) << "nobody listens";
}

TEST(SmtpRelay, AnAddressWithAccentsGoesWhereTheRelayAnnouncesSmtputf8) {
    std::vector<Step> const steps{{"", "220 relay\r\n"},        {"EHLO", "250-relay\r\n250-SIZE 30000000\r\n250 SMTPUTF8\r\n"},
                                  {"NOOP", "250 ok\r\n"},        {"MAIL FROM", "250 ok\r\n"}, {"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"}, {the_dot, "250 ok\r\n"}};
    ScriptedPeer peer({steps});
    {
        SmtpRelay relay(plain(peer.port()), "phare.test");
        EXPECT_EQ(relay.submit({"bot@phare.test", "léa@ecoles.test", "Subject: x\r\n\r\nx\r\n"}).result, Result::accepted);
    }
    auto const heard = peer.heard();
    EXPECT_THAT(heard, testing::ContainsRegex("MAIL FROM:<bot@phare.test>[A-Z0-9= ]* SMTPUTF8"));
    EXPECT_THAT(heard, HasSubstr("RCPT TO:<léa@ecoles.test>"));
}

TEST(SmtpRelay, WhereItDoesNotTheMailIsRefusedBeforeAWordOfItIsSaid) {
    std::vector<Step> const steps{{"", "220 relay\r\n"}, {"EHLO", "250-relay\r\n250 SIZE 30000000\r\n"}, {"NOOP", "250 ok\r\n"}};
    ScriptedPeer peer({steps});
    SmtpOutcome out;
    {
        SmtpRelay relay(plain(peer.port()), "phare.test");
        out = relay.submit({"bot@phare.test", "léa@jeunes.test", "Subject: x\r\n\r\nx\r\n"});
    }
    EXPECT_EQ(out.result, Result::refused);
    EXPECT_EQ(out.enhanced, "5.6.7");
    EXPECT_THAT(peer.heard(), testing::Not(HasSubstr("MAIL FROM")));
}

TEST(SmtpRelay, CanBeTriedOutWithoutAMail) {
    std::vector<Step> const steps{{"", "220 relay\r\n"}, {"EHLO", "250 relay\r\n"}, {"NOOP", "250 ok\r\n"}};
    ScriptedPeer peer({steps});
    SmtpRelay relay(plain(peer.port()), "phare.test");

    EXPECT_EQ(relay.try_out().result, Result::accepted);
}

std::vector<Step> logged_in_by_token(const std::string& login) {
    return {
        {"", "220 relay\r\n"},
        {"EHLO", "250-relay\r\n250 AUTH XOAUTH2 PLAIN\r\n"},
        {"AUTH XOAUTH2", "334 \r\n"},
        {login, "235 2.7.0 in\r\n"},
        {"MAIL FROM", "250 2.1.0 ok\r\n"},
        {"RCPT TO", "250 ok\r\n"},
        {"DATA", "354 go\r\n"},
        {the_dot, "250 2.0.0 queued\r\n"}};
}

TEST(SmtpRelay, LogsInWithTheTokenOfTheMoment) {
    // user=bot^Aauth=Bearer jeton-1^A^A, and -2
    ScriptedPeer peer({logged_in_by_token("dXNlcj1ib3QBYXV0aD1CZWFyZXIgamV0b24tMQEB"), logged_in_by_token("dXNlcj1ib3QBYXV0aD1CZWFyZXIgamV0b24tMgEB")});
    auto server = plain(peer.port());
    server.user = "bot";
    std::string token = "jeton-1";
    server.token = [&token] { return token; };
    SmtpRelay relay(server, "phare.test");
    EXPECT_EQ(relay.submit(mail).result, Result::accepted);
    token = "jeton-2";
    EXPECT_EQ(relay.submit(mail).result, Result::accepted) << "renewed meanwhile by another program";
}

TEST(SmtpRelay, WithoutATokenToReadAPersonIsCalledAndNothingIsSaid) {
    std::vector<Step> greeting;
    greeting.push_back({"", "220 relay\r\n"});
    ScriptedPeer peer({greeting});
    auto server = plain(peer.port());
    server.user = "bot";
    bool readable = true;
    server.token = [&readable]() -> std::string {
        if (!readable) throw std::runtime_error("no such file");
        return "jeton-1";
    };
    SmtpRelay relay(server, "phare.test");
    readable = false;

    EXPECT_EQ(relay.submit(mail).result, Result::relay_wrong);
}

}  // namespace
