// A mail loop is the worst that a mail robot can do: two of us, a vacation robot, bounces of bounces; with the marks that
// end it at once, and without them.

#include "tests/adapters/email/mail_world.hpp"

#include "adapters/email/mail_records.hpp"
#include "adapters/email/stored_mail.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mail_loop_test {

using namespace tests;
using namespace adapters::email;
using namespace std::chrono_literals;

MailSettings other_settings() {
    auto settings = MailWorld::mail_settings();
    settings.us.addresses = {"bonjour@autre.test"};
    settings.us.domain = "autre.test";
    settings.us.authserv_id = "mx.autre.test";
    settings.address = "bonjour@autre.test";
    settings.key = "fedcba9876543210fedcba9876543210";
    return settings;
}

/// What a gateway that cleans headers leaves of a mail: nothing that says who wrote it, or that a machine did.
std::string without_marks(const std::string& raw) {
    std::string out;
    bool in_body = false;
    for (std::size_t at = 0; at < raw.size();) {
        auto const end = std::min(raw.find("\r\n", at), raw.size());
        auto const line = raw.substr(at, end - at);
        in_body = in_body || line.empty();
        bool const mark = !in_body && (line.starts_with("Auto-Submitted") || line.starts_with("X-"));
        if (!mark) out += line + "\r\n";
        at = end + 2;
    }
    return out;
}

/// Carries mails between two services for a while, minute by minute. \returns how many each sent the other.
std::pair<std::size_t, std::size_t> let_them_talk(MailWorld& a, MailWorld& b, std::chrono::minutes time, bool marks) {
    std::size_t from_a = 0, from_b = 0;
    auto const carry = [&](const std::vector<wire::Submission>& mails, std::size_t& carried, MailWorld& to, const char* authserv) {
        for (; carried < mails.size(); ++carried) {
            auto const& mail = mails[carried];
            auto raw = marks ? mail.message : without_marks(mail.message);
            auto const domain = mail.envelope_from.substr(mail.envelope_from.find('@') + 1);
            to.receive("Authentication-Results: " + std::string(authserv) + "; dmarc=pass header.from=" + domain + "\r\n" + raw, mail.envelope_from, mail.recipient);
        }
    };
    for (int minute = 0; minute < time.count(); ++minute) {
        a.play(1min);
        b.play(1min);
        carry(a.relay.taken, from_a, b, "mx.autre.test");
        carry(b.relay.taken, from_b, a, "mx.phare.test");
    }
    return {from_a, from_b};
}

Writing first_word() {
    Writing w;
    w.from = "bonjour@autre.test";
    w.text = "bonjour, c'est quoi le CEJ ?";
    return w;
}

TEST(MailLoop, TwoOfUsStopAtTheFirstAnswer) {
    MailWorld a(mail_tools()), b(mail_tools(), other_settings());
    a.write(first_word());
    auto const [from_a, from_b] = let_them_talk(a, b, 2h, true);
    EXPECT_EQ(from_a, 1U);
    EXPECT_EQ(from_b, 0U);
}

TEST(MailLoop, TwoOfUsStopEvenIfSomebodyTakesAllMarksAway) {
    MailWorld a(mail_tools()), b(mail_tools(), other_settings());
    a.write(first_word());
    auto const [from_a, from_b] = let_them_talk(a, b, 72h, false);
    EXPECT_GE(from_a, 1U);
    EXPECT_LE(from_a, 20U) << "the day's limit ends it: what is not sent provokes nothing";
    EXPECT_LE(from_b, 20U);
    auto const before = a.relay.taken.size() + b.relay.taken.size();
    a.play(72h);
    b.play(72h);
    EXPECT_EQ(a.relay.taken.size() + b.relay.taken.size(), before) << "nothing is left that would start it again";
}

TEST(MailLoop, AVacationRobotWithoutItsHeaderIsAnsweredTwiceAtMostInADay) {
    MailWorld world(mail_tools());
    Writing w;
    w.text = "c'est quoi le CEJ ?";
    world.write(w);
    std::size_t seen = 0;
    for (int minute = 0; minute < 24 * 60; ++minute) {
        world.play(1min);
        for (; seen < world.got(lea).size(); ++seen) world.reply(lea, "Je suis absente jusqu'au lundi 30 novembre et vous répondrai à mon retour.");
    }
    EXPECT_EQ(world.got(lea).size(), 2U);
    // With the subject that such robots give themselves it ends at once.
    MailWorld other(mail_tools());
    other.write(w);
    other.play(1h);
    Writing away;
    away.subject = "Réponse automatique : Votre question";
    away.headers = "In-Reply-To: " + MailWorld::header_of(other.got(lea).back(), "message-id") + "\r\n";
    away.text = "Je suis absente.";
    other.write(away);
    other.play(1h);
    EXPECT_EQ(other.got(lea).size(), 1U);
}

