#include "rules/yaml/number.hpp"

#include <gtest/gtest.h>

namespace rules::yaml {
namespace {

TEST(Number, IsReadAsPeopleWriteIt) {
    EXPECT_EQ(parse_hundredths("561.68"), 56168);
    EXPECT_EQ(parse_hundredths("561,68"), 56168);
    EXPECT_EQ(parse_hundredths("1 234,5"), 123450);
    EXPECT_EQ(parse_hundredths("1\u00A0234\u202F567"), 123456700);
    EXPECT_EQ(parse_hundredths("-3"), -300);
    EXPECT_EQ(parse_hundredths("0"), 0);
}

TEST(Number, IsRefusedWhenItIsDoubtful) {
    for (std::string_view const text :
         {"",
          "-",
          "1e3",
          "1.234",
          "1,",
          ".5",
          "12 34",
          "1 2345",
          "1234 567",
          "0x10",
          "12a",
          " 1",
          "99999999999999999"})
        EXPECT_FALSE(parse_hundredths(text)) << text;
}

TEST(Day, IsOneThatExists) {
    using namespace std::chrono;
    EXPECT_EQ(parse_day("2020-02-29"), sys_days(2020y / February / 29));
    for (std::string_view const text :
         {"2021-02-29", "2020-13-01", "2020-1-1", "20200101", "2020-01-011", "2020-0a-01", ""})
        EXPECT_FALSE(parse_day(text)) << text;
    EXPECT_EQ(written_day(sys_days(987y / March / 4)), "0987-03-04");
}

}  // namespace
}  // namespace rules::yaml
