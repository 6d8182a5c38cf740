// What we send: read back with our own reader, which GMime's structure stands behind.
#include "adapters/email/answer_budget.hpp"
#include "adapters/email/contents.hpp"
#include "adapters/email/header_text.hpp"
#include "adapters/email/headers.hpp"
#include "adapters/email/mail_writer.hpp"
#include "adapters/email/retry_plan.hpp"
#include "adapters/email/suppression.hpp"
#include "adapters/email/understood.hpp"

#include <gtest/gtest.h>

namespace adapters::email {
namespace outgoing_test {

using namespace std::chrono_literals;
using bot::wording::Span;
Instant const mail_now(std::chrono::seconds(1741000000));
constexpr std::string_view mail_key = "0123456789abcdef0123456789abcdef";

OutgoingMail sample() {
    OutgoingMail mail;
    mail.from_name = "Orientation Normandie";
    mail.from_address = "orientation@phare.test";
    mail.to = "lea@jeunes.example";
    mail.reply_to = "orientation+abc@phare.test";
    mail.subject = "Re: Votre question à Évreux";
    mail.message_id = message_id_of(mail_key, 42, "phare.test");
    mail.in_reply_to = "<x@jeunes.example>";
    mail.references = {"<w@jeunes.example>", "<x@jeunes.example>"};
    mail.date = mail_now;
    mail.loop_mark = "orientation@phare.test";
    mail.document.blocks = {
        bot::wording::Paragraph{{{{Span::Style::plain, "Tu as droit à <rien> & tout", ""}}, {{Span::Style::strong, "Écris-moi", ""}}}},
        bot::wording::Bullets{{{{Span::Style::link, "le site", "https://exemple.test/?a=1&b=2"}}, {{Span::Style::link, "piège", "javascript:alert(1)"}}}}};
    mail.footer = "Message automatique. Réponds simplement à ce mail.";
    return mail;
}

TEST(MailWriter, TheSameInputGivesTheSameBytesAndTheyReadBack) {
    auto const raw = write_mail(sample());
    ASSERT_TRUE(raw);
    EXPECT_EQ(*raw, *write_mail(sample()));
    HeaderBlock const header = read_headers(*raw);
    EXPECT_EQ(header_text(header.first("subject")), "Re: Votre question à Évreux");
    EXPECT_EQ(header.first("auto-submitted"), "auto-replied");
    EXPECT_EQ(header.first("x-auto-response-suppress"), "All");
    EXPECT_FALSE(header.has("list-unsubscribe"));
    EXPECT_FALSE(header.has("precedence"));
    Part const root = read_mime(*raw);
    Contents const contents = read_contents(root);
    EXPECT_NE(contents.text.find("Tu as droit à <rien> & tout"), std::string::npos);
    EXPECT_NE(contents.text.find("Message automatique."), std::string::npos);
    ASSERT_EQ(root.parts.size(), 2u);
    std::string const html = root.parts[1].text();
    EXPECT_NE(html.find("&lt;rien&gt; &amp; tout"), std::string::npos);
    EXPECT_NE(html.find("href=\"https://exemple.test/?a=1&amp;b=2\""), std::string::npos);
    EXPECT_EQ(html.find("javascript"), std::string::npos);
}

TEST(MailWriter, LinesAreShortAndAscii) {
    auto mail = sample();
    mail.subject = std::string(300, 'x') + " é";
    mail.document.blocks.push_back(bot::wording::Paragraph{{{{Span::Style::plain, std::string(5000, 'y') + "é\xF0\x9F\x98\x80", ""}}}});
    auto const raw = write_mail(mail);
    ASSERT_TRUE(raw);
    std::size_t at = 0;
    while (at < raw->size()) {
        std::size_t const end = raw->find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - at, 200u);
        at = end + 2;
    }
    for (char c : *raw) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
    EXPECT_EQ(header_text(read_headers(*raw).first("subject")), mail.subject);
}

TEST(MailWriter, AnAddressThatIsNotAsciiStandsInTheEnvelopeAlone) {
    auto mail = sample();
    mail.to = "léa@jeunes.example";
    auto const raw = write_mail(mail);
    ASSERT_TRUE(raw);
    for (char c : *raw) EXPECT_LT(static_cast<unsigned char>(c), 0x80);
    EXPECT_EQ(read_headers(*raw).first("to"), "undisclosed-recipients:;");
    mail.to = "l\xE9" "a@jeunes.example";
    EXPECT_FALSE(write_mail(mail)) << "no UTF-8: no address";
}

TEST(MailWriter, OurOwnMailIsKnownWhenItComesBack) {
    InboundMail back;
    back.raw = *write_mail(sample());
    back.envelope_from = "lea@jeunes.example";
    Identity us;
    us.addresses = {"orientation@phare.test"};
    us.domain = "phare.test";
    auto const seen = understand(back, us);
    EXPECT_EQ(seen.judgement.cls, Class::own);
    EXPECT_FALSE(seen.judgement.may_answer);
}

TEST(MailWriter, PicturesStandInlineAndFilesBeside) {
    auto mail = sample();
    mail.kind = MailKind::alert;
    mail.pictures = {{"courbe@phare.test", "courbe.png", "image/png", "Courbe : 412 sur 500", "PNG"}};
    mail.files = {{"entrées.csv", "text/csv", "a;b\n"}};
    mail.unsubscribe_url = "https://phare.test/u/abc";
    mail.unsubscribe_mailto = "desabonnement+abc@phare.test";
    auto const raw = write_mail(mail);
    ASSERT_TRUE(raw);
    EXPECT_NE(raw->find("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), std::string::npos);
    EXPECT_NE(raw->find("Auto-Submitted: auto-generated\r\n"), std::string::npos);
    Part const root = read_mime(*raw);
    Contents const contents = read_contents(root);
    ASSERT_EQ(contents.attachments.size(), 1u) << "the picture is in the text";
    EXPECT_EQ(contents.attachments[0].name, "entrées.csv");
    EXPECT_EQ(contents.attachments[0].part->decoded(), "a;b\n");
}

TEST(MailWriter, NothingGetsIntoAHeader) {
    for (auto change : std::vector<void (*)(OutgoingMail&)>{
             [](OutgoingMail& m) { m.to = "a@b.example\r\nBcc: x@y.example"; }, [](OutgoingMail& m) { m.to = "a@b.example, c@d.example"; },
             [](OutgoingMail& m) { m.message_id = "<a@b>\r\nX: y"; }, [](OutgoingMail& m) { m.unsubscribe_url = "http://x.example"; }, [](OutgoingMail& m) { m.from_address = "léa@b.example"; },
             [](OutgoingMail& m) { m.pictures = {{"x\"onload=@b", "", "", "", ""}}; }}) {
        auto mail = sample();
        change(mail);
        EXPECT_FALSE(write_mail(mail));
    }
    auto mail = sample();
    mail.subject = "x\r\nBcc: y@z.example";
    mail.from_name = "A\r\nBcc: y@z.example";
    mail.in_reply_to = "<a@b>\r\nBcc: y@z.example";
    mail.references = {"<a@b>\r\nBcc: y@z.example"};
    auto const raw = write_mail(mail);
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->find("\r\nBcc"), std::string::npos);
}

TEST(MessageId, IsFixedByTheOutboxRowAndKnownAsOurs) {
    EXPECT_EQ(message_id_of(mail_key, 42, "phare.test"), message_id_of(mail_key, 42, "phare.test"));
    EXPECT_TRUE(is_message_id_of_ours(mail_key, message_id_of(mail_key, 42, "phare.test"), "phare.test"));
    EXPECT_FALSE(is_message_id_of_ours(mail_key, "<o42.aaaaaaaaaaaaaaaa@phare.test>", "phare.test"));
    EXPECT_FALSE(is_message_id_of_ours(mail_key, "", "phare.test"));
}

TEST(Subject, NothingThatAPersonWroteIsRepeated) {
    EXPECT_EQ(answer_subject("Re: RE : Votre question sur les aides", {"Votre question sur les aides"}), "Re: Votre question sur les aides");
    EXPECT_EQ(answer_subject("J'ai 17 ans et je suis enceinte", {"Votre question sur les aides"}), "Re: Votre question");
}

TEST(RetryPlan, TheScheduleGrowsAndEnds) {
    Instant last = mail_now;
    for (int tries = 1; tries <= 4; ++tries) {
        auto const due = next_try(MailKind::answer, tries, mail_now, mail_now, 7);
        ASSERT_TRUE(due);
        EXPECT_GT(*due, last);
        last = *due;
    }
    auto const fifth = next_try(MailKind::answer, 5, mail_now, mail_now, 7);
    ASSERT_TRUE(fifth);
    EXPECT_GE(*fifth - mail_now, 144min);
    EXPECT_LE(*fifth - mail_now, 216min);
    EXPECT_FALSE(next_try(MailKind::answer, 20, mail_now, mail_now + 47h, 7));
    EXPECT_FALSE(next_try(MailKind::alert, 6, mail_now, mail_now + 5h, 7));
    EXPECT_EQ(next_try(MailKind::answer, 2, mail_now, mail_now, 7), next_try(MailKind::answer, 2, mail_now, mail_now, 7));
}

TEST(Suppression, HardAtOnceSoftThreeInSevenDaysComplaintAtOnceUndone) {
    EXPECT_FALSE(may_get_answers(after({}, DeliveryFact::hard_bounce, mail_now)));
    AddressState state = after(after({}, DeliveryFact::soft_bounce, mail_now), DeliveryFact::soft_bounce, mail_now + 24h);
    EXPECT_TRUE(may_get_alerts(state));
    EXPECT_FALSE(may_get_alerts(after(state, DeliveryFact::soft_bounce, mail_now + 48h)));
    EXPECT_TRUE(may_get_alerts(after(state, DeliveryFact::soft_bounce, mail_now + 24h * 9)));
    EXPECT_TRUE(may_get_alerts(after(after(state, DeliveryFact::delivered, mail_now + 25h), DeliveryFact::soft_bounce, mail_now + 48h)));
    AddressState const complained = after({}, DeliveryFact::complaint, mail_now);
    EXPECT_FALSE(may_get_answers(complained));
    EXPECT_EQ(after(complained, DeliveryFact::hard_bounce, mail_now).reason, SuppressedFor::complaint);
    EXPECT_TRUE(may_get_alerts(after(complained, DeliveryFact::undone_by_operator, mail_now)));
    AddressState const left = after({}, DeliveryFact::unsubscribed, mail_now);
    EXPECT_TRUE(may_get_answers(left));
    EXPECT_FALSE(may_get_alerts(left));
}

TEST(AnswerBudget, ALoopStopsWhateverTheHeadersSay) {
    AnswerHistory sender;
    std::size_t sent = 0;
    for (int i = 0; i < 100; ++i) {  // a robot that answers each answer within a minute, never the same way
        Instant const when = mail_now + std::chrono::minutes(i);
        SentAnswer const answer{when, static_cast<std::uint64_t>(i), i + 1};
        AnswerAsked const asked{true, false, answer.text_hash, answer.row, when};
        if (may_send(sender, sender, asked).verdict != AnswerVerdict::send) continue;
        sender = with_answer(sender, answer);
        ++sent;
    }
    EXPECT_LE(sent, 12u);
    auto const asked = [](bool proven, std::uint64_t hash, std::chrono::minutes after, bool urgent = false) {
        return may_send({{mail_now, 9, 1}}, {}, AnswerAsked{proven, urgent, hash, 2, mail_now + after});
    };
    EXPECT_EQ(asked(true, 9, 59min).verdict, AnswerVerdict::same_again);
    EXPECT_EQ(asked(true, 9, 59min, true).verdict, AnswerVerdict::send) << "danger is answered as often as it is written";
    EXPECT_EQ(asked(true, 9, 61min).verdict, AnswerVerdict::send);
    EXPECT_EQ(asked(false, 8, 5min).verdict, AnswerVerdict::later);
    EXPECT_EQ(asked(false, 8, 5min).at, mail_now + 10min);
    EXPECT_EQ(asked(false, 8, 10min).verdict, AnswerVerdict::send);
    EXPECT_EQ(may_send({{mail_now, 9, 1}}, {}, AnswerAsked{true, false, 9, 1, mail_now + 1min}).verdict, AnswerVerdict::send)
        << "the same row, tried again";
}

TEST(AnswerBudget, ADayThatIsUsedUpEndsAChainAndAnHourOnlyPausesIt) {
    AnswerHistory history;
    for (int i = 0; i < 6; ++i) history.push_back({mail_now + std::chrono::minutes(i), static_cast<std::uint64_t>(i), i + 1});
    AnswerAsked asked{true, false, 99, 99, mail_now + 10min};
    EXPECT_EQ(may_send(history, history, asked).verdict, AnswerVerdict::later);
    EXPECT_EQ(may_send(history, history, asked).at, mail_now + 60min) << "when the first of six is an hour old";
    for (int i = 6; i < 20; ++i) history.push_back({mail_now + std::chrono::minutes(i), static_cast<std::uint64_t>(i), i + 1});
    EXPECT_EQ(may_send(history, history, asked).verdict, AnswerVerdict::too_many);
    asked.urgent = true;
    EXPECT_EQ(may_send(history, history, asked).verdict, AnswerVerdict::too_many);
    asked.now = mail_now + 25h;
    EXPECT_EQ(may_send(history, history, asked).verdict, AnswerVerdict::send);
}

}  // namespace outgoing_test
}  // namespace adapters::email