std::string dsn(const std::string& recipient, const std::string& status, const std::string& original_id) {
    return "From: MAILER-DAEMON@mx.jeunes.test\r\nSubject: Undelivered Mail\r\nMessage-ID: <d1@mx.jeunes.test>\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\r\nSorry.\r\n--b\r\n"
           "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.jeunes.test\r\n\r\nFinal-Recipient: rfc822; " +
           recipient + "\r\nAction: failed\r\nStatus: " + status + "\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: " + original_id +
           "\r\n\r\n--b--\r\n";
}

class Bounces : public testing::Test {
  protected:
    void SetUp() override {
        Writing w;
        w.text = "c'est quoi le CEJ ?";
        world.write(w);
        world.play(1h);
        ASSERT_EQ(world.got(lea).size(), 1U);
        sent = world.got(lea).front();
        id = MailWorld::header_of(sent, "message-id");
    }
    SuppressedFor reason() { return address_state(world.store(), lea).reason; }
    void bounce(const std::string& status, const std::string& to, const std::string& original, const std::string& recipient = lea) {
        auto raw = dsn(recipient, status, original);
        raw.replace(raw.find("<d1@"), 4, "<d" + std::to_string(++count) + "@");
        world.receive(raw, "", to);
        world.play(1h);
    }
    MailWorld world{mail_tools()};
    wire::Submission sent;
    std::string id;
    int count = 0;
};

TEST_F(Bounces, AHardOneToTheVerpAddressSuppressesAtOnceAndIsNotAnswered) {
    bounce("5.1.1", sent.envelope_from, "<foreign@x.test>");
    EXPECT_EQ(reason(), SuppressedFor::dead);
    EXPECT_EQ(world.relay.tries.size(), 1U) << "a bounce of a bounce is never made";
}

TEST_F(Bounces, OneThatNamesOurMessageIdCountsForWhomeverItWasSentTo) {
    bounce("5.1.1", "orientation@phare.test", id, "lea.personnel@ailleurs.test");
    EXPECT_EQ(reason(), SuppressedFor::dead);
}

TEST_F(Bounces, AForgedOneCountsForNothing) {
    bounce("5.1.1", "orientation@phare.test", "<o1.aaaaaaaaaaaaaaaa@phare.test>");
    bounce("5.1.1", "orientation+verp-aaaaaaaaaaaaaaaa@phare.test", "<o1.aaaaaaaaaaaaaaaa@phare.test>");
    EXPECT_EQ(reason(), SuppressedFor::nothing);
    bounce("5.1.1", sent.envelope_from, "<x@y.test>", "prefet@region.test");
    EXPECT_EQ(address_state(world.store(), "prefet@region.test").reason, SuppressedFor::nothing) << "a token of one address says nothing of another";
}

TEST_F(Bounces, SoftOnesThreeTimesInSevenDaysAndPolicyIsOurs) {
    for (int i = 0; i < 4; ++i) bounce("5.7.1", sent.envelope_from, id);
    EXPECT_EQ(reason(), SuppressedFor::nothing);
    bounce("5.2.2", sent.envelope_from, id);
    bounce("4.2.2", sent.envelope_from, id);
    EXPECT_EQ(reason(), SuppressedFor::nothing);
    bounce("5.2.2", sent.envelope_from, id);
    EXPECT_EQ(reason(), SuppressedFor::failing);
}

TEST_F(Bounces, AProvidersWordCountsOnce) {
    ProviderEvent event;
    event.address = "Lea@jeunes.test";
    event.message_id = id;
    event.kind = ProviderEvent::Kind::soft_bounce;
    auto const entry = inbox_entry(event, world.time.now());
    EXPECT_EQ(event_from_stored(entry.payload)->address, event.address);
    for (int i = 0; i < 5; ++i) world.admit(entry);
    world.play(1min);
    EXPECT_EQ(reason(), SuppressedFor::nothing);
    event.kind = ProviderEvent::Kind::complaint;
    world.admit(inbox_entry(event, world.time.now()));
    world.play(1min);
    EXPECT_EQ(reason(), SuppressedFor::complaint);
    for (auto const& [seq, row] : world.disk.inbox) EXPECT_TRUE(row.finished && !row.quarantined) << seq;
}

TEST_F(Bounces, StopIsNotedForWhoeverProvesToBeItself) {
    Writing stop;
    stop.subject = "STOP";
    stop.text = "STOP";
    stop.vouched = false;
    world.write(stop);
    world.play(1h);
    EXPECT_EQ(reason(), SuppressedFor::nothing) << "anybody could have written it";
    EXPECT_THAT(world.last(lea), testing::HasSubstr("réponds STOP"));
    world.reply(lea, "STOP", false);
    world.play(1h);
    EXPECT_EQ(reason(), SuppressedFor::unsubscribed);
    EXPECT_THAT(world.last(lea), testing::HasSubstr("C’est noté"));
}

}  // namespace mail_loop_test
