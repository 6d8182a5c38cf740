// Mail on its way out: how often a mail is tried, what is written down of those that never arrive, and what a relay's mood does.

#include "tests/adapters/email/mail_world.hpp"

#include "adapters/email/mail_inbound.hpp"
#include "adapters/email/mail_records.hpp"
#include "bot/observing/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mail_delivery_test {

using namespace tests;
using namespace adapters::email;
using namespace std::chrono_literals;
using testing::HasSubstr;
using Result = wire::SmtpOutcome::Result;

TEST(MailDelivery, EveryTryIsTheSameMailAndTheSchedulePaces) {
    MailWorld world(mail_tools());
    world.relay.planned = {
        outcome(Result::deferred, 450, "450 4.7.1 greylisted"), outcome(Result::deferred, 451, "451 4.3.0 later"), outcome(Result::unknown)};
    world.write(mail("c'est quoi le CEJ ?"));
    world.play(24h);

    ASSERT_EQ(world.relay.tries.size(), 4U);
    for (auto const& one : world.relay.tries) {
        EXPECT_EQ(one.mail.message, world.relay.tries.front().mail.message);
        EXPECT_EQ(one.mail.envelope_from, world.relay.tries.front().mail.envelope_from);
    }
    EXPECT_GE(world.relay.tries[1].at - world.relay.tries[0].at, 48s);
    EXPECT_LE(world.relay.tries[1].at - world.relay.tries[0].at, 73s);
    EXPECT_GE(world.relay.tries[2].at - world.relay.tries[1].at, 4min);
    EXPECT_GE(world.relay.tries[3].at - world.relay.tries[2].at, 15min);
    EXPECT_EQ(world.relay.taken.size(), 1U);
}

TEST(MailDelivery, SentTwiceWithoutAWordIsLetBe) {
    MailWorld world(mail_tools());
    world.relay.planned = {outcome(Result::unknown), outcome(Result::unknown)};
    world.write(mail("c'est quoi le CEJ ?"));
    world.play(48h);
    EXPECT_EQ(world.relay.tries.size(), 2U);
}

TEST(MailDelivery, ARestartBetweenTheTwoTriesMakesNoThirdOneAndShortensNoPause) {
    MailWorld world(mail_tools());
    for (int i = 0; i < 5; ++i) world.relay.planned.push_back(outcome(Result::unknown));
    world.write(mail("c'est quoi le CEJ ?"));
    world.play(1min);
    ASSERT_EQ(world.relay.tries.size(), 1U);
    world.die(true);
    world.begin();
    world.play(6min);
    world.die(true);
    world.begin();
    world.play(48h);

    ASSERT_EQ(world.relay.tries.size(), 2U);
    EXPECT_GE(world.relay.tries[1].at - world.relay.tries[0].at, 14min);
    EXPECT_EQ(world.relay.tries[1].mail.message, world.relay.tries[0].mail.message);
    EXPECT_EQ(held_of(world.store(), lea).at(0).why, HeldFor::refused);
}

TEST(MailDelivery, ARelayThatIsAwayHoldsEverythingAndLosesNothing) {
    MailWorld world(mail_tools());
    for (int i = 0; i < 12; ++i) world.relay.planned.push_back(outcome(Result::relay_down));
    for (auto const* who : {"a@x.test", "b@x.test", "c@x.test"}) {
        auto w = mail("c'est quoi le CEJ ?");
        w.from = who;
        world.write(w);
    }
    world.play(2h);
    EXPECT_EQ(world.relay.taken.size(), 3U);
    EXPECT_EQ(world.relay.tries.size(), 15U);
}

TEST(MailDelivery, AMailThatNobodyTakesExpiresAfterTwoDays) {
    MailWorld world(mail_tools());
    for (int i = 0; i < 100; ++i) world.relay.planned.push_back(outcome(Result::deferred, 452, "452 4.2.2 full"));
    world.write(mail("c'est quoi le CEJ ?"));
    world.play(72h);
    EXPECT_GE(world.relay.tries.size(), 15U);
    EXPECT_LE(world.relay.tries.size(), 25U);
    EXPECT_LE(world.relay.tries.back().at - world.relay.tries.front().at, 48h);
    EXPECT_EQ(world.disk.outbox.begin()->second.state, db::Delivery::expired);
    auto const held = held_of(world.store(), lea);
    ASSERT_EQ(held.size(), 1U) << "the operator can find it";
    EXPECT_EQ(held.front().why, HeldFor::expired);
    EXPECT_EQ(held.front().row, world.disk.outbox.begin()->first);
    EXPECT_FALSE(held.front().alert);
}

bot::Say answer_of(const std::string& text) {
    bot::Say say;
    say.document.blocks = {bot::wording::Paragraph{{{{bot::wording::Span::Style::plain, text, {}}}}}};
    return say;
}

