// Mail through store, pump, postman and channel: who is answered, as whom, in which thread, and when a mail is tried again.

#include "tests/adapters/email/mail_world.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/mail_inbound.hpp"
#include "adapters/email/mail_records.hpp"
#include "adapters/email/reply_token.hpp"
#include "adapters/email/waiting_files.hpp"
#include "adapters/email/webhook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mail_channel_test {

using namespace tests;
using namespace adapters::email;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

bot::people::Settings people_with_adviser() {
    bot::people::Settings people;
    people.partners = {"conseil@ml.test"};
    return people;
}

TEST(MailChannel, AnAnswerStandsInTheThreadAndIsMarkedAsAutomatic) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto w = mail("bonjour, c'est quoi le CEJ ?");
    w.headers = "References: <w@jeunes.test>\r\nIn-Reply-To: <w@jeunes.test>\r\n";
    w.subject = "Re: je suis enceinte et perdue";
    world.write(w);
    world.play(1min);

    ASSERT_EQ(world.got(lea).size(), 1U);
    auto const answer = world.got(lea).front();
    EXPECT_THAT(MailWorld::text_of(answer), HasSubstr("ngagement"));
    EXPECT_EQ(MailWorld::header_of(answer, "in-reply-to"), "<m1@jeunes.test>");
    EXPECT_EQ(MailWorld::header_of(answer, "references"), "<w@jeunes.test> <m1@jeunes.test>");
    EXPECT_EQ(MailWorld::header_of(answer, "auto-submitted"), "auto-replied");
    EXPECT_EQ(MailWorld::header_of(answer, "x-auto-response-suppress"), "All");
    EXPECT_EQ(MailWorld::header_of(answer, "subject"), "Re: Votre question") << "nothing of theirs shows on a locked screen";
    EXPECT_THAT(MailWorld::header_of(answer, "message-id"), testing::EndsWith("@phare.test>"));
    EXPECT_THAT(answer.envelope_from, StartsWith("orientation+verp-"));
    EXPECT_FALSE(answer.message.find("List-Unsubscribe") != std::string::npos);
}

TEST(MailChannel, ATrustedSenderKeepsOneConversationWhateverTheEnvelope) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto w = mail("j'ai 19 ans et j'habite à Rouen");
    w.envelope_from = "srs0=x=jeunes.test=lea@relay.test";
    world.write(w);
    world.play(1h);
    EXPECT_TRUE(world.state(lea));
    EXPECT_FALSE(world.state("srs0=x=jeunes.test=lea@relay.test"));

    world.reply(lea, "mes données");
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("19"));
}

TEST(MailChannel, AForgedFromLearnsNothing) {
    MailWorld world(mail_tools(people_with_adviser()));
    world.write(mail("j'ai 19 ans et j'habite à Rouen"));
    world.play(1h);
    auto forged = mail("mes données");
    forged.vouched = false;
    forged.headers = "Reply-To: <mallory@evil.test>\r\n";
    world.write(forged);
    world.play(1h);

    ASSERT_EQ(world.got("mallory@evil.test").size(), 1U) << "a public answer is fine";
    EXPECT_THAT(world.last("mallory@evil.test"), Not(HasSubstr("19 ans")));
    EXPECT_THAT(world.last("mallory@evil.test"), Not(HasSubstr("Rouen")));
    EXPECT_EQ(world.got(lea).size(), 1U);
}

TEST(MailChannel, AReplyTokenProvesTheMailboxAndNothingElseDoes) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto first = mail("j'ai 19 ans et j'habite à Rouen");
    first.vouched = false;
    world.write(first);
    world.play(1h);
    world.reply(lea, "mes données", false);
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("19")) << "whoever replied had read our mail to that address";

    auto const reply_to = MailWorld::header_of(world.got(lea).back(), "reply-to");
    auto stranger = mail("mes données");
    stranger.vouched = false;
    world.write(stranger);
    world.play(1h);
    EXPECT_THAT(world.last(lea), Not(HasSubstr("19 ans"))) << "no token: nothing of before";
    auto other = mail("mes données");
    other.vouched = false;
    other.from = "mallory@evil.test";
    other.to = reply_to;
    world.write(other);
    world.play(1h);
    EXPECT_THAT(world.last("mallory@evil.test"), Not(HasSubstr("19"))) << "a token works for its address alone";
}

