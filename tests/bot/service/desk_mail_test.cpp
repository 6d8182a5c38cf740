// Alerts and digests as raw mails, and what is answered to them: the letter is read back with our own reader, and the
// reply goes to the address that the letter gives.

#include "adapters/email/file_mailer.hpp"
#include "adapters/email/header_text.hpp"
#include "adapters/email/headers.hpp"
#include "adapters/email/letter.hpp"
#include "adapters/email/mail_channel.hpp"
#include "adapters/email/mail_inbound.hpp"
#include "adapters/email/mime_tree.hpp"
#include "adapters/email/understood.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/desk/gestures.hpp"
#include "bot/office/office.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace bot::desk {
namespace desk_mail_test {

namespace email = adapters::email;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const Day alert_day = std::chrono::year(2020) / 11 / 13;
const std::string owner = "responsable@exemple.fr", secretariat = "secretariat@exemple.fr";

std::shared_ptr<const Tools> tools() {
    std::vector<std::string> errors;
    auto const messages = wording::Messages::load(PHARE_SOURCE_DIR "/bot/wording/texts", errors);
    EXPECT_TRUE(messages) << (errors.empty() ? "" : errors.front());
    commands::Config::Desk config;
    config.owners = {owner};
    config.mail["owners"] = {owner};
    config.mail["secretariat"] = {secretariat};
    config.meetings.push_back({Day(std::chrono::year(2020) / 9 / 17), "bureau", {}, ""});
    config.meetings.push_back({Day(std::chrono::year(2020) / 11 / 26), "bureau", {}, "Rouen"});
    auto loaded = commands::load_desk(commands::Files::under(PHARE_SOURCE_DIR), config, messages, {"email"});
    EXPECT_TRUE(loaded.tools) << (loaded.complaints.empty() ? "" : loaded.complaints.front());
    auto only_aij = std::make_shared<Tools>(*loaded.tools);
    std::erase_if(only_aij->objectives, [](auto const& o) { return o.id != "AIJ-2020-NOR"; });
    return only_aij;
}

email::MailSettings settings() {
    email::MailSettings mail;
    mail.us.addresses = {"orientation@phare.test"};
    mail.us.domain = "phare.test";
    mail.us.authserv_id = "mx.phare.test";
    mail.address = "orientation@phare.test";
    mail.key = "0123456789abcdef0123456789abcdef";
    return mail;
}

/// Ten invented months that fall far short of 6 746.
State with_figures() {
    State state;
    std::vector<steering::Publication> rows;
    int month = 1;
    for (double const value : {270., 265., 230., 120., 150., 260., 250., 240., 280., 290.}) {
        steering::Publication row;
        row.objective = "AIJ-2020-NOR", row.source = "SI_PE", row.value = value;
        row.month = std::chrono::year(2020) / std::chrono::month(static_cast<unsigned>(month++));
        row.published_on = row.received_on = steering::last_day(row.month) + std::chrono::days(12);
        rows.push_back(row);
    }
    int const number = state.ledger.propose(rows, "h", "stat", alert_day - std::chrono::days(1));
    EXPECT_EQ(state.ledger.confirm(number, alert_day - std::chrono::days(1)), figures::LedgerRefusal::none);
    return state;
}

struct Sent {
    email::Letter letter;
    email::WrittenLetter mail;
};

/// As the outbox would deliver it: through the stored form, under that row.
Sent sent(const Post& post, std::int64_t row, Day day) {
    Say say;
    say.document = post.document, say.title = post.subject, say.thread = post.thread, say.files = post.files;
    say.occasion = Say::Occasion::alert;
    auto const letter = email::letter_from(email::stored_form(email::letter_of(say)));
    EXPECT_TRUE(letter);
    email::Posting const posting{row, day + 10h, post.to.conversation};
    auto written = email::write_letter(*letter, posting, settings());
    EXPECT_TRUE(written);
    EXPECT_EQ(written->bytes, email::write_letter(*letter, posting, settings())->bytes);
    return {*letter, std::move(*written)};
}

void gather(const email::Part& part, std::vector<const email::Part*>& all) {
    all.push_back(&part);
    for (auto const& child : part.parts) gather(child, all);
}

const Post* to(const Outcome& out, std::string_view address, std::string_view words) {
    for (auto const& post : out.posts)
        if (post.to.conversation == address && post.subject.find(words) != std::string::npos) return &post;
    return nullptr;
}

/// A reply as a mail program writes it. `vouched`: the border server says that the domain signed it.
Inbound reply(const email::WrittenLetter& letter, const std::string& from, const std::string& text, Day day, bool vouched, bool to_its_address = true) {
    auto const header = email::read_headers(letter.bytes);
    std::string const where = to_its_address ? std::string(header.first("reply-to")) : "orientation@phare.test";
    email::InboundMail mail;
    mail.source = "lmtp", mail.envelope_from = from, mail.envelope_to = {where}, mail.received_at = day + 12h;
    mail.raw = std::string(vouched ? "Authentication-Results: mx.phare.test; dkim=pass header.d=exemple.fr; dmarc=pass header.from=exemple.fr\r\n"
                                   : "Authentication-Results: mx.phare.test; dkim=none; dmarc=none header.from=exemple.fr\r\n") +
               "From: <" + from + ">\r\nTo: <" + where + ">\r\nSubject: Re: alerte\r\nMessage-ID: <r1@exemple.fr>\r\nIn-Reply-To: " + letter.message_id +
               "\r\nReferences: " + letter.message_id + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n";
    auto const ours = settings();
    auto const inbound = email::inbound_of(mail, email::understand(mail, ours.us), ours, "<r1@exemple.fr>");
    EXPECT_TRUE(inbound);
    return inbound.value_or(Inbound{});
}

struct Alerted {
    std::shared_ptr<const Tools> with = tools();
    State state;
    email::WrittenLetter mail;
    std::string raw_subject;
};

/// The alert went to the owner as row 7, and arrived.
Alerted alerted() {
    Alerted made;
    auto const out = look(*made.with, with_figures(), alert_day, alert_day + 10h);
    auto const* const post = to(out, owner, "AIJ");
    EXPECT_NE(post, nullptr);
    if (post == nullptr) return made;
    auto letter = sent(*post, 7, alert_day);
    made.raw_subject = post->subject;
    made.mail = std::move(letter.mail);
    made.state = out.state;
    made.state.threads.at(*post->noted_in).said = {{7, made.mail.message_id}};
    return made;
}

std::string said(const Outcome& out) {
    std::string all;
    for (auto const& post : out.posts) all += wording::plain_text(post.document) + "\n";
    return all;
}

const steering::Treatment& treatment(const State& state) {
    return state.book.open.at({"AIJ-2020-NOR", steering::Kind::shortfall}).treatment;
}

TEST(DeskMail, AnAlertCarriesItsChartByCidAndSixMonthsInNumbers) {
    auto const a = alerted();
    ASSERT_FALSE(a.mail.bytes.empty());
    auto const header = email::read_headers(a.mail.bytes);
    EXPECT_THAT(email::header_text(header.first("subject")), HasSubstr("[Plan jeunes]"));
    EXPECT_THAT(std::string(header.first("reply-to")), HasSubstr("orientation+"));
    EXPECT_EQ(header.first("auto-submitted"), "auto-generated");

    auto const root = email::read_mime(a.mail.bytes);
    std::vector<const email::Part*> parts;
    gather(root, parts);
    std::string text, html, png, cid;
    for (auto const* part : parts) {
        if (part->is("text/plain")) text = part->text();
        if (part->is("text/html")) html = part->text();
        if (part->is("image/png")) png = part->decoded(), cid = part->content_id;
    }
    EXPECT_THAT(text, HasSubstr("Mois"));
    EXPECT_THAT(text, HasSubstr("répondre STOP"));
    if (char const* const folder = std::getenv("PHARE_SHOW")) std::ofstream(std::string(folder) + "/alerte.eml") << a.mail.bytes;
    for (auto const* month : {"mai 2020", "juin 2020", "juillet 2020", "août 2020", "septembre 2020", "octobre 2020"}) {
        EXPECT_THAT(text, HasSubstr(month));
        EXPECT_THAT(html, HasSubstr(std::string("<th scope=\"row\" style=\"text-align:left;padding:2px 12px 2px 0\">") + month));
    }
    EXPECT_THAT(text, Not(HasSubstr("avril 2020  ")));
    ASSERT_GT(png.size(), 24U);
    EXPECT_EQ(png.substr(1, 3), "PNG");
    EXPECT_EQ(static_cast<unsigned char>(png[18]) * 256 + static_cast<unsigned char>(png[19]), 1200) << "the landscape one";
    ASSERT_FALSE(cid.empty());
    EXPECT_THAT(html, HasSubstr("src=\"cid:" + cid + "\""));
    EXPECT_THAT(html, HasSubstr("alt=\"Courbe de AIJ 2020"));
}

TEST(DeskMail, AReplyTakesTheAlertOnAndItsSignatureIsNoReason) {
    auto const a = alerted();
    auto const day = alert_day + std::chrono::days(3);
    auto const inbound = reply(a.mail, owner, "Acquitter jusqu’au 30/11 motif point fait avec les deux agences\r\n\r\nBien cordialement,\r\nLa responsable", day, true);
    ASSERT_TRUE(is_for_desk(*a.with, a.state, inbound, day));
    auto const out = take(*a.with, a.state, inbound, day, day + 12h);
    auto const& ack = treatment(out.state).acknowledged;
    ASSERT_TRUE(ack) << said(out);
    EXPECT_EQ(ack->by, owner);
    EXPECT_EQ(ack->reason, "point fait avec les deux agences");
    EXPECT_EQ(ack->until, Day(std::chrono::year(2020) / 11 / 30));
    ASSERT_EQ(out.posts.size(), 1U);
    auto const answer = sent(out.posts.front(), 8, day);
    EXPECT_EQ(answer.mail.to, owner);
    EXPECT_THAT(std::string(email::read_headers(answer.mail.bytes).first("in-reply-to")), HasSubstr("<r1@exemple.fr>"));
}

TEST(DeskMail, TheSecretReplyAddressIsEnoughWhereNoServerVouches) {
    auto const a = alerted();
    auto const day = alert_day + std::chrono::days(3);
    auto const inbound = reply(a.mail, owner, "acquitter motif point fait avec les agences", day, false);
    EXPECT_NE(inbound.conversation, owner);
    ASSERT_TRUE(is_for_desk(*a.with, a.state, inbound, day));
    auto const out = take(*a.with, a.state, inbound, day, day + 12h);
    ASSERT_TRUE(treatment(out.state).acknowledged) << said(out);
    EXPECT_EQ(treatment(out.state).acknowledged->by, owner);
}

TEST(DeskMail, WithoutItOrPastItsTimeNothingChangesAndThatIsSaid) {
    auto const a = alerted();
    auto const late = alert_day + std::chrono::days(70);
    auto const soon = alert_day + std::chrono::days(3);
    for (auto const& [inbound, day] : {std::pair{reply(a.mail, owner, "acquitter motif point fait avec les agences", soon, false, false), soon},
                                       std::pair{reply(a.mail, owner, "acquitter motif point fait avec les agences", late, false), late}}) {
        ASSERT_TRUE(is_for_desk(*a.with, a.state, inbound, day));
        auto const out = take(*a.with, a.state, inbound, day, day + 12h);
        EXPECT_FALSE(treatment(out.state).acknowledged);
        EXPECT_THAT(said(out), HasSubstr("rien ne prouve"));
    }
    // Somebody else who got hold of the letter: the token is of another mailbox.
    auto const other = reply(a.mail, "curieux@exemple.fr", "acquitter motif point fait avec les agences", soon, false);
    EXPECT_FALSE(is_for_desk(*a.with, a.state, other, soon)) << "it hangs below no letter that went to them";
}

TEST(DeskMail, TheTokenGivesNoRightToBringFigures) {
    auto const a = alerted();
    auto const day = alert_day + std::chrono::days(3);
    auto const inbound = reply(a.mail, owner, "AIJ novembre : 9000", day, false);
    if (is_for_desk(*a.with, a.state, inbound, day)) {
        auto const out = take(*a.with, a.state, inbound, day, day + 12h);
        EXPECT_EQ(out.state.ledger.imports().size(), 1U);
        EXPECT_TRUE(out.state.proposals.empty());
    }
}

TEST(DeskMail, ADigestByMailBringsTheCalendar) {
    auto const with = tools();
    Day const week_before = std::chrono::year(2020) / 11 / 19;
    auto const out = look(*with, with_figures(), week_before, week_before + 10h);
    auto const* const post = to(out, secretariat, "ordre du jour");
    ASSERT_NE(post, nullptr);
    auto const letter = sent(*post, 9, week_before);
    auto const root = email::read_mime(letter.mail.bytes);
    std::vector<const email::Part*> parts;
    gather(root, parts);
    std::string calendar;
    for (auto const* part : parts) {
        if (!part->is("text/calendar")) continue;
        EXPECT_EQ(part->disposition.value, "attachment");
        EXPECT_EQ(part->file_name(), "bureau.ics");
        calendar = part->decoded();
    }
    EXPECT_THAT(letter.mail.bytes, HasSubstr("Content-Type: text/calendar; charset=utf-8; method=PUBLISH"));
    EXPECT_THAT(calendar, HasSubstr("BEGIN:VEVENT"));
    EXPECT_THAT(calendar, HasSubstr("20201126"));
    // The same look again says nothing.
    EXPECT_EQ(to(look(*with, out.state, week_before, week_before + 11h), secretariat, "ordre du jour"), nullptr);
}

/// What the office put into the outbox for this address, as raw mails.
std::vector<std::string> mails_of(const tests::Disk& disk, std::string_view address) {
    std::vector<std::string> out;
    for (auto const& [id, row] : disk.outbox) {
        if (row.conversation.channel != "email" || row.conversation.id != address) continue;
        auto const letter = email::letter_from(row.payload);
        EXPECT_TRUE(letter);
        if (!letter) continue;
        auto const written = email::write_letter(*letter, {id, delivery::instant(row.created_at), row.conversation.id}, settings());
        EXPECT_TRUE(written);
        if (written) out.push_back(written->bytes);
    }
    return out;
}

TEST(DeskMail, ADigestThatTheOfficeSendsCanBeUnsubscribedFromByMailAlone) {
    tests::Disk disk;
    tests::VirtualTime time{Day(std::chrono::year(2020) / 11 / 19) + 10h};
    tests::VirtualAlarm alarm(time);
    boost::asio::io_context loop{1};
    tests::MemoryStore store{disk, [](auto const& call) { call(); }, [] { return false; }};
    tests::Folder const folder;
    email::FileMailer nobody(folder.path());
    email::MailChannel channel(store, alarm, nobody, [](auto job) { job(); }, settings());
    delivery::Postman postman(loop.get_executor(), store, alarm, {&channel});  // not started: rows stay in the outbox
    office::OfficeSettings quiet;
    quiet.own_thread = false;
    office::Office desk(loop.get_executor(), store, alarm, tools(), {&channel}, postman, quiet);
    ASSERT_TRUE(desk.load());
    boost::asio::co_spawn(loop, [&] { return desk.look(true); }, [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    loop.run();

    auto const mails = mails_of(disk, secretariat);
    ASSERT_FALSE(mails.empty());
    for (auto const& raw : mails) {
        auto const header = email::read_headers(raw);
        EXPECT_THAT(std::string(header.first("list-unsubscribe")), testing::MatchesRegex("<mailto:orientation\\+desabonnement-[a-z2-7]+@phare\\.test>"));
        EXPECT_EQ(header.first("auto-submitted"), "auto-generated");
    }
}

}  // namespace desk_mail_test
}  // namespace bot::desk
