#include "rules/steering/closed_years.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

/// One objective of 1 200 in 2021 that brings so much a month, published twenty days after each.
void add(Steering& steering, const char* id, double monthly, int months = 12) {
    Objective objective;
    objective.id = id, objective.source = "S", objective.start = month("2021-01"), objective.year_before = 1200;
    ObjectiveVersion version;
    version.from = day("2021-01-01"), version.target = 1200, version.trajectory = Linear{};
    objective.versions.push_back(version);
    steering.objectives.push_back(objective);
    for (int m = 0; m < months; ++m) {
        Publication row;
        row.objective = id, row.source = "S", row.value = monthly, row.month = month("2021-01") + std::chrono::months(m);
        row.published_on = last_day(row.month) + std::chrono::days(20);
        steering.log.append(row);
    }
}

TEST(ClosedYears, ForecastsAreHeldAgainstWhatHappened) {
    Steering steering;
    add(steering, "GOOD", 110);
    add(steering, "BAD", 55);
    add(steering, "OPEN", 100, 11);  // December never came
    EXPECT_FALSE(graded_year(steering, 2021, day("2022-04-30"))) << "something may still come";
    auto const graded = graded_year(steering, 2021, day("2022-05-01"));
    ASSERT_TRUE(graded);
    EXPECT_EQ(graded->objectives, 2);
    EXPECT_EQ(graded->reached, 1);
    EXPECT_EQ(graded->false_alarms, 0);
    EXPECT_EQ(graded->unseen, 0);
    EXPECT_GE(graded->grades.forecasts, 18);
    EXPECT_LT(graded->grades.brier, 0.25) << "worse than a coin";
    EXPECT_GE(graded->inside, 0);
    EXPECT_LE(graded->inside, 1);
    EXPECT_FALSE(graded_year(steering, 2020, day("2022-05-01")));
}

TEST(ClosedYears, AFalseAlarmIsCountedAsOne) {
    Steering steering;
    add(steering, "LATE", 40, 0);
    double const months[] = {30, 30, 30, 30, 30, 30, 30, 30, 300, 300, 300, 300};
    for (int m = 0; m < 12; ++m) {
        Publication row;
        row.objective = "LATE", row.source = "S", row.value = months[m], row.month = month("2021-01") + std::chrono::months(m);
        row.published_on = last_day(row.month) + std::chrono::days(20);
        steering.log.append(row);
    }
    auto const graded = graded_year(steering, 2021, day("2022-06-01"));
    ASSERT_TRUE(graded);
    EXPECT_EQ(graded->reached, 1);
    EXPECT_EQ(graded->false_alarms, 1);
}

}  // namespace
}  // namespace rules::steering
