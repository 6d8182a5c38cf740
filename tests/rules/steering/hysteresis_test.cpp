#include "rules/steering/hysteresis.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rules::steering {
namespace {

TEST(Hysteresis, ExampleGTheGoldenSequenceOfTheReference) {
    // The reference's own thresholds for `alerte` (alerting.md §2.3).
    constexpr Thresholds reference{0.70, 0.90, 0.50, 2};
    struct Step {
        double p;
        bool new_month, on;
    };
    Latch latch;
    for (auto const& step : {Step{.55, true, false}, Step{.72, true, false}, Step{.71, false, false}, Step{.74, true, true}, Step{.60, true, true},
                             Step{.45, true, true}, Step{.48, false, true}, Step{.47, true, false}, Step{.93, false, false}, Step{.93, true, true},
                             Step{.40, true, true}, Step{.52, true, true}, Step{.40, true, true}, Step{.30, true, false}}) {
        latch = stepped(latch, reference, step.p, step.new_month);
        EXPECT_EQ(latch.on, step.on) << step.p;
    }
}

Tick tick(double p, int month) {
    Tick made;
    made.p = p, made.months_used = month, made.last_month = month;
    return made;
}

TEST(Hysteresis, NothingMovesBeforeTwoMonths) {
    Levels levels;
    levels = stepped(levels, tick(0.99, 1));
    EXPECT_EQ(levels.level(), AlertLevel::none);
    levels = stepped(levels, tick(0.99, 2));
    EXPECT_EQ(levels.level(), AlertLevel::critique);
}

TEST(Hysteresis, LateDataNeverLower) {
    Levels levels = stepped(Levels{}, tick(0.99, 3));
    for (int again = 0; again < 20; ++again) {
        auto late = tick(0.01, 3 + again);
        late.may_lower = false;
        levels = stepped(levels, late);
        EXPECT_EQ(levels.level(), AlertLevel::critique);
    }
    levels = stepped(levels, tick(0.01, 30));
    levels = stepped(levels, tick(0.01, 31));
    EXPECT_EQ(levels.level(), AlertLevel::none);
}

TEST(Hysteresis, DoubtfulDataRaiseToVigilanceOnly) {
    auto doubtful = tick(0.99, 3);
    doubtful.may_raise_high = false;
    EXPECT_EQ(stepped(Levels{}, doubtful).level(), AlertLevel::vigilance);
}

TEST(Hysteresis, WhenItIsTooLateToActOnlyCertaintyRaises) {
    auto late = tick(0.90, 10);
    late.months_left = 1.2;
    EXPECT_EQ(stepped(Levels{}, late).level(), AlertLevel::none);
    late.p = 0.97;
    EXPECT_EQ(stepped(Levels{}, late).level(), AlertLevel::critique);
    auto const open = stepped(Levels{}, tick(0.75, 8));
    late.p = 0.75;
    EXPECT_EQ(stepped(open, late).level(), open.level());  // what is open stays open
}

TEST(Hysteresis, EarlyInTheYearMoreCertaintyIsAskedFor) {
    EXPECT_EQ(early_part(11), 1);
    EXPECT_EQ(early_part(early_until), 1);
    EXPECT_DOUBLE_EQ(early_part(7.5), 0.5);
    EXPECT_EQ(early_part(usual_from), 0);
    EXPECT_EQ(early_part(-1), 0);
    auto doubtful = tick(0.75, 3);
    doubtful.months_left = 9.2;
    auto const waiting = stepped(Levels{}, doubtful);
    EXPECT_EQ(waiting.level(), AlertLevel::vigilance);
    auto later = tick(0.75, 6);  // no worse, but there is no time to lose any more
    later.months_left = 6.2;
    EXPECT_EQ(stepped(waiting, later).level(), AlertLevel::alerte);
    doubtful.p = 0.83;
    EXPECT_EQ(stepped(Levels{}, doubtful).level(), AlertLevel::alerte);
}

TEST(Hysteresis, CriticalMeansThatItCannotBeMadeUp) {
    EXPECT_EQ(told_level(AlertLevel::critique, 0.93, 100, 90), AlertLevel::alerte);
    EXPECT_EQ(told_level(AlertLevel::critique, 0.93, 113, 90), AlertLevel::critique);
    EXPECT_EQ(told_level(AlertLevel::critique, 0.99, 100, 90), AlertLevel::critique);
    EXPECT_EQ(told_level(AlertLevel::vigilance, 0.99, 100, 1), AlertLevel::vigilance);
}

RC_GTEST_PROP(HysteresisProperty, ARevisionAloneNeitherCompletesNorClears, ()) {
    Levels levels;
    int month = 2;
    for (int step = 0; step < 30; ++step) {
        bool const fresh = *rc::gen::inRange(0, 2) == 1;
        if (fresh) ++month;
        auto const before = levels.level();
        levels = stepped(levels, tick(*rc::gen::inRange(0, 101) / 100.0, month));
        if (!fresh && step > 0) RC_ASSERT(levels.level() == before);
    }
}

}  // namespace
}  // namespace rules::steering
