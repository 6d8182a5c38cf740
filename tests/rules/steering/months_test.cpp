#include "rules/steering/months.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

TEST(Months, SameDayLaterIsClampedToTheEndOfTheMonth) {
    EXPECT_EQ(same_day_months_later(day("2020-12-31"), 2), day("2021-02-28"));
    EXPECT_EQ(same_day_months_later(day("2019-12-31"), 2), day("2020-02-29"));
    EXPECT_EQ(same_day_months_later(day("2020-02-29"), 12), day("2021-02-28"));
    EXPECT_EQ(same_day_months_later(day("2021-01-14"), 2), day("2021-03-14"));
}

TEST(Months, DaysThatDoNotExistAreNotRead) {
    EXPECT_FALSE(read_day("2023-06-31"));
    EXPECT_FALSE(read_day("2021-02-29"));
    EXPECT_TRUE(read_day("2020-02-29"));
    EXPECT_FALSE(read_day("2021-2-1"));
    EXPECT_FALSE(read_month("2021-13"));
    EXPECT_FALSE(read_month("2021-00"));
    EXPECT_EQ(written_day(day("2021-03-05")), "2021-03-05");
    EXPECT_EQ(written_month(month("2021-03")), "2021-03");
}

TEST(Months, AreCountedAcrossYears) {
    EXPECT_EQ(months_apart(month("2020-11"), month("2021-02")), 3);
    EXPECT_EQ(months_apart(month("2021-02"), month("2020-11")), -3);
    EXPECT_EQ(last_day(month("2020-02")), day("2020-02-29"));
}

}  // namespace
}  // namespace rules::steering
