#include "rules/steering/replay.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

/// One objective of 1 200 in twelve months, published twenty days after each month.
struct World {
    Steering steering;
    World() {
        Objective objective;
        objective.id = "O", objective.source = "S", objective.start = month("2021-01"), objective.year_before = 1100;
        ObjectiveVersion version;
        version.from = day("2021-01-01"), version.target = 1200, version.trajectory = Linear{};
        objective.versions.push_back(version);
        steering.objectives.push_back(objective);
        steering.lags["S"] = {20, 35};
    }
    void publish(int number, double value, int days_after = 20) {
        Publication row;
        row.objective = "O", row.source = "S", row.value = value;
        row.month = month("2021-01") + std::chrono::months(number - 1);
        row.published_on = last_day(row.month) + std::chrono::days(days_after);
        steering.log.append(row);
    }
    Prepared prepared() { return prepare(steering, steering.objectives.front()); }
};

TEST(Evaluation, SeesNothingOfWhatCameLater) {
    World world;
    for (int m = 1; m <= 6; ++m) world.publish(m, 60);
    auto const then = evaluate(world.steering, world.prepared(), day("2021-05-25"));
    for (int m = 7; m <= 11; ++m) world.publish(m, 400);
    world.publish(1, 600, 200);
    auto const replayed = evaluate(world.steering, world.prepared(), day("2021-05-25"));
    EXPECT_EQ(then.landing.middle, replayed.landing.middle);
    EXPECT_EQ(then.landing.p_shortfall, replayed.landing.p_shortfall);
    EXPECT_EQ(then.landing.last_month, 4);
}

TEST(Evaluation, AMissingMonthIsNoZeroInTheGap) {
    World world;
    for (int const m : {6, 8}) world.publish(m, 90);
    auto const evaluation = evaluate(world.steering, world.prepared(), day("2021-09-25"));
    EXPECT_EQ(evaluation.landing.last_month, 8);
    EXPECT_DOUBLE_EQ(evaluation.target_to_date, 200) << "two months are known, of 100 each";
    EXPECT_NEAR(evaluation.gap, -20, 1e-9);
    EXPECT_EQ(evaluation.missing, (std::vector<int>{1, 2, 3, 4, 5, 7}));
}

TEST(Evaluation, AnOutageKeepsTheLevel) {
    World world;
    for (int m = 1; m <= 5; ++m) world.publish(m, 50);
    auto const june = state_on(world.steering, world.prepared(), day("2021-06-25"));
    ASSERT_GE(june.state.shortfall.level(), AlertLevel::alerte);
    for (auto const* on : {"2021-07-25", "2021-08-25", "2021-09-25"}) {
        auto const evaluation = evaluate(world.steering, world.prepared(), day(on));
        auto const after = stepped(june.state, world.steering.objectives.front(), evaluation);
        EXPECT_EQ(after.shortfall.level(), june.state.shortfall.level()) << on;
    }
    EXPECT_EQ(evaluate(world.steering, world.prepared(), day("2021-09-25")).health.state, DataState::none);
}

/// Four settled months that one publication of the 1st of October raised by a tenth.
void rescale(World& world) {
    for (int m = 1; m <= 8; ++m)
        for (int again = 0; again < 3; ++again) world.publish(m, 100, 20 + again);
    for (int m = 1; m <= 4; ++m)
        world.publish(m, 110, static_cast<int>((day("2021-10-01") - last_day(month("2021-01") + std::chrono::months(m - 1))).count()));
}

TEST(Evaluation, ARuptureHoldsUntilSomebodyDealtWithIt) {
    auto const state = [](World& world, const char* on) { return evaluate(world.steering, world.prepared(), day(on)).health.state; };
    World left;
    rescale(left);
    ASSERT_EQ(state(left, "2021-10-02"), DataState::broken);
    EXPECT_EQ(state(left, "2021-10-20"), DataState::broken);

    World confirmed;
    rescale(confirmed);
    confirmed.steering.rebased["O"] = {day("2021-10-10")};
    EXPECT_EQ(state(confirmed, "2021-10-09"), DataState::broken) << "as known on that day";
    EXPECT_LT(state(confirmed, "2021-10-10"), DataState::late);

    World decided;
    rescale(decided);
    ObjectiveVersion later = decided.steering.objectives.front().versions.front();
    later.from = day("2021-10-15"), later.target = 1300;
    decided.steering.objectives.front().versions.push_back(later);
    EXPECT_EQ(state(decided, "2021-10-14"), DataState::broken);
    EXPECT_LT(state(decided, "2021-10-15"), DataState::late) << "a new target after it takes it in";
}

