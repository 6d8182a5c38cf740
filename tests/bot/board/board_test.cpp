#include "bot/board/board.hpp"

#include "bot/desk/treat.hpp"
#include "tests/bot/board/figures.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace bot::board {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::board::looked_at;
using tests::board::today;
using tests::board::tools;

constexpr auto aij = "AIJ-2020-NOR";

Board of(const desk::State& state, bool money = true, desk::Day as_of = today) {
    return board_on(*tools(), state, as_of, today, {money});
}

TEST(Board, WhatNeedsADecisionComesFirst) {
    auto const board = of(looked_at());
    ASSERT_FALSE(board.rows.empty());
    EXPECT_EQ(board.rows.front().id, aij);
    EXPECT_EQ(board.rows.front().section, Section::decide);
    EXPECT_TRUE(std::is_sorted(board.rows.begin(), board.rows.end(), [](const Row& a, const Row& b) { return a.section < b.section; }));
    EXPECT_THAT(board.rows.front().why, HasSubstr("de moins que prévu fin octobre 2020"));
    EXPECT_THAT(board.rows.front().why, HasSubstr("personne ne l’a en charge"));
    EXPECT_GE(board.rows.front().marks, 2);
    EXPECT_THAT(board.meeting, HasSubstr("17\u00a0décembre\u00a02020"));
    EXPECT_THAT(board.meeting, HasSubstr("34"));
}

TEST(Board, WithinASectionTheHeavierComesFirst) {
    auto const board = of(looked_at());
    for (std::size_t i = 1; i < board.rows.size(); ++i) {
        auto const &before = board.rows[i - 1], &row = board.rows[i];
        if (row.section == before.section && row.section <= Section::watch) {
            EXPECT_GE(before.weight, row.weight) << row.id;
        }
    }
}

TEST(Board, TheFiguresAreTheDesksOwn) {
    auto const state = looked_at();
    auto const board = of(state);
    auto const* row = board.find(aij);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->known, "3\u202f905");
    EXPECT_EQ(row->target, "6\u202f746");
    ASSERT_FALSE(row->months.empty());
    auto const october = std::find_if(row->months.begin(), row->months.end(), [](const Month& m) { return m.name == "octobre 2020"; });
    ASSERT_NE(october, row->months.end());
    EXPECT_EQ(october->known, row->known);
    EXPECT_TRUE(october->provisional);
    EXPECT_EQ(row->months.back().known, "");
    ASSERT_TRUE(row->chart);
    EXPECT_EQ(row->chart->known.size(), 10U);
    EXPECT_THAT(row->alternative, HasSubstr("6\u202f746"));
}

TEST(Board, AReachedTargetWaitsForNoDecisionThoughItsMonthsStandAtALevel) {
    desk::Day const then = std::chrono::year(2021) / 1 / 14;
    auto file = tests::board::file_of({270, 265, 230, 120, 150, 260, 250, 240, 980, 1140, 400, 3000});
    for (auto at = file.find("provisoire"); at != std::string::npos; at = file.find("provisoire", at)) file.replace(at, 10, "definitif");
    auto const state = desk::look(*tools(), tests::board::counted(file, then), then, std::chrono::sys_days(then) + std::chrono::hours(10)).state;
    auto const overview = desk::overview_on(*tools(), state, then);
    auto const standing = std::find_if(overview.standings.begin(), overview.standings.end(), [](auto const& each) { return each.objective->id == aij; });
    ASSERT_NE(standing, overview.standings.end());
    ASSERT_EQ(standing->ending, rules::steering::Ending::reached);
    ASSERT_GT(standing->on.state.shortfall.level(), rules::steering::AlertLevel::none) << "else this shows nothing";
    auto const board = board_on(*tools(), state, then, then, {true});
    auto const* row = board.find(aij);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->section, Section::in_time);
    EXPECT_EQ(row->level, "Dans les temps");
    EXPECT_THAT(row->why, IsEmpty());
    EXPECT_FALSE(state.book.open.contains({aij, rules::steering::Kind::shortfall}));
}

