#include "bot/talking/memory.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::talking::test {
namespace {

using testing::HasSubstr;
using testing::Not;

const auto today = day("2026-11-22");

Step one(const Inbound& inbound, State state = {}, Circumstances at = {}) {
    at.today = today;
    at.now = Instant(today);
    return step(tools(), std::move(state), inbound, at);
}

Inbound text(const std::string& body) {
    Inbound inbound;
    inbound.event_id = "$q";
    inbound.sender = "@lea:test";
    inbound.what = Text{body, {}, {}};
    return inbound;
}

TEST(Rooms, AnswersGoIntoTheThreadOfTheQuestion) {
    auto inbound = text("c koi le cej");
    std::get<Text>(inbound.what).thread = "$root";

    const auto out = one(inbound);

    const auto& say = std::get<Say>(out.wishes.at(0));
    EXPECT_EQ(say.thread, "$root");
    EXPECT_EQ(say.in_reply_to, "$q");
    EXPECT_TRUE(say.mentions.empty());
}

TEST(Rooms, AloneTogetherThereIsNoNeedForAReply) {
    const auto out = one(text("salut"));

    const auto& say = std::get<Say>(out.wishes.at(0));
    EXPECT_EQ(say.thread, "");
    EXPECT_EQ(say.in_reply_to, "");
}

TEST(Rooms, InAGroupWeAnswerThePersonWhoCalledUsAndKeepNothing) {
    auto inbound = text("c koi le cej ? j’ai 19 ans");
    inbound.one_to_one = false;

    const auto out = one(inbound);

    const auto& say = std::get<Say>(out.wishes.at(0));
    EXPECT_EQ(say.in_reply_to, "$q");
    EXPECT_THAT(say.mentions, testing::ElementsAre("@lea:test"));
    EXPECT_TRUE(out.state.memory().facts.empty());
}

TEST(Rooms, InAGroupNotCalledNotEvenDangerIsAnswered) {
    auto inbound = text("j’ai envie de mourir");
    inbound.one_to_one = false;
    inbound.addressed = false;

    EXPECT_TRUE(one(inbound).wishes.empty());
}

TEST(Rooms, TheMatrixLineOnMissingEncryptionIsSaidWhereItIsTrue) {
    Circumstances at;
    at.channel_unencrypted_notice = true;

    EXPECT_THAT(
        wording::plain_text(std::get<Say>(one(text("salut"), {}, at).wishes.at(0)).document),
        HasSubstr("chiffrée de bout en bout")
    );
    EXPECT_THAT(
        wording::plain_text(std::get<Say>(one(text("salut")).wishes.at(0)).document),
        Not(HasSubstr("chiffrée"))
    );
}

TEST(Rooms, AnEditWithoutAnEarlierAnswerIsAnsweredAfresh) {
    Inbound inbound = text("");
    inbound.what = Edit{"$old", "19 ans rouen", {}};

    const auto out = one(inbound);

    ASSERT_EQ(out.wishes.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<Say>(out.wishes.front()));
    EXPECT_EQ(out.state.memory().facts.at("age").event, "$old");
}

TEST(Rooms, AnEditReplacesTheFirstAnswerAndTakesTheOthersBack) {
    Inbound inbound = text("");
    inbound.what = Edit{"$old", "19 ans rouen", {}};
    Circumstances at;
    at.earlier_answers = {7, 8, 9};

    const auto out = one(inbound, {}, at);

    ASSERT_EQ(out.wishes.size(), 3U);
    EXPECT_EQ(std::get<Replace>(out.wishes[0]).outbox_id, 7);
    EXPECT_EQ(std::get<Retract>(out.wishes[1]).outbox_id, 8);
    EXPECT_EQ(std::get<Retract>(out.wishes[2]).outbox_id, 9);
}

TEST(Rooms, DangerInAnEditIsSaidAnewBecauseAnEditMayGoUnseen) {
    Inbound inbound = text("");
    inbound.what = Edit{"$old", "j’ai envie de mourir", {}};
    Circumstances at;
    at.earlier_answers = {7};

    const auto out = one(inbound, {}, at);

    EXPECT_TRUE(std::get<Say>(out.wishes.at(0)).urgent);
}

TEST(Rooms, AReactionWithoutStandingChoicesIsNoAnswer) {
    Inbound inbound = text("");
    inbound.what = Reaction{"$bot", "👍"};

    EXPECT_TRUE(one(inbound).wishes.empty());
}

}  // namespace
}  // namespace bot::talking::test
