// What is shown of a count of people never changes by one to four.

#include "rules/steering/small_revisions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
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

TEST(SmallRevisions, AMonthOfAFewThatComesLateIsCountedWithTheNext) {
    std::vector<Vintage> const rows{row(0, 0, 40), row(1, 2, 30), row(30, 1, 3), row(60, 3, 20)};
    auto const out = without_small_revisions(rows).rows;
    EXPECT_EQ(shown(out, 30), (Values{40, 30})) << "not 73 in all after 70";
    EXPECT_EQ(shown(out, 60), (Values{40, 30, 23}));
    std::vector<Vintage> const together{row(0, 0, 40), row(0, 1, 3), row(0, 2, 30)};
    EXPECT_EQ(shown(without_small_revisions(together).rows, 0), (Values{40, 3, 30})) << "nothing was shown before: small cells are hidden elsewhere";
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
    auto const waiting = hold_small_revisions(log, [](std::string_view id) { return id == "people"; }, Day::max());
    EXPECT_EQ(waiting, std::vector<std::string>{"people"});
    EXPECT_EQ(known_on(log.series("people", "S"), Day::max()).front().value, 40);
    EXPECT_EQ(known_on(log.series("money", "S"), Day::max()).front().value, 42);
}

TEST(SmallRevisions, NoTwoDaysTellAFewAndNoSumIsFarOff) {
    constexpr unsigned seed = 20261129;
    std::mt19937 random(seed);
    SCOPED_TRACE("seed 20261129");
    int raw = 0, ever = 0, sums = 0, off = 0;
    double worst = 0;
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
                worst = std::max(worst, std::abs(sum - true_sum));
                ++sums, off += std::abs(sum - true_sum) >= 5 ? 1 : 0;
            }
            for (int then = 0; then < day; ++then) {
                auto const tell = [&](const std::vector<Vintage>& log, const char* neighbours) {
                    auto const old = shown(log, then), young = shown(log, day);
                    double a = 0, b = 0;
                    int count = 0;
                    for (std::size_t m = 0; m < old.size(); ++m) {
                        a += old[m], b += young[m];
                        bool const few = (a != b && std::abs(a - b) < 5) || (old[m] != young[m] && std::abs(old[m] - young[m]) < 5);
                        if (neighbours != nullptr && then + 1 == day) { EXPECT_FALSE(few) << neighbours << " trial " << trial << " day " << day << " month " << m; }
                        count += few ? 1 : 0;
                    }
                    return count;
                };
                ever += tell(out, "shown"), raw += tell(rows, nullptr);
            }
        }
    }
    EXPECT_LT(worst, 10);
    EXPECT_LT(off, sums / 200) << off << " of " << sums;
    EXPECT_GT(raw, 10'000);
    EXPECT_LT(ever * 10, raw) << ever << " beside " << raw << " as published, of days further apart";
}

}  // namespace small_revisions_test
}  // namespace rules::steering
