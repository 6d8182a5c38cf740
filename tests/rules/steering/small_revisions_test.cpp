// What is shown of a count of people never changes by one to four.

#include "rules/steering/small_revisions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace rules::steering {
namespace small_revisions_test {

using std::chrono::days;

const Month january = std::chrono::year(2021) / std::chrono::January;
const Day start = std::chrono::year(2021) / 2 / 10;

Vintage row(int day, int month, double value, double unattributed = 0) { return {start + days(day), january + std::chrono::months(month), value, unattributed}; }

/// Values by month, as shown on a day.
std::vector<double> shown(const std::vector<Vintage>& rows, int day) {
    std::vector<double> values;
    for (auto const& month : known_on(rows, start + days(day))) values.push_back(month.value);
    return values;
}
using Values = std::vector<double>;

TEST(SmallRevisions, AFewMoreAreCountedWithTheNextMonth) {
    std::vector<Vintage> const rows{row(0, 0, 40), row(30, 0, 42), row(60, 1, 35)};
    auto const before = without_small_revisions(std::span(rows).first(2));
    EXPECT_EQ(shown(before.rows, 30), Values{40});
    EXPECT_TRUE(before.waits);
    auto const after = without_small_revisions(rows);
    EXPECT_EQ(shown(after.rows, 60), (Values{40, 37})) << "the sum is exact";
    EXPECT_FALSE(after.waits);
}

TEST(SmallRevisions, FiveAndMoreAreShownAtOnceAndSmallOnesAddUpToThem) {
    std::vector<Vintage> const rows{row(0, 0, 40), row(30, 0, 45), row(60, 0, 47), row(90, 0, 50)};
    auto const out = without_small_revisions(rows);
    EXPECT_EQ(shown(out.rows, 30), Values{45});
    EXPECT_EQ(shown(out.rows, 60), Values{45});
    EXPECT_EQ(shown(out.rows, 90), Values{50});
}

TEST(SmallRevisions, TwoMonthsTogether) {
    std::vector<Vintage> const rows{row(0, 0, 40), row(1, 1, 60), row(30, 0, 42), row(30, 1, 64)};
    EXPECT_EQ(shown(without_small_revisions(rows).rows, 30), (Values{40, 66})) << "six more in all";
}

TEST(SmallRevisions, ThereAndBackTellsNoFewEither) {
    std::vector<Vintage> const rows{row(0, 0, 40), row(30, 0, 46), row(60, 0, 42)};
    EXPECT_EQ(shown(without_small_revisions(rows).rows, 60), Values{40}) << "not 42: 40 was shown";
}

TEST(SmallRevisions, ASeriesWithoutThemStaysAsItIs) {
    std::vector<Vintage> const rows{row(0, 0, 40, 3), row(30, 0, 60), row(30, 1, 12), row(60, 2, 0)};
    auto const out = without_small_revisions(rows).rows;
    ASSERT_EQ(out.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(out[i].value, rows[i].value);
    EXPECT_EQ(out[1].unattributed, 3) << "three rows that found their prescriber are three people";
}

TEST(SmallRevisions, MoneyAndStatesAreNoPeople) {
    PublicationLog log;
    for (auto const* id : {"people", "money"})
        for (double const value : {40., 42.}) {
            Publication publication;
            publication.objective = id, publication.source = "S", publication.month = january, publication.value = value;
            publication.published_on = start + days(value > 40 ? 30 : 0);
            log.append(publication);
        }
    auto const waiting = hold_small_revisions(log, [](std::string_view id) { return id == "people"; });
    EXPECT_EQ(waiting, std::vector<std::string>{"people"});
    EXPECT_EQ(known_on(log.series("people", "S"), Day::max()).front().value, 40);
    EXPECT_EQ(known_on(log.series("money", "S"), Day::max()).front().value, 42);
}

TEST(SmallRevisions, NoTwoDaysTellAFewAndNoSumIsFarOff) {
    constexpr unsigned seed = 20261129;
    std::mt19937 random(seed);
    SCOPED_TRACE("seed 20261129");
    int compared = 0, ever = 0, sums = 0, off = 0;
    for (int trial = 0; trial < 300; ++trial) {
        std::vector<Vintage> rows;
        std::map<int, double> value;
        int const last_day = 12;
        for (int day = 0; day < last_day; ++day) {
            if (day < 8) value[day] = std::uniform_int_distribution(0, 60)(random);
            for (auto& [month, v] : value)
                if (month < day && random() % 3 == 0) v = std::max(0., v + std::uniform_int_distribution(-7, 9)(random));
            for (auto const& [month, v] : value) rows.push_back(row(day, month, v));
        }
        auto const out = without_small_revisions(rows).rows;
        for (int day = 0; day < last_day; ++day) {
            auto const now = shown(out, day), truth = shown(rows, day);
            ASSERT_EQ(now.size(), truth.size());
            double sum = 0, true_sum = 0;
            for (std::size_t m = 0; m < now.size(); ++m) {
                ASSERT_GE(now[m], 0);
                sum += now[m], true_sum += truth[m];
                ASSERT_LT(std::abs(sum - true_sum), 10);
                ++sums, off += std::abs(sum - true_sum) >= 5 ? 1 : 0;
            }
            for (int then = 0; then < day; ++then) {
                auto const old = shown(out, then);
                double a = 0, b = 0;
                for (std::size_t m = 0; m < old.size(); ++m) {
                    a += old[m], b += now[m];
                    bool const few = (std::abs(a - b) > 0 && std::abs(a - b) < 5) || (std::abs(old[m] - now[m]) > 0 && std::abs(old[m] - now[m]) < 5);
                    if (then + 1 == day) { ASSERT_FALSE(few) << "trial " << trial << " day " << day << " month " << m; }
                    ++compared, ever += few ? 1 : 0;
                }
            }
        }
    }
    EXPECT_LT(off, sums / 200) << off << " of " << sums;
    EXPECT_LT(ever, compared / 200) << ever << " of " << compared << " pairs of days that do not follow each other";
}

}  // namespace small_revisions_test
}  // namespace rules::steering
