// Golden: worked example B of the alerting reference (§3.9), June 2021, counts invented.
#include "rules/steering/figures.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace rules::steering {
namespace {

std::vector<SplitMonth> june() {
    std::vector<double> const total{1010, 1040, 1080, 960, 860, 740}, ml{230, 235, 250, 215, 190, 150},
        unattributed{160, 170, 180, 150, 140, 130};
    std::vector<SplitMonth> months;
    for (std::size_t i = 0; i < total.size(); ++i)
        months.push_back({total[i] - ml[i] - unattributed[i], ml[i], unattributed[i]});
    return months;
}

TEST(Split, BoundsAndNobodyAccused) {
    auto const months = june();
    auto const pe = bounds_of_shown(months), ml = bounds_of_other(months);
    EXPECT_EQ(pe.low, 3490);
    EXPECT_EQ(pe.high, 4420);
    EXPECT_EQ(ml.low, 1270);
    EXPECT_EQ(ml.high, 2200);
    EXPECT_NEAR(fill_rate(months), 0.837, 0.0005);
    EXPECT_EQ(verdict(pe, 4000), Verdict::undetermined);
    EXPECT_EQ(verdict(ml, 2100), Verdict::undetermined);
    EXPECT_EQ(verdict(pe, 4421), Verdict::under);
    EXPECT_EQ(verdict(pe, 3490), Verdict::reached);
}

TEST(Split, TheSecondSourceGivesBackWhatHides) {
    std::vector<double> const counted{330, 335, 355, 310, 270};
    auto const months = june();
    double naive = 0, hidden = 0, by_ais = 0;
    for (std::size_t i = 0; i < counted.size(); ++i) {
        naive += months[i].shown_attributed + months[i].unattributed;
        hidden += hidden_of_other(months[i], counted[i]);
        by_ais += months[i].other_attributed;
    }
    double const pe_to_date = 8000.0 * 5 / 12, ml_to_date = 4200.0 * 5 / 12;
    EXPECT_EQ(hidden, 480);
    EXPECT_EQ(naive - hidden, 3350);
    EXPECT_NEAR((naive - hidden) / pe_to_date, 1.005, 0.0005);
    EXPECT_NEAR(naive / pe_to_date, 1.149, 0.0005);
    EXPECT_NEAR(by_ais / ml_to_date, 0.640, 0.0005);
    EXPECT_NEAR(std::accumulate(counted.begin(), counted.end(), 0.0) / ml_to_date, 0.914, 0.0005);
}

TEST(Split, HidesNoMoreThanIsUnattributedAndNoLessThanNothing) {
    EXPECT_EQ(hidden_of_other({500, 100, 50}, 400), 50);
    EXPECT_EQ(hidden_of_other({500, 100, 50}, 90), 0);
    EXPECT_EQ(fill_rate({}), 1);
}

}  // namespace
}  // namespace rules::steering