TEST(MailChannel, AVerdictOfFailIsNotMendedByAToken) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto first = mail("j'ai 19 ans et j'habite à Rouen");
    first.vouched = false;
    world.write(first);
    world.play(1h);
    auto w = mail("mes données");
    w.vouched = false;
    w.to = MailWorld::header_of(world.got(lea).back(), "reply-to");
    w.headers = "Authentication-Results: mx.phare.test; dmarc=fail header.from=jeunes.test\r\n";
    world.receive(w.headers + raw_mail(mail("mes données"), 77).substr(raw_mail(mail(""), 77).find("From:")), lea, w.to);
    world.play(1h);
    EXPECT_THAT(world.last(lea), Not(HasSubstr("19 ans")));
}

TEST(MailChannel, OnlyATrustedSenderHasARole) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto w = mail("où en est l'AIJ ?");
    w.from = "conseil@ml.test";
    world.write(w);
    world.play(1h);
    auto const as_partner = world.last("conseil@ml.test");
    w.vouched = false;
    w.text = "quelles aides pour le permis ?";
    world.write(w);
    world.play(1h);
    EXPECT_THAT(as_partner, HasSubstr("un profil suffit"));
    EXPECT_THAT(world.last("conseil@ml.test"), HasSubstr("Salut")) << "a forged adviser is anybody";
}

/// A partner's mail with a CSV, as it comes in by this provider, whose server is named in the configuration.
bot::Inbound from_provider(const std::string& provider, InboundMail mail) {
    auto settings = MailWorld::mail_settings();
    settings.us.provider_authserv_ids = {{provider, "mx.prestataire.test"}};
    auto const inbound = inbound_of(mail, understand(mail, settings.us), settings, "1");
    EXPECT_TRUE(inbound) << provider;
    return inbound.value_or(bot::Inbound());
}

TEST(MailChannel, APartnersFileComesThroughAProvider) {
    bot::Instant const now(std::chrono::seconds(1741000000));
    std::string const key = "cle-de-test", at = "1741000000", token = "t", verdict = "mx.prestataire.test; dmarc=pass header.from=conseil.test";
    FormFields fields{{"timestamp", at}, {"token", token}, {"signature", to_hex(hmac_sha256(key, at + token))}, {"sender", "claire@conseil.test"},
                      {"recipient", "orientation@phare.test"}, {"from", "claire@conseil.test"}, {"subject", "chiffres"}, {"body-plain", "Voici."},
                      {"message-headers", R"([["Authentication-Results", ")" + verdict + R"("]])"}, {"attachment-1", "objectif;mois\r\n", "chiffres.csv", "text/csv"}};
    auto const by_mailgun = from_provider("mailgun", read_mailgun(fields, key, now).mails.at(0));
    ASSERT_EQ(by_mailgun.files.size(), 1U);
    EXPECT_EQ(by_mailgun.files[0].name, "chiffres.csv");
    EXPECT_EQ(by_mailgun.files[0].bytes, "objectif;mois\r\n");
    EXPECT_EQ(by_mailgun.sender, "claire@conseil.test");

    auto const brevo = R"({"items":[{"Uuid":["1"],"From":{"Address":"claire@conseil.test"},"Subject":"chiffres","RawTextBody":"Voici.","Headers":{"Authentication-Results":")" + verdict +
                       R"("},"Attachments":[{"Name":"chiffres.csv","ContentType":"text/csv","DownloadToken":"x"}]}]})";
    auto const by_brevo = from_provider("brevo", read_brevo(brevo, now).mails.at(0));
    ASSERT_EQ(by_brevo.files.size(), 1U) << "named, so that the answer can say that it did not come";
    EXPECT_EQ(by_brevo.files[0].name, "chiffres.csv");
    EXPECT_TRUE(by_brevo.files[0].bytes.empty());

    auto const with_key = from_provider("brevo", with_files(read_brevo(brevo, now).mails.at(0), {std::string("objectif;mois\r\n")}));
    ASSERT_EQ(with_key.files.size(), 1U);
    EXPECT_EQ(with_key.files[0].name, "chiffres.csv");
    EXPECT_EQ(with_key.files[0].bytes, "objectif;mois\r\n");
}

