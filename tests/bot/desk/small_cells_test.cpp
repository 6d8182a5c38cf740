// Nobody may be recognised in a figure, nor by taking one figure from another.

#include "bot/desk/small_cells.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>

namespace small_cells_test {

using bot::desk::Overview;
using bot::desk::SmallCells;
using bot::desk::Standing;

struct Picture {
    std::deque<rules::steering::Objective> objectives;
    Overview overview;

    void add(const std::string& id, const std::string& parent, const std::vector<double>& months, bool funded = false) {
        auto& objective = objectives.emplace_back();
        objective.id = id;
        objective.parent = parent;
        objective.funded = funded;
        Standing standing;
        standing.objective = &objective;
        auto& landing = standing.on.evaluation.landing;
        for (std::size_t m = 0; m < months.size(); ++m) {
            rules::steering::Figure figure;
            figure.month = static_cast<int>(m) + 1;
            figure.known = figure.corrected = months[m];
            landing.done_known += months[m];
            standing.figures.months.push_back(figure);
        }
        landing.done_corrected = landing.done_known;
        landing.last_month = static_cast<int>(months.size());
        overview.standings.push_back(std::move(standing));
    }
};

TEST(SmallCells, LargeFiguresAndNoneAreShown) {
    Picture picture;
    picture.add("A", "", {20, 0, 7});
    SmallCells const small(picture.overview);

    EXPECT_FALSE(small.hides("A"));
    for (int m = 1; m <= 3; ++m) EXPECT_FALSE(small.hides("A", m)) << m;
    EXPECT_FALSE(small.hides("unknown")) << "what has no forecast is not judged here";
}

TEST(SmallCells, ASmallMonthTakesTheNextSmallestWithIt) {
    Picture picture;
    picture.add("A", "", {20, 3, 9, 30});
    SmallCells const small(picture.overview);

    EXPECT_FALSE(small.hides("A"));
    EXPECT_TRUE(small.hides("A", 2));
    EXPECT_TRUE(small.hides("A", 3)) << "or the total less the others would tell month 2";
    EXPECT_FALSE(small.hides("A", 1));
}

TEST(SmallCells, TheSumAfterASmallMonthWaitsForTheNextOne) {
    Picture picture;
    picture.add("A", "", {535, 3});
    picture.add("B", "", {535, 3, 240});
    SmallCells const small(picture.overview);

    EXPECT_TRUE(small.hides("A")) << "535 was told a month ago: 538 would tell 3";
    EXPECT_FALSE(small.hides("B"));
    EXPECT_EQ(small.sums("B"), std::set<int>{2});
    EXPECT_TRUE(small.hides("B", 2));
    EXPECT_TRUE(small.hides("B", 3));
}

TEST(SmallCells, NoPaceTellsASumThatIsHidden) {
    Picture picture;
    picture.add("A", "", {100, 3, 50, 60, 70});
    bot::desk::hide_few(picture.overview);
    auto const& standing = picture.overview.standings.front();

    EXPECT_EQ(standing.hidden_sums, std::set<int>{2});
    EXPECT_FALSE(paces_shown(standing).last_three) << "the sum less the last three is the sum at the end of month 2";
    EXPECT_EQ(shown_until(standing, 2), 1);
    EXPECT_EQ(shown_until(standing, 3), 3);
}

TEST(SmallCells, APartOfOtherUnitsIsNoPart) {
    Picture picture;
    picture.add("P", "", {103});
    picture.add("A", "P", {3});
    picture.add("B", "P", {40});
    for (auto& objective : picture.objectives)
        if (objective.id != "P") objective.unit = rules::steering::Unit::prescriptions;
    SmallCells const small(picture.overview);

    EXPECT_TRUE(small.hides("A"));
    EXPECT_FALSE(small.hides("B")) << "entries less prescriptions are nobody";
}

/// Whatever is said month after month, and asked of any month: no two sums that are shown lie one to four apart.
TEST(SmallCells, NoTwoSumsEverTellAFew) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> count(0, 9), months(1, 24);
    for (int run = 0; run < 500; ++run) {
        std::vector<double> const all = [&] {
            std::vector<double> series(static_cast<std::size_t>(months(random)));
            for (auto& each : series) each = count(random);
            return series;
        }();
        std::vector<double> shown{0};
        for (std::size_t known = 1; known <= all.size(); ++known) {
            Picture picture;
            picture.add("A", "", {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(known)});
            SmallCells const small(picture.overview);
            double sum = 0;
            for (std::size_t m = 1; m <= known; ++m) {
                sum += all[m - 1];
                if (!small.sums("A").contains(static_cast<int>(m))) shown.push_back(sum);
            }
        }
        std::sort(shown.begin(), shown.end());
        for (std::size_t i = 1; i < shown.size(); ++i) {
            double const between = shown[i] - shown[i - 1];
            ASSERT_TRUE(between < 0.5 || between >= 5) << shown[i - 1] << " and " << shown[i];
        }
    }
}

