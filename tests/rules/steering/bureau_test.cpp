#include "rules/steering/bureau.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

using testing::day;

TEST(Bureau, ExampleFTheMeetingRule) {
    struct Case {
        const char *last, *next, *today, *limit;
        MeetingState state;
    };
    for (auto const& c : {Case{"2021-01-14", "", "2021-02-20", "2021-03-14", MeetingState::in_order},
                          Case{"2021-01-14", "", "2021-02-21", "2021-03-14", MeetingState::to_convene},
                          Case{"2021-01-14", "2021-03-14", "2021-02-21", "2021-03-14", MeetingState::in_order},
                          Case{"2021-01-14", "2021-03-15", "2021-02-01", "2021-03-14", MeetingState::too_late},
                          Case{"2020-12-31", "", "2021-03-01", "2021-02-28", MeetingState::overdue},
                          Case{"2019-12-31", "2020-02-29", "2020-02-10", "2020-02-29", MeetingState::in_order}}) {
        auto const next = *c.next ? std::optional(day(c.next)) : std::nullopt;
        auto const rule = meeting_rule(day(c.last), next, day(c.today));
        EXPECT_EQ(rule.limit, day(c.limit)) << c.today;
        EXPECT_EQ(rule.state, c.state) << c.today;
    }
}

TEST(Bureau, CountsMeetingsLeftAndDigests) {
    Calendar const calendar({{day("2021-09-10"), "bureau", {}, ""}, {day("2021-07-10"), "bureau", {}, ""},
                             {day("2021-09-03"), "commission_4", {}, ""}, {day("2021-11-10"), "bureau", {}, ""}});
    EXPECT_EQ(calendar.left("bureau", day("2021-07-10"), day("2021-12-31")), 2);
    EXPECT_EQ(*calendar.next("bureau", day("2021-07-10")), day("2021-09-10"));
    EXPECT_EQ(*calendar.last("bureau", day("2021-07-10")), day("2021-07-10"));
    EXPECT_EQ(digest_due(calendar, "bureau", day("2021-09-03")), Digest::week_before);
    EXPECT_EQ(digest_due(calendar, "bureau", day("2021-09-09")), Digest::day_before);
    EXPECT_EQ(digest_due(calendar, "bureau", day("2021-09-10")), Digest::none);
    EXPECT_FALSE(calendar.next("bureau", day("2021-11-10")));
}

}  // namespace
}  // namespace rules::steering
