#include "rules/steering/treatment.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

Treatment ok(Asked<Treatment> asked) { return std::get<Treatment>(asked); }

TEST(Treatment, AnAcknowledgementExpiresAfterThirtyOneDays) {
    auto const taken = ok(acknowledge({}, "DREETS", "vu avec les agences", day("2021-06-01"), AlertLevel::alerte));
    EXPECT_EQ(taken.acknowledged->until, day("2021-07-02"));
    EXPECT_EQ(review(taken, day("2021-07-02"), AlertLevel::alerte, {}).reopened, Reopened::no);
    auto const expired = review(taken, day("2021-07-03"), AlertLevel::alerte, {});
    EXPECT_EQ(expired.reopened, Reopened::expired);
    EXPECT_FALSE(expired.after.acknowledged);
    EXPECT_TRUE(std::holds_alternative<Refusal>(acknowledge({}, "x", "", day("2021-06-01"), AlertLevel::none)));
    EXPECT_EQ(ok(acknowledge({}, "x", "", day("2021-06-01"), AlertLevel::alerte, day("2022-01-01"))).acknowledged->until, day("2021-07-02"));
}

TEST(Treatment, AWorseMonthReopensButARevisionDoesNot) {
    auto const taken = ok(acknowledge({}, "DREETS", "", day("2021-06-01"), AlertLevel::alerte));
    EXPECT_EQ(review(taken, day("2021-06-10"), AlertLevel::critique, {}).reopened, Reopened::no);
    EXPECT_EQ(review(taken, day("2021-06-10"), AlertLevel::critique, NewMonth{month("2021-05"), 10}).reopened, Reopened::worse);
    EXPECT_EQ(review(taken, day("2021-06-10"), AlertLevel::alerte, NewMonth{month("2021-05"), 10}).reopened, Reopened::no);
}

TEST(Treatment, ABrokenCommitmentReopensWithBothFigures) {
    auto const taken = ok(acknowledge(
        {}, "ML", "", day("2021-08-20"), AlertLevel::alerte, {}, Commitment{400, month("2021-09"), "ML"}
    ));
    EXPECT_EQ(review(taken, day("2021-09-10"), AlertLevel::alerte, NewMonth{month("2021-08"), 100}).reopened, Reopened::no);
    EXPECT_EQ(review(taken, day("2021-09-15"), AlertLevel::alerte, NewMonth{month("2021-09"), 410}).reopened, Reopened::no);
    auto const broken = review(taken, day("2021-09-15"), AlertLevel::alerte, NewMonth{month("2021-09"), 390});
    EXPECT_EQ(broken.reopened, Reopened::commitment_broken);
    ASSERT_TRUE(broken.checked);
    EXPECT_FALSE(broken.checked->kept());
    auto const held = review(taken, day("2021-10-15"), AlertLevel::alerte, NewMonth{month("2021-09"), 400});
    ASSERT_TRUE(held.checked);
    EXPECT_TRUE(held.checked->kept());
    EXPECT_EQ(broken.pace_seen, 390);
}

TEST(Treatment, SilenceIsBoundedByTheBureauAndHasAReason) {
    auto const today = day("2021-06-01");
    auto const bureau = day("2021-07-10");
    EXPECT_EQ(ok(silence({}, "x", "revu au bureau", today, bureau)).silence->until, bureau);
    EXPECT_EQ(std::get<Refusal>(silence({}, "x", "revu", today, bureau)), Refusal::reason_too_short);
    EXPECT_EQ(std::get<Refusal>(silence({}, "x", "          a", today, bureau)), Refusal::reason_too_short);
    EXPECT_EQ(std::get<Refusal>(silence({}, "x", "revu au bureau", today, bureau, day("2021-07-18"))), Refusal::beyond_the_bureau);
    EXPECT_TRUE(std::holds_alternative<Treatment>(silence({}, "x", "revu au bureau", today, bureau, day("2021-07-17"))));
    EXPECT_EQ(std::get<Refusal>(silence({}, "x", "revu au bureau", today, {}, day("2021-08-03"))), Refusal::too_long);
    EXPECT_EQ(std::get<Refusal>(silence({}, "x", "revu au bureau", today, bureau, day("2021-05-31"))), Refusal::in_the_past);
}

TEST(Treatment, SilenceIsAnnouncedOnceAndEndsWithTheAlert) {
    auto const quiet = ok(silence({}, "x", "revu au bureau", day("2021-06-01"), day("2021-07-10")));
    EXPECT_FALSE(review(quiet, day("2021-07-06"), AlertLevel::alerte, {}).silence_ending);
    auto const near = review(quiet, day("2021-07-07"), AlertLevel::alerte, {});
    EXPECT_TRUE(near.silence_ending);
    EXPECT_FALSE(review(near.after, day("2021-07-08"), AlertLevel::alerte, {}).silence_ending);
    EXPECT_TRUE(review(quiet, day("2021-07-11"), AlertLevel::alerte, {}).silence_ended);
    EXPECT_FALSE(review(quiet, day("2021-06-10"), AlertLevel::none, {}).after.silence);
}

TEST(Treatment, SilenceNeverMutesWhatMatters) {
    auto const quiet = ok(silence({}, "x", "revu au bureau", day("2021-06-01"), day("2021-07-10")));
    auto const today = day("2021-06-05");
    for (auto const push : {Push::raised_to_critical, Push::closed, Push::data, Push::meeting}) EXPECT_FALSE(muted(quiet, push, today));
    for (auto const push : {Push::opened, Push::raised, Push::moved, Push::reopened}) EXPECT_TRUE(muted(quiet, push, today));
    EXPECT_FALSE(muted(quiet, Push::moved, day("2021-07-11")));
}

TEST(Treatment, TakingTheReactionBackOpensAgain) {
    auto const taken = ok(acknowledge({}, "x", "", day("2021-06-01"), AlertLevel::alerte));
    EXPECT_FALSE(unacknowledge(taken).acknowledged);
}

}  // namespace
}  // namespace rules::steering