TEST(MailChannel, ADomainInUnicodeAndInAsciiIsOneConversation) {
    auto const settings = MailWorld::mail_settings();
    auto const conversation = [&](const std::string& from, const std::string& vouched) {
        InboundMail mail;
        mail.source = "lmtp";
        mail.raw = "Authentication-Results: " + settings.us.authserv_id + "; dmarc=pass header.from=" + vouched + "\r\nFrom: lea@" + from + "\r\nTo: " + settings.address + "\r\nMessage-ID: <1@x.test>\r\n\r\nbonjour\r\n";
        auto const inbound = inbound_of(mail, understand(mail, settings.us), settings, "1");
        return inbound ? inbound->conversation : std::string();
    };
    EXPECT_EQ(conversation("écoles.test", "écoles.test"), "lea@xn--coles-9ra.test");
    EXPECT_EQ(conversation("écoles.test", "xn--coles-9ra.test"), "lea@xn--coles-9ra.test");
    EXPECT_EQ(conversation("xn--coles-9ra.test", "écoles.test"), "lea@xn--coles-9ra.test");
    EXPECT_TRUE(conversation("écoles.test", "ecoles.test").starts_with("unproven ")) << "another domain vouches";
}

TEST(MailChannel, ARoleByDomainNeedsAProvenSenderAsWell) {
    bot::people::Settings people;
    people.partners = {"@ml.test"};
    MailWorld world(mail_tools(people));
    Writing w = mail("bonjour, c'est quoi le CEJ ?");
    w.from = "conseil@ml.test";
    w.vouched = false;
    world.write(w);
    world.play(1h);
    EXPECT_THAT(world.last("conseil@ml.test"), HasSubstr("Salut")) << "a forged adviser is anybody";
    world.reply("conseil@ml.test", "c'est quoi l'AIJ ?", false);
    world.play(1h);
    EXPECT_THAT(world.last("conseil@ml.test"), Not(HasSubstr("un profil suffit"))) << "a token proves a mailbox, no role";
    w.vouched = true;
    world.write(w);
    world.play(1h);
    EXPECT_THAT(world.last("conseil@ml.test"), HasSubstr("un profil suffit"));
}

TEST(MailChannel, AStructureAnswersALetterByReplyingToIt) {
    auto people = people_with_adviser();
    people.any_desk = {"email", "accueil@ml.test"};
    MailWorld world(mail_tools(people));
    world.write(mail("j'ai 19 ans, j'habite à Rouen, je voudrais parler à quelqu'un"));
    world.play(1h);
    for (int i = 0; i < 3 && world.got("accueil@ml.test").empty(); ++i) {
        world.reply(lea, "1");
        world.play(1h);
    }
    ASSERT_EQ(world.got("accueil@ml.test").size(), 1U);
    auto const letter = world.got("accueil@ml.test").front();
    EXPECT_THAT(MailWorld::header_of(letter, "subject"), StartsWith("Un jeune souhaite être recontacté – fiche "));
    EXPECT_THAT(MailWorld::header_of(letter, "subject"), Not(HasSubstr("19")));
    EXPECT_EQ(MailWorld::header_of(letter, "auto-submitted"), "auto-generated");
    auto const before = world.got(lea).size();
    world.reply("accueil@ml.test", "Bonjour, venez mardi à 10 h, demandez Mme Martin.");
    world.play(1h);
    ASSERT_EQ(world.got(lea).size(), before + 1);
    EXPECT_THAT(world.last(lea), HasSubstr("venez mardi à 10 h"));
    EXPECT_THAT(world.last("accueil@ml.test"), HasSubstr("Fiche")) << "the structure is told that it was passed on";
}

