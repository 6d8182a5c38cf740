#include "bot/delivery/clock_guard.hpp"
#include "bot/delivery/loop_breaker.hpp"
#include "bot/delivery/outbox_queue.hpp"
#include "bot/delivery/retry_schedule.hpp"

#include <gtest/gtest.h>

namespace queues_test {

using namespace bot::delivery;
using namespace std::chrono_literals;
using Verdict = LoopBreaker::Verdict;

const Steady t0{std::chrono::hours(1000)};
const bot::Instant wall0{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

TEST(OutboxQueue, OneAtATimeAndInOrderWithinAConversation) {
    OutboxQueue queue(10);
    queue.add("a", 1, t0, false);
    queue.add("a", 2, t0, false);
    queue.add("b", 3, t0, false);

    EXPECT_EQ(queue.next(t0)->id, 1);
    EXPECT_EQ(queue.next(t0)->id, 3);
    EXPECT_FALSE(queue.next(t0));
    queue.done(1);
    EXPECT_EQ(queue.next(t0)->id, 2);
}

TEST(OutboxQueue, ARowThatMustWaitHoldsBackThoseBehindIt) {
    OutboxQueue queue(10);
    queue.add("a", 1, t0, false);
    queue.add("a", 2, t0, false);
    ASSERT_EQ(queue.next(t0)->id, 1);

    queue.again(1, t0 + 4s, true, false);

    EXPECT_FALSE(queue.next(t0 + 3s));
    EXPECT_EQ(queue.wake_at(), t0 + 4s);
    auto const job = queue.next(t0 + 4s);
    EXPECT_EQ(job->id, 1);
    EXPECT_TRUE(job->may_have_arrived) << "what may have arrived once stays so";
}

TEST(OutboxQueue, RowsToldOfInAnyOrderAreTriedInOrder) {
    OutboxQueue queue(10);
    queue.add("a", 5, t0, false);
    queue.add("a", 3, t0, false);

    EXPECT_EQ(queue.next(t0)->id, 3);
    EXPECT_FALSE(queue.next(t0));
}

TEST(OutboxQueue, NoMoreUnderWayThanAllowed) {
    OutboxQueue queue(2);
    for (int i = 1; i <= 3; ++i) queue.add("room" + std::to_string(i), i, t0, false);

    ASSERT_TRUE(queue.next(t0));
    ASSERT_TRUE(queue.next(t0));
    EXPECT_FALSE(queue.next(t0));
    EXPECT_FALSE(queue.wake_at()) << "a result wakes it, not the clock";
    queue.done(1);
    EXPECT_EQ(queue.next(t0)->id, 3);
}

TEST(OutboxQueue, WhenThePeerIsBackOnlyThoseGoThatWaitedForIt) {
    OutboxQueue queue(10);
    queue.add("a", 1, t0, false);
    queue.add("b", 2, t0, false);
    ASSERT_TRUE(queue.next(t0));
    ASSERT_TRUE(queue.next(t0));
    queue.again(1, t0 + 64s, false, true);   // nobody answered
    queue.again(2, t0 + 30s, false, false);  // told to wait 30 s

    queue.peer_is_back(t0 + 1s);

    EXPECT_EQ(queue.next(t0 + 1s)->id, 1);
    EXPECT_FALSE(queue.next(t0 + 1s));
}

TEST(OutboxQueue, AHeldConversationRestsUntilReleased) {
    OutboxQueue queue(10);
    queue.hold("a");
    queue.add("a", 1, t0, false);
    EXPECT_FALSE(queue.next(t0));

    queue.release("a");
    EXPECT_EQ(queue.next(t0)->id, 1);
}

TEST(OutboxQueue, DroppedRowsAreForgottenButNotTheOneBeingTried) {
    OutboxQueue queue(10);
    queue.add("a", 1, t0, false);
    queue.add("a", 2, t0, false);
    ASSERT_EQ(queue.next(t0)->id, 1);

    EXPECT_EQ(queue.drop("a", 10), std::vector<std::int64_t>{2});

    EXPECT_EQ(queue.size(), 1U);
    queue.done(1);
    EXPECT_EQ(queue.size(), 0U);
    EXPECT_EQ(queue.under_way(), 0U);
}

TEST(RetrySchedule, DoublesToAMinuteThenRests) {
    EXPECT_GE(pause_after(1, 5), 1s);
    EXPECT_LE(pause_after(1, 5), 1100ms);
    EXPECT_GE(pause_after(7, 5), 64s);
    EXPECT_LE(pause_after(7, 5), 71s);
    EXPECT_GE(pause_after(8, 5), 300s);
    EXPECT_LE(pause_after(1000, 5), 330s);
    for (std::int64_t id = 0; id < 2000; ++id) ASSERT_LE(pause_after(3, id), 4400ms) << id;
}

TEST(LoopBreaker, TwoMachinesStopAfterThreeQuickAnswers) {
    LoopBreaker breaker;
    auto now = t0;
    int answered = 0;
    for (int i = 0; i < 20; ++i) {
        if (breaker.heard("room", "@robot:x", "Message automatique " + std::to_string(i), now) !=
            Verdict::answer)
            break;
        breaker.answered("room", "@robot:x", now);
        ++answered;
        now += 200ms;
    }
    EXPECT_EQ(answered, 3);
}

TEST(LoopBreaker, SlowMachinesAreKnownByTheirRepetition) {
    LoopBreaker breaker;
    auto now = t0;
    int answered = 0;
    while (breaker.heard("room", "@robot:x", "Je suis absent du bureau.", now) == Verdict::answer &&
           answered < 20) {
        breaker.answered("room", "@robot:x", now);
        ++answered;
        now += 30s;
    }
    EXPECT_EQ(answered, 3);
}

TEST(LoopBreaker, APersonWhoAnswersTenQuestionsWithNumbersIsNoMachine) {
    LoopBreaker breaker;
    auto now = t0;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(breaker.heard("room", "@lea:x", "1", now), Verdict::answer) << i;
        breaker.answered("room", "@lea:x", now);
        now += 1500ms;
    }
}

TEST(LoopBreaker, ClosesAgainAfterQuiet) {
    LoopBreaker breaker;
    for (int i = 0; i < 5; ++i) breaker.heard("room", "@x:x", "toujours la même chose", t0);
    ASSERT_EQ(breaker.heard("room", "@x:x", "toujours la même chose", t0), Verdict::tripped);

    EXPECT_EQ(breaker.heard("room", "@x:x", "bonjour", t0 + 11min), Verdict::answer);
}

TEST(LoopBreaker, OneSenderDoesNotSilenceAnother) {
    LoopBreaker breaker;
    for (int i = 0; i < 5; ++i) breaker.heard("room", "@robot:x", "toujours la même chose", t0);

    EXPECT_EQ(breaker.heard("room", "@lea:x", "toujours la même chose", t0), Verdict::answer);
}

/// A guard that has seen the clock hold since an hour before t0.
ClockGuard settled() {
    ClockGuard guard;
    EXPECT_FALSE(guard.trusts(wall0 - 1h, t0 - 1h)) << "a machine may start with a wrong clock";
    EXPECT_TRUE(guard.trusts(wall0, t0));
    return guard;
}

TEST(ClockGuard, TrustsAClockThatOnlyDrifts) {
    ClockGuard guard = settled();
    auto wall = wall0;
    for (int day = 0; day < 400; ++day) {
        wall += 24h + 2s;
        ASSERT_TRUE(guard.trusts(wall, t0 + (day + 1) * 24h)) << "day " << day;
    }
}

TEST(ClockGuard, DoubtsAJumpUntilItHasHeldForAnHour) {
    for (auto const jump :
         {std::chrono::seconds(24h * 365), std::chrono::seconds(1h), std::chrono::seconds(-1min)}) {
        ClockGuard guard = settled();

        EXPECT_FALSE(guard.trusts(wall0 + jump, t0 + 1s)) << jump.count();
        EXPECT_FALSE(guard.trusts(wall0 + jump + 50min, t0 + 50min)) << jump.count();
        EXPECT_TRUE(guard.trusts(wall0 + jump + 61min, t0 + 61min)) << jump.count();
    }
}

TEST(ClockGuard, TrustsAgainAtOnceWhenTheOldTimeIsBack) {
    ClockGuard guard = settled();
    ASSERT_FALSE(guard.trusts(wall0 + 24h, t0 + 1s));

    EXPECT_TRUE(guard.trusts(wall0 + 5s, t0 + 5s));
}

TEST(ClockGuard, ASecondJumpStartsTheHourAnew) {
    ClockGuard guard = settled();
    ASSERT_FALSE(guard.trusts(wall0 + 24h, t0));
    ASSERT_FALSE(guard.trusts(wall0 + 48h + 50min, t0 + 50min));

    EXPECT_FALSE(guard.trusts(wall0 + 48h + 70min, t0 + 70min));
}

}  // namespace queues_test
