#include "rules/steering/landing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace rules::steering {
namespace {

Objective objective(Direction direction, double target) {
    Objective made;
    made.id = "O", made.direction = direction, made.year_before = target, made.months = 12;
    made.start = std::chrono::year(2021) / std::chrono::January;
    ObjectiveVersion version;
    version.target = target, version.trajectory = Linear{};
    made.versions.push_back(version);
    return made;
}

Shape even() { return {std::vector<double>(12, 1.0 / 12), 1}; }

Figures figures(const std::vector<double>& months) {
    Figures made;
    int number = 0;
    for (double const value : months) made.months.push_back({++number, value, value, 0, 0, 1, 3});
    return made;
}

Landing landed(Direction direction, const std::vector<double>& months, double target = 1200, const Model& model = {}) {
    auto const made = objective(direction, target);
    return land(made, made.versions.front(), even(), figures(months), model);
}

TEST(Landing, BehindIsLikelyMissedAndAheadIsNot) {
    auto const behind = landed(Direction::floor, {60, 55, 62, 58, 61, 60});
    auto const ahead = landed(Direction::floor, {140, 138, 142, 150, 139, 141});
    EXPECT_GT(behind.p_shortfall, 0.9);
    EXPECT_LT(ahead.p_shortfall, 0.1);
    EXPECT_LT(behind.low80, behind.middle);
    EXPECT_LT(behind.middle, behind.high80);
    EXPECT_EQ(behind.last_month, 6);
    EXPECT_EQ(behind.p_overrun, 0);
}

TEST(Landing, FloorAndCeilingAreMirrors) {
    Model model;  // the two maps are learned apart; here both are straight
    model.calibration = {};
    for (auto const& months : {std::vector<double>{60, 55, 62}, std::vector<double>{140, 130, 150, 120}, std::vector<double>{100}}) {
        auto const floor = landed(Direction::floor, months, 1200, model), ceiling = landed(Direction::ceiling, months, 1200, model);
        EXPECT_NEAR(floor.raw_shortfall + ceiling.raw_overrun, 1, 1e-9);
        EXPECT_EQ(floor.raw_overrun, 0);
        EXPECT_EQ(ceiling.raw_shortfall, 0);
    }
}

TEST(Landing, AnEnvelopeHasTwoSides) {
    auto made = objective(Direction::band, 1200);
    made.versions.front().tolerance_low = 0.05;
    auto const land_on = [&](const std::vector<double>& months) {
        return land(made, made.versions.front(), even(), figures(months), Model{});
    };
    EXPECT_GT(land_on({150, 155, 148, 151, 149, 152}).p_overrun, 0.8);
    EXPECT_GT(land_on({60, 55, 62, 58, 61, 60}).p_shortfall, 0.9);
    auto const amid = land_on({98, 97, 99, 98, 97, 98});
    EXPECT_LE(amid.raw_overrun + amid.raw_shortfall, 1);
}

TEST(Landing, ATypingErrorIsPutAsideUntilASecondPublication) {
    auto made = objective(Direction::floor, 1200);
    auto odd = figures({100, 102, 98, 10, 101});
    auto const before = land(made, made.versions.front(), even(), odd, Model{});
    EXPECT_TRUE(before.suspects.empty());  // published three times: then it is what happened
    odd.months[3].publications = 1;
    auto const after = land(made, made.versions.front(), even(), odd, Model{});
    ASSERT_EQ(after.suspects, std::vector<int>{4});
    EXPECT_LT(after.p_shortfall, before.p_shortfall);
    EXPECT_EQ(after.months_used, 4);
    auto tenfold = figures({100, 102, 98, 1000});
    tenfold.months[3].publications = 1;
    EXPECT_EQ(land(made, made.versions.front(), even(), tenfold, Model{}).suspects, std::vector<int>{4});
}

TEST(Landing, AnyTrajectoryHasAShapeThatSumsToOne) {
    for (Trajectory const& trajectory : {Trajectory(Linear{}), Trajectory(RampUp{275, 7}), Trajectory(Milestones{{{6, .3}, {12, 1}}}),
                                         Trajectory(YearShares{{1.0}}), Trajectory(Seasonal{{3, 0, 1, 1, 1, 1, 0, 0, 4, 4, 2, 1}})}) {
        auto made = objective(Direction::floor, 6746);
        made.versions.front().trajectory = trajectory;
        auto const shape = shape_of(made, made.versions.front(), {}, {});
        double sum = 0;
        for (double const share : shape.shares) {
            EXPECT_GE(share, 0);
            sum += share;
        }
        EXPECT_NEAR(sum, 1, 1e-9);
        auto const landing = land(made, made.versions.front(), shape, figures({270, 265, 230}), Model{});
        EXPECT_LT(landing.high80, 5 * 6746);
    }
}

TEST(Landing, NothingKnownIsNoVerdict) {
    auto const none = landed(Direction::floor, {});
    EXPECT_EQ(none.last_month, 0);
    EXPECT_EQ(none.months_used, 0);
    EXPECT_LT(none.low80, 1200);
    EXPECT_GT(none.high80, 1200);
}

TEST(Landing, TheDistributionIsItsOwnInverse) {
    Distribution const distribution{100, 12, 8};
    for (double const p : {0.01, 0.1, 0.3, 0.5, 0.9, 0.99}) EXPECT_NEAR(distribution.below(distribution.quantile(p)), p, 1e-9);
}

TEST(Landing, TheToldProbabilityIsMonotone) {
    auto const model = Model{};
    double before = -1, before_over = -1;
    for (int i = 0; i <= 1000; ++i) {
        double const told_now = told(model.calibration.told, i / 1000.0), over = told(model.calibration.told_overrun, i / 1000.0);
        EXPECT_GE(told_now, before);
        EXPECT_GE(over, before_over);
        EXPECT_GE(told_now, 0);
        EXPECT_LE(told_now, 1);
        before = told_now, before_over = over;
    }
}

RC_GTEST_PROP(LandingProperty, MoreDoneIsNeverMoreLikelyMissed, ()) {
    auto months = *rc::gen::container<std::vector<int>>(*rc::gen::inRange<std::size_t>(1, 11), rc::gen::inRange(20, 200));
    std::vector<double> less(months.begin(), months.end());
    auto more = less;
    for (auto& value : more) value *= 1.2;
    auto const a = landed(Direction::floor, less), b = landed(Direction::floor, more);
    RC_ASSERT(std::isfinite(a.middle) && std::isfinite(a.low80) && std::isfinite(a.high80));
    RC_ASSERT(a.low80 < a.high80);
    RC_ASSERT(b.middle > a.middle);
    RC_ASSERT(a.p_shortfall >= 0 && a.p_shortfall <= 1);
}

}  // namespace
}  // namespace rules::steering
