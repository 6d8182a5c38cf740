#include "bot/talking/memory.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::talking::test {
namespace {

using testing::HasSubstr;
using testing::Not;


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

Inbound from(const std::string& sender, const std::string& body, const std::string& event = "$q") {
    auto inbound = text(body);
    inbound.sender = sender;
    inbound.event_id = event;
    return inbound;
}

std::string first_words(const Step& out) {
    return wording::plain_text(std::get<Say>(out.wishes.at(0)).document);
}

TEST(Rooms, ASecondPersonInARoomOfTwoEndsTheKeepingAndIsToldSo) {
    auto state = one(from("@lea:test", "19 ans rouen sans diplome")).state;
    ASSERT_FALSE(state.memory().facts.empty());

    const auto out = one(from("@max:test", "mes données"), std::move(state));

    EXPECT_THAT(first_words(out), HasSubstr("Nous sommes plusieurs ici"));
    EXPECT_THAT(first_words(out), Not(HasSubstr("Rouen"))) << "what one said is not shown to the other";
    EXPECT_TRUE(out.state.memory().facts.empty());
    const auto later = one(from("@lea:test", "j’ai 19 ans et je suis à rouen"), out.state);
    EXPECT_TRUE(later.state.memory().facts.empty());
    EXPECT_THAT(std::get<Say>(later.wishes.at(0)).mentions, testing::ElementsAre("@lea:test"));
    EXPECT_THAT(first_words(later), Not(HasSubstr("Nous sommes plusieurs"))) << "said once";
}

TEST(Rooms, DangerIsAnsweredInARoomOfSeveralToo) {
    auto state = one(from("@lea:test", "19 ans rouen")).state;

    const auto out = one(from("@max:test", "j’ai envie de mourir"), std::move(state));

    EXPECT_TRUE(std::get<Say>(out.wishes.at(0)).urgent);
    EXPECT_THAT(first_words(out), HasSubstr("3114"));
}

TEST(Rooms, AMarkOfSomebodyElseDoesNotChoose) {
    auto state = one(from("@lea:test", "19 ans rouen")).state;
    state = one(from("@lea:test", "effacer"), std::move(state)).state;
    auto mark = from("@max:test", "");
    mark.what = Reaction{"$bot", "👍"};

    EXPECT_FALSE(one(mark, state).erase);
    mark.sender = "@lea:test";
    EXPECT_TRUE(one(mark, state).erase);
}

TEST(Rooms, AnEditInAGroupCountsFromItsAuthorAlone) {
    auto asked = from("@lea:test", "c koi le cej");
    asked.one_to_one = false;
    const auto state = one(asked).state;
    auto edit = from("@max:test", "");
    edit.one_to_one = false;
    edit.what = Edit{"$q", "c koi l’epide", {}};
    Circumstances at;
    at.earlier_answers = {7};

    EXPECT_TRUE(one(edit, state, at).wishes.empty());
    edit.sender = "@lea:test";
    EXPECT_TRUE(std::holds_alternative<Replace>(one(edit, state, at).wishes.at(0)));
}

TEST(Rooms, TheYesToAnErasureIsHeardWhileEverythingElseIsAbsorbed) {
    auto state = one(from("@lea:test", "19 ans rouen")).state;
    state = one(from("@lea:test", "effacer"), std::move(state)).state;
    Circumstances at;
    at.absorb = true;

    EXPECT_TRUE(one(from("@lea:test", "oui"), std::move(state), at).erase);
}

TEST(Rooms, AReactionWithoutStandingChoicesIsNoAnswer) {
    Inbound inbound = text("");
    inbound.what = Reaction{"$bot", "👍"};

    EXPECT_TRUE(one(inbound).wishes.empty());
}

}  // namespace
}  // namespace bot::talking::test