TEST(MailChannel, WhatIsNoPersonGetsNoAnswer) {
    MailWorld world(mail_tools(people_with_adviser()));
    std::vector<std::string> const robots{
        "Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "List-Id: <x.test>\r\n", "X-Loop: orientation@phare.test\r\n",
        "X-Autoreply: yes\r\n", "X-Auto-Response-Suppress: All\r\n"};
    for (auto const& header : robots) {
        auto w = mail("bonjour, c'est quoi le CEJ ?");
        w.headers = header;
        world.write(w);
    }
    auto null_sender = mail("bonjour, c'est quoi le CEJ ?");
    null_sender.envelope_from = "";
    world.write(null_sender);
    auto robot = mail("bonjour, c'est quoi le CEJ ?");
    robot.from = "ne-pas-repondre@jeunes.test";
    world.write(robot);
    world.play(24h);

    EXPECT_TRUE(world.relay.tries.empty());
    EXPECT_TRUE(world.disk.outbox.empty());
    for (auto const& [seq, row] : world.disk.inbox) EXPECT_TRUE(row.finished) << seq;
}

TEST(MailChannel, WhatCannotBeReadIsSaidOnce) {
    MailWorld world(mail_tools(people_with_adviser()));
    std::string raw = raw_mail(mail(""), 5);
    raw.replace(raw.find("Content-Type: text/plain; charset=utf-8"), 39, "Content-Type: application/pkcs7-mime; smime-type=enveloped-data");
    world.receive(raw, lea, "orientation@phare.test");
    world.play(2h);
    ASSERT_EQ(world.got(lea).size(), 1U);
    EXPECT_THAT(world.last(lea), HasSubstr("chiffré"));
    raw.replace(raw.find("<m5@"), 4, "<m6@");
    world.receive(raw, lea, "orientation@phare.test");
    world.play(2h);
    EXPECT_EQ(world.got(lea).size(), 1U);
    world.write(mail("c'est quoi le CEJ ?"));
    world.play(2h);
    EXPECT_EQ(world.got(lea).size(), 2U) << "the next one can be read";
}

TEST(MailChannel, ASubjectCanBeTheQuestionAndAFileAloneIsNamed) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto w = mail("");
    w.subject = "c'est quoi le CEJ ?";
    world.write(w);
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("ngagement"));
}

TEST(MailChannel, AMailInSomebodysNameDoesNotDisturbTheirThread) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto first = mail("j'ai 19 ans et j'habite à Rouen");
    first.vouched = false;
    world.write(first);
    world.play(1h);
    auto const answer = world.got(lea).back();
    auto forged = mail("j'ai 45 ans et j'habite à Caen");
    forged.vouched = false;
    world.write(forged);
    world.play(1h);
    ASSERT_EQ(world.got(lea).size(), 2U) << "it is answered, to her";
    auto reply = mail("mes données");
    reply.vouched = false;
    reply.to = MailWorld::header_of(answer, "reply-to");
    world.write(reply);
    world.play(1h);

    EXPECT_THAT(world.last(lea), HasSubstr("19"));
    EXPECT_THAT(world.last(lea), HasSubstr("Rouen"));
    EXPECT_THAT(world.last(lea), Not(HasSubstr("Caen")));
    EXPECT_EQ(threads_of(world.store(), lea).size(), 2U) << "a reply begins none";
}

TEST(MailChannel, AThreadCannotBeEnteredWithTheTokenOfAnother) {
    MailWorld world(mail_tools(people_with_adviser()));
    for (auto const* text : {"j'ai 19 ans et j'habite à Rouen", "j'ai 20 ans et j'habite à Caen"}) {
        auto w = mail(text);
        w.vouched = false;
        world.write(w);
        world.play(1h);
    }
    auto const tag_of = [&world](std::size_t i) { return tagged(MailWorld::header_of(world.got(lea).at(i), "reply-to"))->tag; };
    ASSERT_EQ(tag_of(0).size(), 24U);
    auto mixed = mail("mes données");
    mixed.vouched = false;
    mixed.to = with_tag("orientation@phare.test", tag_of(1).substr(0, 16) + tag_of(0).substr(16));
    world.write(mixed);
    world.play(1h);

    EXPECT_THAT(world.last(lea), Not(HasSubstr("19 ans")));
    EXPECT_THAT(world.last(lea), Not(HasSubstr("20 ans")));
}

