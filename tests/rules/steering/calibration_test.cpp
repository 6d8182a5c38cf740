#include "rules/steering/calibration.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace rules::steering {
namespace {

/// Forecasts whose P is true to `truth(P)` and whose errors are `spread` times as wide as they say.
template <class Truth>
std::vector<Graded> years(Truth&& truth, double spread) {
    std::mt19937_64 random(20210120);
    std::uniform_real_distribution<double> even(0, 1);
    std::normal_distribution<double> normal;
    std::vector<Graded> all;
    for (int i = 0; i < 20000; ++i) {
        Graded one;
        one.raw_shortfall = one.told_shortfall = even(random);
        one.fell_short = even(random) < truth(one.raw_shortfall);
        one.envelope = true, one.raw_overrun = one.raw_shortfall, one.overran = one.fell_short;
        one.part = i % horizon_parts;
        one.middle = 1000, one.reach = 1.2816 * 50;
        one.low80 = 1000 - one.reach, one.high80 = 1000 + one.reach;
        one.final_count = 1000 + spread * 50 * normal(random);
        all.push_back(one);
    }
    return all;
}

TEST(Calibration, AnHonestModelStaysAsItIs) {
    auto const graded = years([](double p) { return p; }, 1);
    auto const learned = learn_calibration(graded);
    for (int i = 1; i < calibration_points - 1; ++i) EXPECT_NEAR(learned.told[static_cast<std::size_t>(i)], i / 10.0, 0.04);
    for (double const width : learned.width) EXPECT_NEAR(width, 1, 0.05);
    auto const seen = grades(graded);
    EXPECT_LT(seen.largest_gap, 0.05);
    EXPECT_NEAR(seen.brier, 1.0 / 6, 0.01);
    for (double const coverage : seen.coverage) EXPECT_NEAR(coverage, 0.8, 0.03);
}

TEST(Calibration, APessimisticModelIsToldLowerAndANarrowOneWider) {
    auto const graded = years([](double p) { return p * p; }, 1.5);
    auto const learned = learn_calibration(graded);
    EXPECT_NEAR(learned.told[5], 0.25, 0.04);
    EXPECT_NEAR(learned.told_overrun[7], 0.49, 0.04);
    for (double const width : learned.width) EXPECT_NEAR(width, 1.5, 0.08);
    for (std::size_t i = 1; i < learned.told.size(); ++i) EXPECT_GE(learned.told[i], learned.told[i - 1]);
    EXPECT_GT(grades(graded).largest_gap, 0.15);
}

TEST(Calibration, LearnsNothingFromNothing) {
    auto const learned = learn_calibration({});
    EXPECT_NEAR(learned.told[3], 0.3, 1e-9);
    EXPECT_EQ(learned.width[0], 1);
    EXPECT_EQ(grades({}).forecasts, 0);
}

}  // namespace
}  // namespace rules::steering