TEST(Board, WhatIsTakenOnIsWatchedAndSaysByWhom) {
    desk::Outcome out;
    out.state = looked_at();
    auto& thread = out.state.threads[{"matrix !bureau:test", aij}];  // what the office notes once it has told a room
    thread.said = {{1, "$1"}}, thread.episodes = {{aij, rules::steering::Kind::shortfall}};
    auto const before = of(out.state);
    auto const* row = before.find(aij);
    ASSERT_TRUE(row);
    ASSERT_FALSE(row->open.empty());
    auto const episode = row->open.front().id;
    EXPECT_EQ(episode_named(row->open.front().name), episode);

    EXPECT_THAT(desk::treat(*tools(), out, {episode, "prefete@exemple.fr", "court", {}, false}, today).value_or(""), HasSubstr("motif"));
    EXPECT_TRUE(desk::treat(*tools(), out, {episode, "prefete@exemple.fr", "réunion des directeurs mardi", today - std::chrono::days(1), false}, today));
    EXPECT_FALSE(out.changed);
    EXPECT_FALSE(desk::treat(*tools(), out, {episode, "prefete@exemple.fr", "réunion des directeurs mardi", {}, false}, today));
    EXPECT_TRUE(out.changed);
    auto const after = of(out.state);
    row = after.find(aij);
    EXPECT_EQ(row->section, Section::watch);
    EXPECT_TRUE(row->open.front().taken);
    EXPECT_EQ(row->open.front().by, "prefete@exemple.fr");
    EXPECT_EQ(row->open.front().reason, "réunion des directeurs mardi");
    EXPECT_THAT(row->deeds, testing::Contains("13/11/2020\u00a0: pris en charge par prefete@exemple.fr (réunion des directeurs mardi)"));
    EXPECT_THAT(row->deeds.front(), testing::MatchesRegex("13/11/2020.*alerte ouverte.*"));
    EXPECT_FALSE(out.posts.empty()) << "the rooms that heard of the alert hear of this";

    EXPECT_FALSE(desk::treat(*tools(), out, {episode, "prefete@exemple.fr", "", {}, true}, today));
    EXPECT_EQ(of(out.state).find(aij)->section, Section::decide);
    EXPECT_TRUE(desk::treat(*tools(), out, {episode, "prefete@exemple.fr", "", {}, true}, today)) << "there is nothing to give back any more";
}

TEST(Board, APastDayShowsWhatWasKnownThenAndNoTreatment) {
    auto const state = looked_at();
    auto const past = of(state, true, today - std::chrono::days(5));
    EXPECT_TRUE(past.is_past);
    auto const* row = past.find(aij);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->month, "aucun") << "the file came on the 13th";
    EXPECT_EQ(row->known, "") << "no figure is not the figure zero";
    EXPECT_EQ(row->gap, "");
    EXPECT_THAT(row->open, IsEmpty());
    EXPECT_FALSE(row->chart);
    EXPECT_FALSE(of(state, true, today + std::chrono::days(40)).is_past) << "nobody sees the future";
    EXPECT_EQ(of(state, true, today + std::chrono::days(40)).as_of, today);
}

TEST(Board, WithoutAFigureNothingWasPlannedUpToIt) {
    auto const state = looked_at();
    for (auto const day : {today, desk::Day(std::chrono::year(2026) / 11 / 29)}) {
        auto const board = board_on(*tools(), state, day, day, {true});
        auto const* row = board.find("OTP-2021-EX");
        if (row == nullptr) continue;  // before it begins
        EXPECT_EQ(row->level, "Terminé, sans chiffre");
        for (auto const& each : board.rows) {
            EXPECT_EQ(each.month == "aucun", each.expected.empty()) << each.id;
            EXPECT_EQ(each.month == "aucun", !each.expected_number) << each.id;
        }
    }
    EXPECT_NE(board_on(*tools(), state, std::chrono::year(2026) / 11 / 29, std::chrono::year(2026) / 11 / 29, {true}).find("OTP-2021-EX"), nullptr);
}

