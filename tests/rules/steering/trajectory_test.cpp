// Golden: worked examples A, C, D and E of the alerting reference (§3.9).
#include "rules/steering/trajectory.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

Plan plan(double target, const Trajectory& trajectory, const char* start = "2020-01", int months = 12) {
    return {target, month(start), months, &trajectory};
}

TEST(Trajectory, ExampleALinearSeasonalAndRamp) {
    Trajectory const linear = Linear{}, seasonal = Seasonal{{1.1, 1.0, 1.05, .95, .85, .90, .75, .60, 1.2, 1.4, 1.15, 1.05}},
                     ramp = RampUp{275, 7};
    EXPECT_NEAR(to_month(plan(6746, linear), 10), 5621.67, 0.005);
    EXPECT_NEAR(to_month(plan(6746, seasonal), 10), 5509.23, 0.005);
    EXPECT_NEAR(to_month(plan(6746, ramp), 10), 4817.60, 0.005);
    double const corrected = 270 + 265 + 230 + 120 + 150 + 260 + 250 + 240 + 980 / .985 + 1140 / .952;
    EXPECT_NEAR(corrected, 3977.4, 0.05);
    EXPECT_NEAR(corrected - to_month(plan(6746, linear), 10), -1644.26, 0.01);
    EXPECT_NEAR(corrected - to_month(plan(6746, seasonal), 10), -1531.83, 0.01);
    EXPECT_NEAR(corrected - to_month(plan(6746, ramp), 10), -840.20, 0.01);
}

TEST(Trajectory, ExampleDTwentyFourMonthsAcrossTheYearChange) {
    Trajectory const milestones = Milestones{{{12, 0.45}, {24, 1}}}, years = YearShares{{0.45, 0.55}}, linear = Linear{};
    for (auto const& trajectory : {milestones, years}) {
        EXPECT_NEAR(to_month(plan(20000, trajectory, "2021-01", 24), 9), 6750, 1e-6);
        EXPECT_NEAR(to_month(plan(20000, trajectory, "2021-01", 24), 12), 9000, 1e-6);
        EXPECT_NEAR(to_month(plan(20000, trajectory, "2021-01", 24), 15), 11750, 1e-6);
        EXPECT_NEAR(to_month(plan(20000, trajectory, "2021-01", 24), 24), 20000, 1e-6);
    }
    EXPECT_NEAR(to_month(plan(20000, linear, "2021-01", 24), 15), 12500, 1e-6);
}

TEST(Trajectory, YearSharesOfAPeriodThatBeginsInsideAYear) {
    Trajectory const years = YearShares{{0.25, 0.75}};
    auto const from_october = plan(1200, years, "2021-10", 15);
    EXPECT_NEAR(to_month(from_october, 3), 300, 1e-6);
    EXPECT_NEAR(to_month(from_october, 9), 750, 1e-6);
    EXPECT_NEAR(to_month(from_october, 15), 1200, 1e-6);
}

TEST(Trajectory, DaysInsideAMonthAreCounted) {
    Trajectory const linear = Linear{};
    auto const year = plan(1200, linear);
    EXPECT_NEAR(to_day(year, day("2020-02-29")), 200, 1e-6);
    EXPECT_NEAR(to_day(year, day("2020-02-01")), 100 + 100.0 / 29, 1e-6);
    EXPECT_EQ(to_day(year, day("2019-12-31")), 0);
    EXPECT_EQ(to_day(year, day("2021-03-01")), 1200);
}

TEST(Trajectory, MonthsAddUpToTheTarget) {
    for (Trajectory const& trajectory : {Trajectory(Linear{}), Trajectory(Seasonal{{3, 0, 1, 1, 1, 1, 0, 0, 4, 4, 2, 1}}),
                                         Trajectory(Milestones{{{3, .1}, {6, .3}, {12, 1}}}), Trajectory(RampUp{10, 6})}) {
        double sum = 0;
        for (double const month : monthly(plan(1000, trajectory))) sum += month;
        EXPECT_NEAR(sum, 1000, 1e-6);
    }
}

TEST(Trajectory, ExampleETheAdditionalCountsAboveTheSocleToDate) {
    auto const state = socle_state(9520, 3650, 5.0 / 12, 4100);
    EXPECT_NEAR(state.socle_to_date, 3966.7, 0.05);
    EXPECT_EQ(state.socle_gap, 0);
    EXPECT_NEAR(state.additional_to_date, 1520.8, 0.05);
    EXPECT_NEAR(state.additional_done, 133.3, 0.05);
    EXPECT_NEAR(state.additional_rate, 0.088, 0.0005);
    auto const behind = socle_state(9520, 3650, 5.0 / 12, 3000);
    EXPECT_NEAR(behind.socle_gap, -966.7, 0.05);
    EXPECT_EQ(behind.additional_done, 0);
}

TEST(Trajectory, ExampleCOneFigureTwoReadings) {
    std::vector<double> const share{.017, .033, .05, .067, .075, .083, .067, .042, .10, .125, .158, .183};
    Trajectory const seasonal = Seasonal{share};
    double const to_september = to_month(plan(1, seasonal), 9);
    EXPECT_NEAR(to_september, 0.534, 0.0005);
    EXPECT_NEAR(1350.0 / 9 * 12, 1800, 1e-9);          // the linear pace says under-consumption
    EXPECT_NEAR(1350 / to_september, 2528.09, 0.005);  // the season says overrun, of 2 400
}

}  // namespace
}  // namespace rules::steering
