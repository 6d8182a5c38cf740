// One click, by POST alone, for the address of the token alone; and the mails that carry it.

#include "adapters/email/unsubscribe_routes.hpp"

#include "adapters/email/mail_records.hpp"
#include "adapters/email/reply_token.hpp"
#include "tests/adapters/email/mail_world.hpp"

#include <boost/asio/co_spawn.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unsubscribe_test {

using namespace tests;
using namespace adapters::email;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

adapters::net::Reply ask(MailWorld& world, const std::string& method, const std::string& path, const std::string& body = {}) {
    auto const routes = unsubscribe_routes(world.store(), world.alarm(), MailWorld::mail_settings());
    adapters::net::Request request;
    request.head.method = method;
    request.head.path = path;
    request.body = body;
    adapters::net::Reply reply;
    boost::asio::co_spawn(
        world.context(), routes.front().handle(request),
        [&reply](std::exception_ptr failure, adapters::net::Reply got) {
            EXPECT_FALSE(failure);
            reply = std::move(got);
        }
    );
    world.play(1s);
    return reply;
}

std::string path_for(MailWorld& world, const std::string& address) {
    auto const today = std::chrono::floor<std::chrono::days>(world.time.now());
    auto const settings = MailWorld::mail_settings();
    return unsubscribe_url(settings, address, make_token(settings.key, {TokenPurpose::unsubscribe, address, {}}, today + std::chrono::days(30))).substr(settings.public_url.size());
}

TEST(Unsubscribe, OnlyAPostChangesAnything) {
    MailWorld world(mail_tools());
    auto const path = path_for(world, lea);
    EXPECT_THAT(ask(world, "GET", path).body, HasSubstr("<button"));
    EXPECT_EQ(address_state(world.store(), lea).reason, SuppressedFor::nothing) << "a link scanner pressed it";
    auto const reply = ask(world, "POST", path, "List-Unsubscribe=One-Click");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(address_state(world.store(), lea).reason, SuppressedFor::unsubscribed);
    EXPECT_EQ(ask(world, "POST", path).status, 200) << "twice is no error";
}

TEST(Unsubscribe, ATokenIsForItsAddressAndEnds) {
    MailWorld world(mail_tools());
    auto path = path_for(world, lea);
    auto const other = path_for(world, "prefet@region.test");
    EXPECT_EQ(ask(world, "POST", path.substr(0, path.rfind('/')) + other.substr(other.rfind('/'))).status, 404);
    EXPECT_EQ(ask(world, "POST", "/desabonnement/zz/abc").status, 404);
    EXPECT_EQ(ask(world, "POST", "/desabonnement/").status, 404);
    world.play(31 * 24h);
    EXPECT_EQ(ask(world, "POST", path).status, 404);
    EXPECT_EQ(address_state(world.store(), lea).reason, SuppressedFor::nothing);
}

TEST(Unsubscribe, AlertsCarryItAnswersDoNotAndWhoLeftGetsAnswersStill) {
    MailWorld world(mail_tools());
    bot::Say alert;
    alert.occasion = bot::Say::Occasion::alert;
    alert.title = "[Objectifs jeunes] Alerte AIJ";
    alert.document.blocks = {bot::wording::Paragraph{{bot::wording::plain("615 jeunes de moins que prévu.")}}};
    world.post(lea, alert);
    world.play(1min);
    ASSERT_EQ(world.got(lea).size(), 1U);
    auto const mail_sent = world.got(lea).front();
    auto const link = MailWorld::header_of(mail_sent, "list-unsubscribe");
    EXPECT_THAT(link, HasSubstr("<https://phare.test/desabonnement/"));
    EXPECT_THAT(link, HasSubstr("<mailto:orientation+desabonnement-"));
    EXPECT_EQ(MailWorld::header_of(mail_sent, "list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    EXPECT_EQ(MailWorld::header_of(mail_sent, "list-id"), "Alertes du plan jeunes <alertes.phare.test>");
    EXPECT_EQ(MailWorld::header_of(mail_sent, "auto-submitted"), "auto-generated");
    EXPECT_EQ(MailWorld::header_of(mail_sent, "subject"), "[Objectifs jeunes] Alerte AIJ");

    auto const begin = link.find("https://phare.test") + 18;
    EXPECT_EQ(ask(world, "POST", link.substr(begin, link.find('>') - begin)).status, 200);
    world.post(lea, alert);
    world.play(1min);
    EXPECT_EQ(world.got(lea).size(), 1U);
    world.write(mail("c'est quoi le CEJ ?"));
    world.play(1h);
    EXPECT_EQ(world.got(lea).size(), 2U);
    EXPECT_THAT(world.got(lea).back().message, Not(HasSubstr("List-Unsubscribe")));
}

TEST(Unsubscribe, WhereNothingCanBeClickedAMailToTheAddressOfTheHeaderIsEnough) {
    auto settings = MailWorld::mail_settings();
    settings.public_url.clear();
    settings.us.domain = "ids.phare.test";  // so that only the mailbox's own address is ours
    MailWorld world(mail_tools(), settings);
    bot::Say alert;
    alert.occasion = bot::Say::Occasion::alert;
    alert.title = "[Objectifs jeunes] Alerte AIJ";
    alert.document.blocks = {bot::wording::Paragraph{{bot::wording::plain("615 jeunes de moins que prévu.")}}};
    world.post(lea, alert);
    world.play(1min);
    ASSERT_EQ(world.got(lea).size(), 1U);
    auto const sent = world.got(lea).front();
    auto const header = MailWorld::header_of(sent, "list-unsubscribe");
    ASSERT_THAT(header, testing::MatchesRegex("<mailto:orientation\\+desabonnement-[a-z2-7]+@phare\\.test>"));
    EXPECT_EQ(MailWorld::header_of(sent, "list-unsubscribe-post"), "") << "one click is a matter of a URL";

    auto wish = mail("");
    wish.to = header.substr(8, header.size() - 9);
    wish.subject = "";
    wish.vouched = false;
    wish.from = "curieux@evil.test";
    world.write(wish);
    world.play(1min);
    EXPECT_EQ(address_state(world.store(), lea).reason, SuppressedFor::nothing) << "the address works for whom it was given to";
    wish.from = lea;
    world.write(wish);
    world.play(1min);
    EXPECT_EQ(address_state(world.store(), lea).reason, SuppressedFor::unsubscribed);
}

}  // namespace unsubscribe_test