TEST(MailChannel, ThreadsOfAnAddressShareTheDaysLimit) {
    MailWorld world(mail_tools(people_with_adviser()));
    for (int i = 0; i < 40; ++i) {
        auto w = mail("j'ai " + std::to_string(16 + i % 9) + " ans, j'habite à Rouen et je cherche la formation numéro " + std::to_string(i));
        w.vouched = false;
        world.write(w);
        world.play(30min);
    }
    EXPECT_LE(world.got(lea).size(), MailWorld::mail_settings().limits.conversation_per_day) << "20 hours of mails";
}

TEST(MailChannel, ErasingTakesBothConversationsOfTheAddress) {
    MailWorld world(mail_tools(people_with_adviser()));
    auto first = mail("j'ai 22 ans et j'habite à Caen");
    first.vouched = false;
    world.write(first);
    world.play(1h);
    auto const threads = threads_of(world.store(), lea);
    ASSERT_EQ(threads.size(), 1U);
    auto const begun = unproven(lea, threads.front());
    ASSERT_TRUE(world.state(begun));
    world.write(mail("j'ai 19 ans et j'habite à Rouen"));
    world.play(1h);
    world.reply(lea, "SUPPRIMER MES DONNÉES");
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("Tout effacer"));
    world.reply(lea, "1");
    world.play(1h);
    EXPECT_THAT(world.last(lea), HasSubstr("C’est effacé"));
    EXPECT_FALSE(world.state(begun));
    EXPECT_TRUE(threads_of(world.store(), lea).empty());
    EXPECT_FALSE(world.state(lea));
    EXPECT_EQ(MailWorld::header_of(world.got(lea).back(), "subject"), "Re: Votre question");
    EXPECT_THAT(MailWorld::header_of(world.got(lea).back(), "references"), HasSubstr("@jeunes.test>"));
}

/// A mail of Brevo's whose file is still with them, stored aside as the intake does.
InboundMail waiting_mail(MailWorld& world, const std::string& from, const std::string& id) {
    InboundMail mail;
    mail.source = "brevo";
    mail.envelope_to = {"orientation@phare.test"};
    mail.received_at = world.time.now();
    mail.raw = "From: <" + from + ">\r\nTo: orientation@phare.test\r\nSubject: chiffres\r\nMessage-ID: <" + id + "@x.test>\r\n\r\nVoici.\r\n";
    mail.elsewhere = {{"t1", mail.raw.size(), 10}};
    world.store().write(
        [&](db::Transaction& t) { t.save_state(waiting_ref(mail), stored_form(WaitingMail{mail, 0, mail.received_at}), 0, 0); }, [](std::exception_ptr) {});
    return mail;
}

TEST(MailChannel, ErasingTakesWhatStillWaitsForItsFiles) {
    MailWorld world(mail_tools(people_with_adviser()));
    world.write(mail("j'ai 19 ans et j'habite à Rouen"));
    world.play(1h);
    auto const hers = waiting_mail(world, lea, "w1"), anothers = waiting_mail(world, "karim@jeunes.test", "w2");

    world.reply(lea, "SUPPRIMER MES DONNÉES");
    world.play(1h);
    EXPECT_TRUE(world.store().read_state(waiting_ref(hers))) << "asked, not yet said yes";
    world.reply(lea, "1");
    world.play(1h);

    EXPECT_THAT(world.last(lea), HasSubstr("C’est effacé"));
    EXPECT_FALSE(world.store().read_state(waiting_ref(hers)));
    EXPECT_TRUE(world.store().read_state(waiting_ref(anothers)));
}

}  // namespace mail_channel_test
