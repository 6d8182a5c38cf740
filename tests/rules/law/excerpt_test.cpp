#include "rules/law/excerpt.hpp"

#include <gtest/gtest.h>

namespace rules::law {
namespace excerpt_test {

TEST(Excerpt, SaysANumberInFigures) {
    EXPECT_TRUE(says_number("L’aide est de 5 000 € par an.", 500000));
    EXPECT_TRUE(says_number("L’aide est de 5\u00A0000\u00A0€.", 500000));
    EXPECT_TRUE(says_number("5000€", 500000));
    EXPECT_TRUE(says_number("561,68 € par mois", 56168));
    EXPECT_TRUE(says_number("211,2 €", 21120));
    EXPECT_TRUE(says_number("moins de 26 ans.", 2600));
    EXPECT_TRUE(says_number("16–25 ans", 2500));
}

TEST(Excerpt, SaysANumberInWords) {
    EXPECT_TRUE(says_number("âgés de seize à vingt-cinq ans révolus", 1600));
    EXPECT_TRUE(says_number("âgés de seize à vingt-cinq ans révolus", 2500));
    EXPECT_TRUE(says_number("vingt et un ans", 2100));
    EXPECT_TRUE(says_number("soixante et onze", 7100));
    EXPECT_TRUE(says_number("quatre-vingts heures", 8000));
    EXPECT_TRUE(says_number("Trente ans", 3000));
    EXPECT_TRUE(says_number("quatre-vingt-dix-neuf", 9900));
}

TEST(Excerpt, IsNotMisledByPartsOfOtherNumbers) {
    EXPECT_FALSE(says_number("25 000 €", 500000));
    EXPECT_FALSE(says_number("126 ans", 2600));
    EXPECT_FALSE(says_number("26,5 ans", 2600));
    EXPECT_FALSE(says_number("3,26", 2600));
    EXPECT_FALSE(says_number("dixième", 1000));
    EXPECT_FALSE(says_number("", 1000));
}

}  // namespace excerpt_test
}  // namespace rules::law
