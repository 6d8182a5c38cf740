#include "rules/steering/french_number.hpp"

#include <gtest/gtest.h>

namespace rules::steering {
namespace {

TEST(FrenchNumber, ThousandsCommaAndRealMinus) {
    EXPECT_EQ(french(1234567), "1\u202F234\u202F567");
    EXPECT_EQ(french(-1140.25, 1), "\u22121\u202F140,3");
    EXPECT_EQ(french(-0.4), "0");
    EXPECT_EQ(french(12.05, 2), "12,05");
    EXPECT_EQ(french(999.96, 1), "1\u202F000,0");
    EXPECT_EQ(french_signed(12), "+12");
    EXPECT_EQ(french_signed(-3), "\u22123");
    EXPECT_EQ(french_signed(0.2), "0");
    EXPECT_EQ(french_percent(-0.125), "\u221212,5\u00A0%");
}

TEST(FrenchNumber, FewerThanFivePeopleAreNotShown) {
    EXPECT_EQ(french_people(0), "0");
    EXPECT_EQ(french_people(1), "<\u00A05");
    EXPECT_EQ(french_people(4.9), "<\u00A05");
    EXPECT_EQ(french_people(5), "5");
}

}  // namespace
}  // namespace rules::steering
