#include "rules/steering/working_days.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;
using namespace std::chrono_literals;

Wall wall(std::string_view on, std::chrono::minutes clock) {
    return std::chrono::local_days(day(on).time_since_epoch()) + clock;
}

TEST(WorkingDays, EasterAndWhatHangsOnIt) {
    EXPECT_EQ(easter(std::chrono::year(2021)), day("2021-04-04"));
    EXPECT_EQ(easter(std::chrono::year(2024)), day("2024-03-31"));
    EXPECT_EQ(easter(std::chrono::year(2038)), day("2038-04-25"));
    for (auto const* holiday : {"2021-01-01", "2021-04-05", "2021-05-01", "2021-05-08", "2021-05-13", "2021-05-24",
                                "2021-07-14", "2021-08-15", "2021-11-01", "2021-11-11", "2021-12-25"})
        EXPECT_TRUE(public_holiday(day(holiday))) << holiday;
    EXPECT_FALSE(public_holiday(day("2021-04-02")));  // Good Friday: not in Normandie
    EXPECT_FALSE(public_holiday(day("2021-12-26")));
}

TEST(WorkingDays, AreCountedOverHolidaysAndWeekends) {
    EXPECT_EQ(working_days_later(day("2021-05-12"), 1), day("2021-05-14"));  // over Ascension
    EXPECT_EQ(working_days_later(day("2021-05-21"), 1), day("2021-05-25"));  // over Whit Monday
    EXPECT_EQ(working_days_later(day("2021-05-01"), 0), day("2021-05-03"));
    EXPECT_EQ(working_days_between(day("2021-05-12"), day("2021-05-19")), 4);
    EXPECT_EQ(working_days_between(day("2021-05-12"), day("2021-05-12")), 0);
}

TEST(WorkingDays, NothingAtNight) {
    EXPECT_TRUE(office_hours(wall("2021-05-12", 8h + 30min)));
    EXPECT_FALSE(office_hours(wall("2021-05-12", 18h)));
    EXPECT_EQ(next_office_hour(wall("2021-05-12", 23h)), wall("2021-05-14", 8h + 30min));
    EXPECT_EQ(next_office_hour(wall("2021-05-12", 3h)), wall("2021-05-12", 8h + 30min));
    EXPECT_EQ(next_office_hour(wall("2021-05-12", 11h)), wall("2021-05-12", 11h));
}

}  // namespace
}  // namespace rules::steering
