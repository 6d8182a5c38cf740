#include "rules/steering/health.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

Objective objective() {
    Objective made;
    made.id = "O", made.start = month("2021-01"), made.months = 12;
    return made;
}

/// Months 1 to n, each published once, twenty days after its end.
std::vector<Vintage> months(int n) {
    std::vector<Vintage> rows;
    for (int m = 0; m < n; ++m) {
        auto const of = month("2021-01") + std::chrono::months(m);
        rows.push_back({last_day(of) + std::chrono::days(20), of, 100, 0});
    }
    return rows;
}

TEST(Health, LateThenWithoutDataAndNeverZero) {
    auto const rows = months(3);
    SourceLag const lag{20, 30};
    auto const in_time = health_on(objective(), rows, lag, day("2021-05-25"));
    EXPECT_EQ(in_time.state, DataState::provisional);
    EXPECT_TRUE(in_time.may_lower());
    auto const late = health_on(objective(), rows, lag, day("2021-06-05"));
    EXPECT_EQ(late.state, DataState::late);
    EXPECT_FALSE(late.may_lower());
    EXPECT_TRUE(late.may_raise_high());
    EXPECT_EQ(told_to(late.state), Told::data_owner);
    auto const outage = health_on(objective(), rows, lag, day("2021-08-05"));
    EXPECT_EQ(outage.state, DataState::none);
    EXPECT_EQ(outage.months_due_missing, 3);
    EXPECT_FALSE(outage.may_lower());
    EXPECT_FALSE(outage.may_raise_high());
    EXPECT_EQ(*outage.last_month, month("2021-03"));
}

TEST(Health, AnOddValueIsSuspectAndItsOwnerAsked) {
    auto const rows = months(3);
    std::vector<int> const suspects{3};
    auto const health = health_on(objective(), rows, {20, 30}, day("2021-05-01"), suspects);
    EXPECT_EQ(health.state, DataState::suspect);
    EXPECT_EQ(health.suspects, std::vector<Month>{month("2021-03")});
    EXPECT_EQ(told_to(health.state), Told::data_owner);
}

TEST(Health, OnePublicationThatRescalesThePastIsARupture) {
    auto rows = months(5);
    for (int again = 1; again <= 2; ++again)  // settled: published three times
        for (int m = 0; m < 3; ++m) rows.push_back({day("2021-07-01") + std::chrono::days(30 * again), month("2021-01") + std::chrono::months(m), 100, 0});
    auto calm = rows;
    for (int m = 0; m < 3; ++m) rows.push_back({day("2021-10-01"), month("2021-01") + std::chrono::months(m), 110, 0});
    EXPECT_EQ(rupture_in(rows, day("2021-10-02")), day("2021-10-01"));
    EXPECT_FALSE(rupture_in(rows, day("2021-09-30")));
    EXPECT_FALSE(rupture_in(rows, day("2021-10-02"), day("2021-10-01")));  // somebody rebased
    calm.push_back({day("2021-10-01"), month("2021-01"), 110, 0});
    calm.push_back({day("2021-10-01"), month("2021-02"), 90, 0});
    calm.push_back({day("2021-10-01"), month("2021-03"), 110, 0});
    EXPECT_FALSE(rupture_in(calm, day("2021-10-02")));  // not in one direction
    auto const health = health_on(objective(), rows, {20, 200}, day("2021-10-02"));
    EXPECT_EQ(health.state, DataState::broken);
    EXPECT_FALSE(health.may_lower());
    EXPECT_EQ(told_to(health.state), Told::owner_and_dreets);
}

TEST(Health, BoundsThatStraddleKeepTheLevelLow) {
    Health health;
    std::vector<SplitMonth> const split{{400, 100, 100}};
    judge_split(health, split, bounds_of_shown(split), 450);
    EXPECT_EQ(health.state, DataState::unreliable);
    EXPECT_FALSE(health.may_raise_high());
    Health under;
    judge_split(under, split, bounds_of_shown(split), 600);
    EXPECT_TRUE(under.may_raise_high());  // both bounds agree
}

}  // namespace
}  // namespace rules::steering