TEST(MailDelivery, WhatIsHeldBackIsCountedAndWrittenDown) {
    auto settings = MailWorld::mail_settings();
    settings.limits.conversation_per_day = 2;
    MailWorld world(mail_tools(), settings);
    auto const before = bot::observing::value(bot::observing::Count::mails_held);
    for (auto const* text : {"la même chose", "la même chose", "autre chose", "encore autre chose"}) {
        world.post(lea, answer_of(text));
        world.play(5min);
    }
    EXPECT_EQ(world.got(lea).size(), 2U);
    auto const held = held_of(world.store(), lea);
    ASSERT_EQ(held.size(), 2U);
    EXPECT_EQ(held[0].why, HeldFor::same_again);
    EXPECT_EQ(held[1].why, HeldFor::too_many);
    EXPECT_FALSE(held[0].alert || held[1].alert);
    EXPECT_EQ(bot::observing::value(bot::observing::Count::mails_held) - before, 2U);
}

TEST(MailDelivery, AnAlertThatIsLateIsWrittenDownBeforeItIsGivenUp) {
    MailWorld world(mail_tools());
    for (int i = 0; i < 11; ++i) world.relay.planned.push_back(outcome(Result::deferred, 452, "452 4.2.2 full"));
    bot::Say say;
    say.document.blocks = {bot::wording::Paragraph{{{{bot::wording::Span::Style::plain, "Une alerte", {}}}}}};
    say.occasion = bot::Say::Occasion::alert;
    world.post("prefet@region.test", say);
    world.play(3h);
    EXPECT_TRUE(held_of(world.store(), "prefet@region.test").empty());
    world.play(9h);
    auto const held = held_of(world.store(), "prefet@region.test");
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held.front().why, HeldFor::late);
    EXPECT_TRUE(held.front().alert);
}

TEST(MailDelivery, AnAlertThatIsRefusedIsWrittenDownAndASuppressedAddressIsNot) {
    MailWorld world(mail_tools());
    bot::Say say;
    say.document.blocks = {bot::wording::Paragraph{{{{bot::wording::Span::Style::plain, "Une alerte", {}}}}}};
    say.occasion = bot::Say::Occasion::alert;
    world.relay.planned = {outcome(Result::refused, 554, "554 5.7.1 policy"), outcome(Result::refused, 550, "550 5.1.1 no such user")};
    world.post("prefet@region.test", say);
    world.post("parti@region.test", say);
    world.play(1h);
    auto const held = held_of(world.store(), "prefet@region.test");
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held.front().why, HeldFor::refused);
    EXPECT_TRUE(held.front().alert);
    world.post("parti@region.test", say);
    world.play(1h);
    EXPECT_EQ(address_state(world.store(), "parti@region.test").reason, SuppressedFor::dead);
    EXPECT_TRUE(held_of(world.store(), "parti@region.test").empty()) << "the other list has it, not this one at each alert";
}

TEST(MailDelivery, AnAddressWithAccentsIsAnsweredOrItIsSaidWhyNot) {
    MailWorld world(mail_tools());
    auto w = mail("c'est quoi le CEJ ?");
    w.from = "léa@jeunes.test";
    world.relay.planned = {outcome(Result::refused, 553, "553 5.6.7 no SMTPUTF8")};
    world.write(w);
    world.play(1h);
    auto const held = held_of(world.store(), "léa@jeunes.test");
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held.front().why, HeldFor::foreign_letters);

    auto other = mail("c'est quoi le CEJ ?");
    other.from = "lea@écoles.test";
    world.write(other);
    world.play(1h);
    ASSERT_EQ(world.got("lea@xn--coles-9ra.test").size(), 1U) << "a domain has a form in ASCII: nobody need agree";
    EXPECT_EQ(MailWorld::header_of(world.got("lea@xn--coles-9ra.test").front(), "to"), "lea@xn--coles-9ra.test");

    w.text = "et le PACEA ?";
    world.write(w);
    world.play(1h);
    EXPECT_EQ(world.got("léa@jeunes.test").size(), 1U);
    EXPECT_EQ(address_state(world.store(), "léa@jeunes.test").reason, SuppressedFor::nothing);
}

TEST(MailDelivery, ADeadAddressIsSuppressedAtOnceAndUndone) {
    MailWorld world(mail_tools());
    world.relay.planned = {outcome(Result::refused, 550, "550 5.1.1 no such user")};
    world.write(mail("c'est quoi le CEJ ?"));
    world.play(1h);
    EXPECT_EQ(address_state(world.store(), lea).reason, SuppressedFor::dead);
    world.write(mail("c'est quoi l'EPIDE ?"));
    world.play(1h);
    EXPECT_EQ(world.relay.tries.size(), 1U);
    auto const now = world.time.now();
    world.store().write([now](db::Transaction& t) { note(t, lea, DeliveryFact::undone_by_operator, now); }, [](std::exception_ptr) {});
    world.write(mail("c'est quoi l'AIJ ?"));
    world.play(1h);
    EXPECT_EQ(world.got(lea).size(), 1U);
}

}  // namespace mail_delivery_test
