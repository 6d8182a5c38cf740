// Parts of reading a mail, one by one.
#include "adapters/email/address.hpp"
#include "adapters/email/auth_results.hpp"
#include "adapters/email/charset.hpp"
#include "adapters/email/content_type.hpp"
#include "adapters/email/header_text.hpp"
#include "adapters/email/html_text.hpp"
#include "adapters/email/plain_text.hpp"
#include "adapters/email/reply_text.hpp"
#include "adapters/email/transfer.hpp"
#include "adapters/email/understood.hpp"

#include <gtest/gtest.h>

namespace adapters::email {
namespace reading_test {

TEST(HeaderText, PaddedBase64WordsLoseNothing) { EXPECT_EQ(header_text("=?UTF-8?B?ZHUgMw==?= =?UTF-8?B?IG1hcnM=?="), "du 3 mars"); }
TEST(HeaderText, ACharacterCutOverTwoWordsIsWhole) { EXPECT_EQ(header_text("=?utf-8?B?ww==?=\r\n =?utf-8?B?iXZyZXV4?="), "Évreux"); }
TEST(HeaderText, SpaceStaysBetweenAWordAndPlainText) { EXPECT_EQ(header_text("=?iso-8859-1?Q?=E9t=E9?= 2025"), "été 2025"); }
TEST(HeaderText, DecodedLineEndsBecomeSpaces) { EXPECT_EQ(header_text("=?utf-8?q?aide=0D=0ABcc:_x@y.example?="), "aide  Bcc: x@y.example"); }
TEST(HeaderText, RawLatin1IsRead) { EXPECT_EQ(header_text("\xC9vreux"), "Évreux"); }
TEST(HeaderText, WhatIsNoWordStays) { EXPECT_EQ(header_text("a =?x b?= c"), "a =?x b?= c"); }

TEST(Charset, FallsBackFromTheLabelToUtf8ToWindows) {
    EXPECT_EQ(to_utf8("\xC9vreux \x80", "utf-8"), "Évreux €");
    EXPECT_EQ(to_utf8("\xA4", "iso-8859-15"), "€");
    EXPECT_EQ(to_utf8("Évreux", "x-user-defined"), "Évreux");
    EXPECT_EQ(to_utf8("\x93\xC9\x94", "us-ascii"), "“É”");
    EXPECT_TRUE(is_utf8(to_utf8("\xFF\xFE\x00\xD8", "utf-16")));
    EXPECT_EQ(to_utf8(std::string_view("a\0b", 3), "utf-8"), "a\xEF\xBF\xBD" "b");
}

TEST(Charset, WhatWasEncodedTwiceIsReadOnce) {
    EXPECT_EQ(once_encoded("\xC3\x83\xE2\x80\xB0vreux \xC3\x83\xC2\xA0 c\xC3\x83\xC2\xB4t\xC3\x83\xC2\xA9"), "Évreux à côté");
    for (const std::string text : {"Âge : 19 ans", "CHÂTEAU, 5 €", "Ã tout hasard", "Évreux", "Ã©vreux et 歳"}) EXPECT_EQ(once_encoded(text), text);
}

TEST(Transfer, Base64GoesOnBehindItsPadding) { EXPECT_EQ(from_base64("YQ==\r\nYg==\r\nY2Q="), "abcd"); }
TEST(Transfer, QuotedPrintableKeepsWhatIsBroken) {
    EXPECT_EQ(from_quoted_printable("a=3Db=\r\nc =ZZ ="), "a=bc =ZZ ");
    EXPECT_EQ(transfer_decoded("=C3=A9", "8bits"), "=C3=A9");
}

TEST(Addresses, NamesGroupsCommentsAndTraps) {
    auto const boxes = read_mailboxes("\"Martin, Léa\" <lea@j.example>, old@j.example (Old Name), equipe: a@j.example;, \"x@evil.example\" <y@j.example>");
    ASSERT_EQ(boxes.size(), 4u);
    EXPECT_EQ(boxes[0].name, "Martin, Léa");
    EXPECT_EQ(boxes[1].name, "Old Name");
    EXPECT_TRUE(boxes[2].in_group);
    EXPECT_EQ(boxes[3].address, "y@j.example");
    EXPECT_TRUE(read_mailboxes("\"lea@j.example\"<>").empty());
    EXPECT_FALSE(is_address("a b@c.example"));
    EXPECT_FALSE(is_address("a@b@c.example"));
}
TEST(Addresses, TagsAreInLowerCase) { EXPECT_EQ(tagged("ORIENTATION+K4X7@PHARE.TEST")->tag, "k4x7"); }

TEST(ContentType, NamesInAllTheirForms) {
    EXPECT_EQ(read_parameterised("text/csv; name*0*=utf-8''entr%C3%A9es%20; name*1=\"mars\"; name*2*=%20x.csv").parameter("name"), "entrées mars x.csv");
    EXPECT_EQ(read_parameterised("a/b; name=\"=?utf-8?Q?=C3=A9.csv?=\"").parameter("name"), "é.csv");
    EXPECT_EQ(read_parameterised("attachment; filename=plain.csv; filename*=utf-8''%C3%A9.csv").parameter("filename"), "é.csv");
    EXPECT_EQ(safe_file_name("..\\..\\a\x01.csv"), "a.csv");
    EXPECT_EQ(safe_file_name(".."), "");
}

TEST(PlainText, FlowedLinesAreJoinedWithinTheirDepth) {
    EXPECT_EQ(unflowed("un \ndeux\n> trois \n> quatre\n-- \nx", false), "un deux\n> trois quatre\n-- \nx");
    EXPECT_EQ(folded("  L\xE2\x80\x99" "ÉTÉ\xC2\xA0 Œuvre "), "l'ete oeuvre");
}

TEST(Html, HiddenTextIsNotRead) {
    EXPECT_EQ(html_to_text("<p style='display:none'>x</p><p>oui</p><script>y</script><span hidden>z</span>"), "oui");
    EXPECT_EQ(html_to_text("<style>.a{display:none}</style><i class=a>x</i>oui"), "oui");
}
TEST(Html, TextsThatLookLikeMarksAreNotMarks) {
    auto const text = analyse_reply("j'ai 19 ans\n\x02suite", Standing::reply);
    EXPECT_NE(text.visible.find("suite"), std::string::npos);
}

TEST(ReplyText, NothingIsThrownAway) {
    auto const text = analyse_reply("19 ans\n\nLe 03/03/2025 à 10:12, X a écrit :\n> votre âge ?", Standing::reply);
    EXPECT_EQ(text.visible, "19 ans");
    EXPECT_NE(text.cut.find("votre âge"), std::string::npos);
}

TEST(ReplyText, EveryLineIsOwnOrCutForAnyText) {
    for (std::string_view body : {"a\n> b\nc\n> d", "> a\n> b\n\nx", "--\nsig", "\n\n", "De : a@b.example\nDate : 3 mars 2025\nx"}) {
        auto const text = analyse_reply(body, Standing::reply);
        std::size_t letters = 0, kept = 0;
        for (char c : body) letters += c > ' ';
        for (char c : text.visible + text.cut) kept += c > ' ';
        EXPECT_GE(kept, letters) << body;
    }
}

Identity us() {
    Identity us;
    us.addresses = {"orientation@phare.test"};
    us.domain = "phare.test";
    us.authserv_id = "mx.phare.test";
    return us;
}
Understood read(const std::string& header, const std::string& body = "bonjour", std::optional<std::string> envelope = std::nullopt) {
    InboundMail mail;
    mail.raw = header + "\n" + body + "\n";
    mail.envelope_from = std::move(envelope);
    return understand(mail, us());
}

TEST(MayAnswer, ARobotNeverGetsAnAnswer) {
    std::string const base = "From: a@b.example\nTo: orientation@phare.test\nSubject: x\n";
    for (std::string_view mark :
         {"Auto-Submitted: auto-replied\n", "Auto-Submitted: (no) auto-generated; x=y\n", "AUTO-SUBMITTED: Auto-Replied (zimbra; vacation)\n", "Precedence: BULK\n", "Precedence: list\n",
          "List-Id: <x.y>\n", "List-Unsubscribe: <mailto:x@y.example>\n", "X-Autoreply: yes\n", "X-Loop: orientation@phare.test\n", "Feedback-ID: 1\n", "X-Auto-Response-Suppress: All\n",
          "X-Auto-Response-Suppress: DR, OOF\n", "Return-Path: <>\n", "X-Apple-Action: VACATION\n", "Reply-To: noreply@b.example\n", "Reply-To: orientation+x@phare.test\n", "Auto-Submitted: ()\n",
          "Message-ID: <x@phare.test>\n", "X-MS-Exchange-Inbox-Rules-Loop: a@b.example\n", "Auto-Submitted: no\nAuto-Submitted: auto-replied\n"})
        EXPECT_FALSE(read(base + std::string(mark)).judgement.may_answer) << mark;
    for (std::string_view from : {"MAILER-DAEMON@b.example", "No-Reply@b.example", "ne_pas_repondre@b.example", "info+noreply@phare.test", "postmaster@b.example", "bounces+1@b.example"})
        EXPECT_FALSE(read("From: " + std::string(from) + "\nTo: orientation@phare.test\n").judgement.may_answer) << from;
    EXPECT_FALSE(read(base, "bonjour", "").judgement.may_answer);
    EXPECT_FALSE(read("To: orientation@phare.test\nSubject: x\n").judgement.may_answer);
    EXPECT_FALSE(read("From: a@b.example, c@d.example\nTo: orientation@phare.test\n").judgement.may_answer);
}
TEST(MayAnswer, AHumanDoes) {
    EXPECT_TRUE(read("From: a@b.example\nAuto-Submitted: no\n").judgement.may_answer);
    EXPECT_TRUE(read("From: a@b.example\nSubject: Absente du travail, mes droits ?\n").judgement.may_answer);
    EXPECT_TRUE(read("From: a@b.example\nX-Auto-Response-Suppress: DR, RN\n").judgement.may_answer);
}

TEST(Authentication, OnlyTheTrustedServerCounts) {
    auto const verdict = [](const std::string& fields) { return read(fields + "From: a@b.example\n").auth; };
    EXPECT_EQ(verdict("Authentication-Results: mx.phare.test; dmarc=pass header.from=b.example\n"), AuthVerdict::pass);
    EXPECT_EQ(verdict("Authentication-Results: mx.phare.test.evil.example; dmarc=pass header.from=b.example\n"), AuthVerdict::none);
    EXPECT_EQ(verdict("Authentication-Results: x; dmarc=pass\n\tmx.phare.test; dmarc=pass\n"), AuthVerdict::none);
    EXPECT_EQ(verdict("Authentication-Results: mx.phare.test; spf=pass smtp.mailfrom=b.example\n"), AuthVerdict::none);
    EXPECT_EQ(verdict("Authentication-Results: mx.phare.test; dkim=pass header.d=a.example\n"), AuthVerdict::none);
    EXPECT_EQ(verdict("Authentication-Results: mx.phare.test; dmarc=pass (dmarc=fail) header.from=\"b.example\"\n"), AuthVerdict::pass);
    EXPECT_EQ(verdict("Authentication-Results: mx.phare.test; x=\"; dmarc=pass header.from=b.example\"\n"), AuthVerdict::none);
    EXPECT_EQ(verdict("Authentication-Results: mx.phare.test; dmarc=pass header.from=b.example\nAuthentication-Results: mx.phare.test; dmarc=fail\n"), AuthVerdict::fail);
}

TEST(RepeatKey, TheSameIdWithAnotherTextIsAnotherMail) {
    InboundMail one, two;
    one.raw = "Message-ID: <a@b.example>\n\nx";
    two.raw = "Message-ID: <a@b.example>\n\ny";
    EXPECT_NE(repeat_key(one), repeat_key(two));
    two.raw = "Received: again\nMessage-ID: <a@b.example>\n\nx";
    EXPECT_EQ(repeat_key(one), repeat_key(two));
}

TEST(Linear, LongNearMatchesEnd) {  // quadratic code would run into the test's time limit
    std::string lines, le, quotes;
    for (int i = 0; i < 20'000; ++i) {
        lines += "Le lun. 3 mars 2025 à 10:12, X <a@b.example>\n";
        le += "Le lun. 3 mars 2025, ";
        quotes += "> a\n--\n____\nDe : x\n";
    }
    for (auto const& body : {lines, le, quotes}) EXPECT_TRUE(read("From: a@b.example\n", body).judgement.may_answer);
    std::string html;
    for (int i = 0; i < 20'000; ++i) html += "<table><tr><td><div class=gmail_quote>";
    EXPECT_EQ(read("From: a@b.example\nContent-Type: text/html\n", html).judgement.cls, Class::empty);
}

}  // namespace reading_test
}  // namespace adapters::email
