#include "rules/steering/pace.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace rules::steering {
namespace {

TEST(Pace, ExampleA) {
    std::vector<double> const months{270, 265, 230, 120, 150, 260, 250, 240, 980 / .985, 1140 / .952};
    auto const pace = pace_of(months, 6746, 2);
    EXPECT_NEAR(pace.required, 1384.3, 0.05);
    EXPECT_NEAR(pace.last_three, 810.8, 0.05);
    EXPECT_NEAR(pace.to_last_three, 1.71, 0.005);
    EXPECT_NEAR(pace.to_best, 1.16, 0.005);
    EXPECT_EQ(pace.feasibility, Feasibility::out_of_reach);  // 1.71 × the best three months ever
    EXPECT_NEAR(6746.0 / 77, 87.6, 0.05);
}

TEST(Pace, ReachedHardAndCapacity) {
    std::vector<double> const months{100, 100, 100, 100};
    EXPECT_EQ(pace_of(months, 400, 8).feasibility, Feasibility::reached);
    EXPECT_EQ(pace_of(months, 400, 8).required, 0);
    EXPECT_EQ(pace_of(months, 1200, 8).feasibility, Feasibility::within_reach);
    EXPECT_EQ(pace_of(months, 1300, 8).feasibility, Feasibility::hard);
    EXPECT_EQ(pace_of(months, 1300, 8, 110).feasibility, Feasibility::out_of_reach);
    EXPECT_EQ(pace_of({}, 1200, 12).to_best, 0);
    // Never done, but the people for it are there; and three months that were better than they are said to allow.
    EXPECT_EQ(pace_of(months, 1600, 8).feasibility, Feasibility::out_of_reach);
    EXPECT_EQ(pace_of(months, 1600, 8, 150).feasibility, Feasibility::hard);
    EXPECT_EQ(pace_of(months, 1200, 8, 60).feasibility, Feasibility::within_reach);
    EXPECT_EQ(pace_of({}, 1200, 12, 100).feasibility, Feasibility::within_reach) << "the plan itself is in reach of its own people";
    EXPECT_EQ(pace_of({}, 1200, 12, 99).feasibility, Feasibility::out_of_reach);
}

TEST(Pace, SpendAheadAndVolumeBehindIsOneCost) {
    auto const cost = cost_per_entry(1000, 500, 600, 200);
    ASSERT_TRUE(cost);
    EXPECT_DOUBLE_EQ(cost->planned, 2);
    EXPECT_DOUBLE_EQ(cost->actual, 3);
    EXPECT_DOUBLE_EQ(cost->ratio, 1.5);
    EXPECT_FALSE(cost_per_entry(1000, 500, 600, 0));
}

TEST(Pace, ExampleICusum) {
    double sum = 0;
    std::vector<double> seen;
    for (double const z : {-.2, -.9, -1.4, -1.1, .3, -2.0}) seen.push_back(sum = cusum_step(sum, z));
    std::vector<double> const golden{0, .4, 1.3, 1.9, 1.1, 2.6};
    for (std::size_t i = 0; i < golden.size(); ++i) EXPECT_NEAR(seen[i], golden[i], 1e-9);
}

TEST(Pace, ExampleHGainOfTheSteadyFilter) { EXPECT_NEAR(steady_gain(.07, .20), 0.2941, 5e-5); }

}  // namespace
}  // namespace rules::steering
