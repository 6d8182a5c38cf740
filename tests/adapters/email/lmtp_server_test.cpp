#include "adapters/email/lmtp_server.hpp"

#include <gtest/gtest.h>

namespace adapters::email {
namespace lmtp_server_test {

LmtpServer::Options options() {
    LmtpServer::Options options;
    options.hostname = "phare.test";
    options.instead = "orientation@phare.test";
    options.limits.raw_bytes = 100'000;
    options.recipient = [](std::string_view address, std::string_view) {
        if (address.find("+vieux@") != std::string_view::npos) return RecipientVerdict::ended;
        return address.starts_with("inconnu") ? RecipientVerdict::unknown : address.starts_with("plus-tard") ? RecipientVerdict::later : RecipientVerdict::known;
    };
    return options;
}

/// A server past its greeting and LHLO.
LmtpServer greeted(LmtpServer::Options with = options()) {
    LmtpServer server(std::move(with));
    server.receive("LHLO mx.example\r\n");
    (void)server.output();
    return server;
}

const std::string mail = "From: a@b.example\r\nSubject: x\r\n\r\nbonjour\r\n..point\r\n";
const std::string whole = "MAIL FROM:<a@b.example> SIZE=10 BODY=8BITMIME\r\nRCPT TO:<un@phare.test>\r\nRCPT TO:<inconnu@phare.test>\r\nRCPT TO:<deux@phare.test>\r\nDATA\r\n" + mail + ".\r\nQUIT\r\n";
using S = StoreOutcome;

TEST(LmtpServer, OneAnswerARecipientInOrderAfterTheStore) {
    auto server = greeted();
    server.receive(whole);  // as Postfix: one write
    EXPECT_EQ(server.output(), "250 2.1.0 ok\r\n250 2.1.5 ok\r\n550 5.1.1 no such address here\r\n250 2.1.5 ok\r\n354 end with . on a line of its own\r\n");
    ASSERT_TRUE(server.waiting());
    EXPECT_EQ(server.waiting()->raw, "From: a@b.example\r\nSubject: x\r\n\r\nbonjour\r\n.point\r\n");
    EXPECT_EQ(server.waiting()->envelope_from, "a@b.example");
    EXPECT_EQ(server.waiting()->envelope_to, (std::vector<std::string>{"un@phare.test", "deux@phare.test"}));
    EXPECT_FALSE(server.closing()) << "QUIT waits for the answers";
    S const outcomes[] = {S::stored, S::trouble};
    server.stored(outcomes);
    EXPECT_EQ(server.output(), "250 2.0.0 stored\r\n451 4.3.0 not stored, try again\r\n221 2.0.0 bye\r\n");
    EXPECT_TRUE(server.closing());
}

TEST(LmtpServer, AMailThatWaitsForTheDiskHoldsLittleMoreThanItsBytes) {
    std::string const body = "From: a@b.example\r\nSubject: x\r\n\r\n" + std::string(900, 'x') + "\r\n";
    std::string long_mail = body;
    while (long_mail.size() < 70'000) long_mail += std::string(900, 'x') + "\r\n";
    for (auto const& size : {std::string(), " SIZE=" + std::to_string(long_mail.size()), std::string(" SIZE=99999"), std::string(" SIZE=1")}) {
        auto server = greeted();
        server.receive("MAIL FROM:<a@b.example>" + size + "\r\nRCPT TO:<un@phare.test>\r\nDATA\r\n");
        for (std::size_t at = 0; at < long_mail.size(); at += 1000) server.receive(long_mail.substr(at, 1000));
        server.receive(".\r\n");
        ASSERT_TRUE(server.waiting()) << size;
        auto const mail_taken = server.take();
        EXPECT_EQ(mail_taken.raw, long_mail) << size;
        EXPECT_LE(mail_taken.raw.capacity(), mail_taken.raw.size() * 4 / 3 + 4) << size;
    }
}

TEST(LmtpServer, CutAnywhereItSaysTheSame) {
    for (std::size_t cut = 1; cut < whole.size(); ++cut) {
        auto server = greeted();
        server.receive(whole.substr(0, cut));
        server.receive(whole.substr(cut));
        ASSERT_TRUE(server.waiting()) << cut;
        EXPECT_EQ(server.waiting()->raw.size(), mail.size() - 1) << cut;
    }
}

TEST(LmtpServer, TheNullSenderAndTheSameRecipientTwice) {
    auto server = greeted();
    server.receive("MAIL FROM:<>\r\nRCPT TO:<un@phare.test>\r\nRCPT TO:<un@phare.test>\r\nDATA\r\n" + mail + ".\r\n");
    ASSERT_TRUE(server.waiting());
    EXPECT_EQ(server.waiting()->envelope_from, "");
    S const outcomes[] = {S::stored, S::stored};
    (void)server.output();
    server.stored(outcomes);
    EXPECT_EQ(server.output(), "250 2.0.0 stored\r\n250 2.0.0 stored\r\n");
}

TEST(LmtpServer, AReplyAddressThatEndedSaysWhereToWrite) {
    auto server = greeted();
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<orientation+vieux@phare.test>\r\n");

    EXPECT_EQ(server.output(), "250 2.1.0 ok\r\n550 5.1.1 Cette adresse de reponse a expire. Ecrivez a orientation@phare.test\r\n");
}

TEST(LmtpServer, TheRecipientIsJudgedTogetherWithTheSender) {
    std::string asked;
    auto with = options();
    with.recipient = [&asked](std::string_view to, std::string_view from) {
        asked += std::string(from) + ">" + std::string(to) + " ";
        return RecipientVerdict::known;
    };
    auto server = greeted(std::move(with));
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nRSET\r\nMAIL FROM:<>\r\nRCPT TO:<un@phare.test>\r\n");

    EXPECT_EQ(asked, "a@b.example>un@phare.test >un@phare.test ");
}

TEST(LmtpServer, WhereThereIsNoMoreRoomNothingOfTheMailIsKept) {
    bool full = false;
    auto with = options();
    with.intake = [&full] { return full ? Intake::full : Intake::open; };
    auto server = greeted(std::move(with));
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nDATA\r\n" + mail);
    EXPECT_GE(server.held(), mail.size() - 1);
    full = true;
    server.receive("encore\r\n");
    EXPECT_EQ(server.held(), 0U);
    full = false;
    (void)server.output();
    server.receive("la fin\r\n.\r\n");

    EXPECT_FALSE(server.waiting()) << "half a mail is none";
    EXPECT_EQ(server.output(), "452 4.3.1 not enough space, try later\r\n");
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nDATA\r\n" + mail + ".\r\n");
    EXPECT_TRUE(server.waiting());
}

TEST(LmtpServer, OnlyCrLfDotCrLfEndsAMailAndABareLfRefusesIt) {
    for (std::string_view end : {"\n.\n", "\n.\r\n", "\r\n.\n"}) {
        auto server = greeted();
        server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nDATA\r\nFrom: a@b.example\r\n\r\nx" + std::string(end) + "MAIL FROM:<evil@b.example>\r\n.\r\n");
        EXPECT_FALSE(server.waiting());
        EXPECT_NE(server.output().find("554 5.6.0 line feed"), std::string::npos);
    }
}

TEST(LmtpServer, TooLargeIsSaidOncePerRecipientAndKeepsNothing) {
    auto server = greeted();
    server.receive("MAIL FROM:<a@b.example> SIZE=200000\r\n");
    EXPECT_EQ(server.output(), "552 5.3.4 message too large\r\n");
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nRCPT TO:<deux@phare.test>\r\nDATA\r\nFrom: a@b.example\r\n\r\n");
    (void)server.output();
    for (int i = 0; i < 300; ++i) server.receive(std::string(998, 'a') + "\r\n");
    server.receive(".\r\nNOOP\r\n");
    EXPECT_EQ(server.output(), "552 5.3.4 message too large\r\n552 5.3.4 message too large\r\n250 2.0.0 ok\r\n");
}

TEST(LmtpServer, ALineWithoutEndIsTakenInPieces) {
    auto with = options();
    with.limits.raw_bytes = 1'000'000;
    auto server = greeted(std::move(with));
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nDATA\r\nFrom: a@b.example\r\n\r\n");
    for (int i = 0; i < 30; ++i) server.receive(std::string(10'000, 'a'));
    server.receive("\r");
    server.receive("\n.\r\n");
    ASSERT_TRUE(server.waiting());
    EXPECT_EQ(server.waiting()->raw, "From: a@b.example\r\n\r\n" + std::string(300'000, 'a') + "\r\n");
}

TEST(LmtpServer, AMailBombIs554) {
    auto with = options();
    with.limits.raw_bytes = 10'000'000;
    auto server = greeted(std::move(with));
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nDATA\r\nFrom: a@b.example\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n");
    (void)server.output();
    for (int i = 0; i < 1000; ++i) server.receive("--a\r\n\r\n\r\n");
    server.receive(".\r\n");
    EXPECT_EQ(server.output(), "554 5.6.0 malformed beyond what is read here\r\n");
}

TEST(LmtpServer, RefusesWhatIsOutOfOrder) {
    LmtpServer server(options());
    EXPECT_EQ(server.output(), "220 phare.test LMTP\r\n");
    server.receive("EHLO x\r\nMAIL FROM:<a@b.example>\r\nLHLO x\r\nDATA\r\nRCPT TO:<un@phare.test>\r\nMAIL FROM:a@b\r\nBLAH\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<>\r\nDATA\r\n");
    std::string const out = server.output();
    for (std::string_view code : {"500 5.5.1", "503 5.5.1 LHLO", "250-PIPELINING", "250-SMTPUTF8", "250 SIZE 100000", "503 5.5.1 no valid", "503 5.5.1 MAIL", "501 5.1.7", "500 5.5.2", "501 5.1.3"})
        EXPECT_NE(out.find(code), std::string::npos) << code;
    EXPECT_EQ(out.find("CHUNKING"), std::string::npos);
    EXPECT_EQ(out.find("354"), std::string::npos) << "no DATA without a recipient";
}

TEST(LmtpServer, WhenSpaceIsShortThePeerKeepsItsMail) {
    auto with = options();
    with.intake = [] { return Intake::full; };
    auto server = greeted(std::move(with));
    server.receive("MAIL FROM:<a@b.example>\r\n");
    EXPECT_EQ(server.output(), "452 4.3.1 not enough space, try later\r\n");
}

TEST(LmtpServer, LooksUpTroubleIsTemporary) {
    auto server = greeted();
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<plus-tard@phare.test>\r\n");
    EXPECT_NE(server.output().find("451 4.3.0"), std::string::npos);
}

TEST(LmtpServer, TooManyErrorsEndTheConnection) {
    auto server = greeted();
    for (int i = 0; i < 30; ++i) server.receive("X\r\n");
    EXPECT_TRUE(server.closing());
    EXPECT_NE(server.output().find("421"), std::string::npos);
}

TEST(LmtpServer, ShutDownWaitsForTheMailUnderWay) {
    auto server = greeted();
    server.receive("MAIL FROM:<a@b.example>\r\nRCPT TO:<un@phare.test>\r\nDATA\r\n" + mail);
    server.shut_down();
    EXPECT_FALSE(server.closing());
    server.receive(".\r\n");
    ASSERT_TRUE(server.waiting());
    (void)server.output();
    S const outcomes[] = {S::stored};
    server.stored(outcomes);
    EXPECT_EQ(server.output(), "250 2.0.0 stored\r\n421 4.3.2 shutting down\r\n");
    EXPECT_TRUE(server.closing());
}

}  // namespace lmtp_server_test
}  // namespace adapters::email
