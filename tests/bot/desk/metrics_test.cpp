#include "bot/desk/metrics.hpp"

#include "tests/bot/board/figures.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace desk_metrics_test {

using namespace std::chrono;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using tests::board::tools;

std::string on(const std::vector<int>& months, bot::desk::Day day) {
    auto const state = tests::board::counted(tests::board::file_of(months), day);
    return bot::desk::metrics_text(*tools(), bot::desk::overview_on(*tools(), state, day));
}

const std::vector<int> ten_months{270, 265, 230, 120, 150, 260, 250, 240, 980, 1140};
std::vector<int> year_of_months() {
    auto all = ten_months;
    all.insert(all.end(), {900, 800});
    return all;
}

TEST(DeskMetrics, NamesAreEnglishAndUnitsAreBaseUnits) {
    std::istringstream lines(on(ten_months, year(2020) / 12 / 20));
    int families = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("# TYPE ")) ++families;
        EXPECT_THAT(line.starts_with('#') ? line.substr(7) : line, testing::StartsWith("phare_")) << line;
        for (auto const* word : {"objectif", "borne", "_jours", "realise"}) EXPECT_THAT(line, Not(HasSubstr(word)));
    }
    EXPECT_GE(families, 6);
}

TEST(DeskMetrics, ARunningObjectiveHasItsFigureItsLevelAndTheAgeOfItsData) {
    auto const text = on(ten_months, year(2020) / 12 / 20);
    EXPECT_THAT(text, HasSubstr("phare_objective_known{objective=\"AIJ-2020-NOR\"} 3905\n"));
    EXPECT_THAT(text, ContainsRegex("phare_objective_expected.objective=\"AIJ-2020-NOR\"} [1-9]"));
    EXPECT_THAT(text, HasSubstr("phare_objective_level{objective=\"AIJ-2020-NOR\"} "));
    EXPECT_THAT(text, HasSubstr("phare_objective_data_age_seconds{objective=\"AIJ-2020-NOR\"} 4320000\n")) << "31 October to 20 December";
}

TEST(DeskMetrics, WhereNothingCameInThereIsNoZero) {
    auto const text = on(ten_months, year(2026) / 11 / 29);
    for (auto const* family : {"known", "expected", "landing", "shortfall_ratio", "data_age_seconds", "level"})
        EXPECT_THAT(text, Not(HasSubstr("phare_objective_" + std::string(family) + "{objective=\"OTP-2021-EX\""))) << family;
}

TEST(DeskMetrics, WhatIsOverAsksForNothingAnyMore) {
    auto const last = bot::desk::Day(year(2026) / 11 / 29);
    for (auto const& months : {ten_months, year_of_months()}) {
        auto const text = on(months, last);
        EXPECT_THAT(text, HasSubstr("phare_objective_known{objective=\"AIJ-2020-NOR\"}")) << "the figure stays";
        EXPECT_THAT(text, Not(HasSubstr("phare_objective_data_age_seconds{objective=\"AIJ-2020-NOR\"")));
        EXPECT_THAT(text, Not(HasSubstr("phare_objective_level{objective=\"AIJ-2020-NOR\"")));
    }
    // Between the end and the closing: all months are there, none is waited for.
    EXPECT_THAT(on(year_of_months(), year(2021) / 4 / 1), Not(HasSubstr("phare_objective_data_age_seconds{objective=\"AIJ-2020-NOR\"")));
}

}  // namespace desk_metrics_test