TEST(Evaluation, ATypingErrorTenfoldThenCorrectedRaisesNoAlert) {
    World world;
    for (int m = 1; m <= 11; ++m) {
        world.publish(m, m == 5 ? 10 : 104);  // 104 typed as 10
        if (m == 5) world.publish(m, 104, 50);
    }
    AlertState state;
    for (auto const tick : monthly_ticks(world.steering.objectives.front())) {
        state = stepped(state, world.steering.objectives.front(), evaluate(world.steering, world.prepared(), tick));
        EXPECT_LT(state.shortfall.level(), AlertLevel::alerte) << written_day(tick);
    }
}

TEST(Evaluation, TheFourPartsAddUp) {
    World world;
    for (int m = 1; m <= 6; ++m) world.publish(m, 80);
    world.publish(2, 120, 130);
    ObjectiveVersion raised;
    raised.from = day("2021-07-01"), raised.target = 1500, raised.trajectory = Linear{};
    world.steering.objectives.front().versions.push_back(raised);
    auto earlier = world.steering;
    earlier.model.level.month_noise = 0.3;
    auto const& old = earlier.model;
    auto const before = day("2021-06-10"), after = day("2021-07-25");
    auto const parts = account(earlier, world.steering, world.steering.objectives.front().id, before, after);
    auto const then = land(
        world.steering.objectives.front(), world.steering.objectives.front().on(before), shape_on(world.prepared(), before),
        figures_of(world.steering, world.prepared(), before), old
    );
    auto const now = evaluate(world.steering, world.prepared(), after);
    EXPECT_NEAR(
        parts.new_month.landing + parts.revision.landing + parts.target.landing + parts.model.landing,
        now.landing.middle - then.middle, 1e-6
    );
    EXPECT_NEAR(parts.new_month.p + parts.revision.p + parts.target.p + parts.model.p, now.landing.p_shortfall - then.p_shortfall, 1e-9);
    EXPECT_GT(parts.target.p, 0);
    EXPECT_GT(parts.revision.landing, 0);
    EXPECT_NE(parts.model.landing, 0);
    EXPECT_DOUBLE_EQ(parts.before.landing, then.middle);
    EXPECT_DOUBLE_EQ(parts.after.landing, now.landing.middle);
}

TEST(Evaluation, WhatWasTakenBackOrLearnedOfASourceIsNoNewMonth) {
    World world;
    for (int m = 1; m <= 6; ++m) world.publish(m, 80);
    auto const id = world.steering.objectives.front().id;
    auto const before = day("2021-07-25"), after = day("2021-07-26");
    auto learned = world.steering;
    learned.sources[world.steering.objectives.front().source].share = {0.5, 1, 1, 1, 1, 1};
    auto const of_source = account(world.steering, learned, id, before, after);
    EXPECT_NE(of_source.model.landing, 0) << "the same figures, read otherwise";
    EXPECT_EQ(of_source.new_month.landing, 0);
    EXPECT_EQ(of_source.revision.landing, 0);

    World without;  // June is taken back
    for (int m = 1; m <= 5; ++m) without.publish(m, 80);
    auto const taken = account(world.steering, without.steering, id, before, after);
    EXPECT_EQ(taken.new_month.landing, 0);
    EXPECT_NE(taken.revision.landing, 0);
    EXPECT_EQ(taken.model.landing, 0);
    EXPECT_NEAR(taken.revision.landing, taken.after.landing - taken.before.landing, 1e-9);
}

TEST(Evaluation, MonthlyTicksAreThe25thOfTheMonthAfter) {
    World const world;
    auto const ticks = monthly_ticks(world.steering.objectives.front());
    ASSERT_EQ(ticks.size(), 11U);
    EXPECT_EQ(ticks.front(), day("2021-02-25"));
    EXPECT_EQ(ticks.back(), day("2021-12-25"));
}

}  // namespace
}  // namespace rules::steering
