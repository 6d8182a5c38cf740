#include "bot/desk/ics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::desk {
namespace ics_test {

using namespace std::chrono;
using testing::HasSubstr;
using testing::Not;

TEST(CalendarFile, HoursAreUtcInWinterAndInSummer) {
    rules::steering::Calendar const calendar({
        {sys_days(year(2026) / 12 / 17), "bureau", hours(14), "Rouen, Atrium"},
        {sys_days(year(2027) / 7 / 1), "bureau", hours(14) + minutes(30), ""},
        {sys_days(year(2027) / 2 / 11), "commission_4", {}, ""},
        {sys_days(year(2026) / 1 / 5), "bureau", hours(9), ""},
    });

    auto const file = calendar_file(calendar, year(2026) / 11 / 29, sys_days(year(2026) / 11 / 29) + hours(8), "phare.test");

    EXPECT_THAT(file, HasSubstr("DTSTART:20261217T130000Z\r\nDTEND:20261217T150000Z\r\n"));
    EXPECT_THAT(file, HasSubstr("DTSTART:20270701T123000Z"));
    EXPECT_THAT(file, HasSubstr("DTSTART;VALUE=DATE:20270211"));
    EXPECT_THAT(file, HasSubstr("LOCATION:Rouen\\, Atrium"));
    EXPECT_THAT(file, HasSubstr("UID:bureau-20261217@phare.test"));
    EXPECT_THAT(file, Not(HasSubstr("20260105"))) << "what is past";
    EXPECT_TRUE(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    EXPECT_TRUE(file.ends_with("END:VCALENDAR\r\n"));
}

TEST(CalendarFile, LongLinesAreFoldedBetweenCharacters) {
    std::string place;
    for (int i = 0; i < 60; ++i) place += "é";
    rules::steering::Calendar const calendar({{sys_days(year(2026) / 12 / 17), "bureau", hours(14), place}});
    auto const file = calendar_file(calendar, year(2026) / 11 / 29, {}, "phare.test");
    std::string unfolded;
    std::size_t longest = 0, begin = 0;
    for (std::size_t end = file.find("\r\n"); end != std::string::npos; begin = end + 2, end = file.find("\r\n", begin)) {
        longest = std::max(longest, end - begin);
        auto line = file.substr(begin, end - begin);
        EXPECT_FALSE(line.size() > 1 && line[0] == ' ' && (static_cast<unsigned char>(line[1]) & 0xC0U) == 0x80U);
        unfolded += line.starts_with(' ') ? line.substr(1) : "\n" + line;
    }
    EXPECT_LE(longest, 75U);
    EXPECT_THAT(unfolded, HasSubstr("LOCATION:" + place));
}

}  // namespace ics_test
}  // namespace bot::desk
