#include "bot/charts/palette.hpp"

#include <gtest/gtest.h>

namespace bot::charts {
namespace palette_test {

TEST(Palette, ContrastIsWcags) {
    EXPECT_NEAR(contrast({0, 0, 0}, {1, 1, 1}), 21, 1e-9);
    EXPECT_NEAR(contrast({1, 1, 1}, {0x76 / 255., 0x76 / 255., 0x76 / 255.}), 4.54, 0.005) << "#767676, known as the lightest grey for text";
    EXPECT_NEAR(contrast({1, 0, 0}, {1, 1, 1}), 4.0, 0.005);
}

TEST(Palette, TextsAndLinesStandOutFromThePaper) {
    for (auto const text : {palette::ink, palette::soft}) EXPECT_GE(contrast(text, palette::paper), 4.5);
    for (auto const line : {palette::known, palette::corrected, palette::plan, palette::ink}) EXPECT_GE(contrast(line, palette::paper), 3);
}

TEST(Palette, LinesKeepApartInGrey) {
    Colour const lines[] = {palette::known, palette::corrected, palette::plan};
    for (auto const& one : lines)
        for (auto const& other : lines)
            if (&one != &other) {
                EXPECT_GE(contrast(one, other), 1.4) << luminance(one) << " and " << luminance(other);
            }
}

}  // namespace palette_test
}  // namespace bot::charts