TEST(SmallCells, ASmallTotalHidesEverything) {
    Picture picture;
    picture.add("A", "", {1, 2});
    SmallCells const small(picture.overview);

    EXPECT_TRUE(small.hides("A"));
    EXPECT_TRUE(small.hides("A", 1));
    EXPECT_TRUE(small.hides("A", 2));
}

TEST(SmallCells, ASmallPartTakesASisterWithIt) {
    Picture picture;
    picture.add("P", "", {103});
    picture.add("A", "P", {3});
    picture.add("B", "P", {40});
    picture.add("C", "P", {60});
    SmallCells const small(picture.overview);

    EXPECT_FALSE(small.hides("P"));
    EXPECT_TRUE(small.hides("A"));
    EXPECT_TRUE(small.hides("B")) << "or the whole less the others would tell A";
    EXPECT_FALSE(small.hides("C"));
}

TEST(SmallCells, ASmallPartOfAMonthTakesASisterWithItInThatMonth) {
    Picture picture;
    picture.add("P", "", {52, 80, 80});
    picture.add("A", "P", {2, 40, 40});
    picture.add("B", "P", {50, 40, 40});
    SmallCells const small(picture.overview);

    EXPECT_TRUE(small.hides("A", 1));
    EXPECT_TRUE(small.hides("B", 1));
    EXPECT_FALSE(small.hides("P", 1));
}

TEST(SmallCells, MoneyIsNoPeople) {
    Picture picture;
    picture.add("E", "", {1, 2}, true);
    SmallCells const small(picture.overview);

    EXPECT_FALSE(small.hides("E"));
    EXPECT_FALSE(small.hides("E", 1));
}

/// Whatever is small is hidden, and no hidden month is what one shown sum less shown others gives.
TEST(SmallCells, NoSmallCellCanBeReckonedFromTheOthers) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> count(0, 30), months(1, 12), sisters(1, 5);
    for (int run = 0; run < 500; ++run) {
        Picture picture;
        auto const of_year = static_cast<std::size_t>(months(random));
        int const parts = sisters(random);
        std::vector<double> whole(of_year, 0);
        for (int part = 0; part < parts; ++part) {
            std::vector<double> series;
            for (std::size_t m = 0; m < of_year; ++m) {
                series.push_back(count(random));
                whole[m] += series.back();
            }
            picture.add("part" + std::to_string(part), "whole", series);
        }
        picture.add("whole", "", whole);
        SmallCells const small(picture.overview);

        for (auto const& standing : picture.overview.standings) {
            auto const& id = standing.objective->id;
            int hidden = 0, positive_shown = 0;
            for (auto const& figure : standing.figures.months) {
                bool const is_hidden = small.hides(id, figure.month);
                if (figure.known > 0 && figure.known < 5) {
                    ASSERT_TRUE(is_hidden) << id << " month " << figure.month;
                }
                hidden += is_hidden ? 1 : 0;
                positive_shown += !is_hidden && figure.known > 0 ? 1 : 0;
            }
            if (!small.hides(id)) {
                ASSERT_FALSE(hidden == 1) << id << ": the total less " << positive_shown << " months tells";
            }
        }
        for (std::size_t m = 1; m <= of_year; ++m) {
            int const month = static_cast<int>(m);
            if (small.hides("whole", month)) continue;
            int hidden = 0, shown_people = 0;
            for (int part = 0; part < parts; ++part) {
                bool const is_hidden = small.hides("part" + std::to_string(part), month);
                hidden += is_hidden ? 1 : 0;
                shown_people += !is_hidden && picture.overview.standings[static_cast<std::size_t>(part)].figures.months[m - 1].known > 0 ? 1 : 0;
            }
            ASSERT_FALSE(hidden == 1 && shown_people > 0) << "month " << month << ": the whole less the other parts tells";
        }
    }
}

}  // namespace small_cells_test