TEST(Board, StaffAndSchoolsStandBesideTheObjectives) {
    auto state = looked_at();
    rules::steering::Publication row;
    row.objective = "AIJ-2020-NOR-CONSEILLERS", row.source = tools()->find(row.objective)->source;
    row.month = std::chrono::year(2020) / 9, row.value = 74, row.published_on = row.received_on = std::chrono::year(2020) / 10 / 5;
    auto const import = state.ledger.propose({row}, "staff", "", std::chrono::year(2020) / 10 / 5);
    ASSERT_EQ(state.ledger.confirm(import, std::chrono::year(2020) / 10 / 5), rules::figures::LedgerRefusal::none);
    auto const board = of(state, false);
    auto const found = std::find_if(board.states.begin(), board.states.end(), [](auto const& s) { return s.label == tools()->find("AIJ-2020-NOR-CONSEILLERS")->label; });
    ASSERT_NE(found, board.states.end());
    EXPECT_EQ(found->known, "74");
    EXPECT_EQ(found->target, "77");
    EXPECT_EQ(found->month, "septembre 2020");
    EXPECT_FALSE(found->reached);
    EXPECT_EQ(board.find("AIJ-2020-NOR-CONSEILLERS"), nullptr) << "they have no plan and no forecast";
}

TEST(Board, EnvelopesAreForThoseWhoMaySeeMoney) {
    auto const state = looked_at();
    auto const funded = [](const Board& board) {
        return std::count_if(board.rows.begin(), board.rows.end(), [](const Row& row) { return tools()->find(row.id)->funded; });
    };
    EXPECT_GT(funded(of(state, true)), 0);
    EXPECT_EQ(funded(of(state, false)), 0);
    for (auto const& label : of(state, false).without)
        for (auto const& objective : tools()->objectives)
            if (objective.funded) {
                EXPECT_NE(label, objective.label);
            }
}

TEST(Board, DifferencesGiveNobodyAway) {
    EXPECT_THAT(thinned({10, 12, 20}), ElementsAre(10.0, std::nullopt, 20.0));
    EXPECT_THAT(thinned({10, 20, 23}), ElementsAre(10.0, std::nullopt, 23.0)) << "the last one is said elsewhere";
    EXPECT_THAT(thinned({}), IsEmpty());
    EXPECT_THAT(thinned({7, 7, 7}), ElementsAre(7.0, 7.0, 7.0)) << "that nobody came gives nobody away";

    auto const seed = std::random_device()();
    std::mt19937 random(seed);
    for (int round = 0; round < 2'000; ++round) {
        std::vector<double> sums;
        double sum = 0;
        for (auto n = random() % 12 + 1; n > 0; --n) sums.push_back(sum += static_cast<double>(random() % 12));
        auto const shown = thinned(sums);
        ASSERT_EQ(shown.size(), sums.size());
        EXPECT_TRUE(shown.back());
        double before = 0;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (!shown[i]) continue;
            EXPECT_EQ(*shown[i], sums[i]);
            bool const all_of_it = i + 1 == shown.size() && before == 0;  // the sum itself: hidden or not by the row
            EXPECT_TRUE(all_of_it || *shown[i] - before == 0 || *shown[i] - before >= 5) << "seed " << seed;
            before = *shown[i];
        }
    }
}

TEST(Board, NamesOfEpisodesComeBackOrNot) {
    for (auto const* bad : {"", "/", "AIJ", "AIJ/rien", "AIJ/manquer/"}) EXPECT_FALSE(episode_named(bad)) << bad;
    auto const good = episode_named("A/B/manquer");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->objective, "A/B");
    EXPECT_EQ(day_in("2020-06-25"), desk::Day(std::chrono::year(2020) / 6 / 25));
    EXPECT_FALSE(day_in("2020-02-30"));
    EXPECT_FALSE(day_in("hier"));
}

}  // namespace
}  // namespace bot::board
