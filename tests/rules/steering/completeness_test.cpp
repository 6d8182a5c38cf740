#include "rules/steering/completeness.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rules::steering {
namespace {

using testing::day;
using testing::month;

/// Ten months of 1000, published at `first` of their final figure, then at 0.9, then whole.
std::vector<Vintage> series(double first) {
    std::vector<Vintage> rows;
    for (int m = 0; m < 10; ++m) {
        auto const of = month("2019-01") + std::chrono::months(m);
        auto const published = last_day(of) + std::chrono::days(20);
        rows.push_back({published, of, 1000 * first, 0});
        rows.push_back({published + std::chrono::days(31), of, 900, 0});
        rows.push_back({published + std::chrono::days(62), of, 1000, 0});
    }
    std::stable_sort(rows.begin(), rows.end(), [](auto const& a, auto const& b) { return a.published_on < b.published_on; });
    return rows;
}

TEST(Completeness, IsLearnedBySteps) {
    auto const a = series(0.7), b = series(0.8);
    std::vector<std::span<const Vintage>> const closed{a, b};
    auto const learned = learn_completeness(closed);
    EXPECT_NEAR(learned.share[0], 0.75, 1e-9);
    EXPECT_NEAR(learned.share[1], 0.90, 1e-9);
    EXPECT_NEAR(learned.share[2], 1.0, 1e-9);
    EXPECT_GT(learned.between, learned.within);  // the two differ, their months do not
}

TEST(Completeness, ASeriesShowsItsOwnLateness) {
    auto const a = series(0.7), b = series(0.8);
    std::vector<std::span<const Vintage>> const closed{a, b};
    auto const learned = learn_completeness(closed);
    auto const late = series(0.7);
    auto const today = day("2019-12-01");
    auto const lag = lag_of(learned, known_on(late, today), today);
    EXPECT_LT(lag.shift, 0);
    EXPECT_NEAR(share_at(learned, lag, 0).share, 0.7, 0.02);
    EXPECT_NEAR(share_at(learned, {}, 0).share, 0.75, 1e-9);
}

TEST(Completeness, AWholeMonthIsLeftAlone) {
    Completeness const source{};
    auto const share = share_at(source, {0.5, 0.1}, 3);
    EXPECT_EQ(share.share, 1);
    EXPECT_EQ(share.by_shift, 0);
    EXPECT_EQ(age_step(day("2021-01-01"), day("2021-01-30")), 0);
    EXPECT_EQ(age_step(day("2021-01-01"), day("2021-01-31")), 1);
    EXPECT_EQ(age_step(day("2021-01-01"), day("2025-01-31")), age_steps - 1);
}

TEST(Completeness, NothingLearnedFromNothing) {
    auto const learned = learn_completeness({});
    EXPECT_EQ(learned.share[0], 1);
    EXPECT_EQ(lag_of(learned, {}, day("2021-01-01")).shift, 0);
}

}  // namespace
}  // namespace rules::steering
