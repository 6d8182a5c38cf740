// The worked examples of the alerting reference, read from its file, so that a number copied wrongly cannot pass.

#include "rules/steering/bureau.hpp"
#include "rules/steering/hysteresis.hpp"
#include "rules/steering/pace.hpp"
#include "rules/steering/student.hpp"
#include "rules/steering/trajectory.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>

namespace rules::steering {
namespace worked_examples_test {

using nlohmann::json;
using testing::day;
using testing::month;

class WorkedExamples : public ::testing::Test {
  protected:
    void SetUp() override {
        auto const path = std::filesystem::path(PHARE_SHARED_DIR) / "fixtures/alerts/worked_examples.json";
        std::ifstream file(path);
        if (!file) GTEST_SKIP() << "no shared fixtures: " << path << " is absent, THE WORKED EXAMPLES ARE NOT CHECKED";
        examples = json::parse(file);
    }
    json examples;
};

TEST_F(WorkedExamples, TwoYears) {
    auto const& d = examples.at("D_two_years");
    Trajectory const two = Milestones{{{12, d.at("milestone_m12").get<double>()}, {24, 1}}}, straight = Linear{};
    Plan const plan{d.at("target").get<double>(), month("2021-01"), 24, &two}, linear{d.at("target").get<double>(), month("2021-01"), 24, &straight};
    EXPECT_NEAR(to_month(plan, 9), d.at("to_date_m9").get<double>(), 0.5);
    EXPECT_NEAR(to_month(plan, 15), d.at("to_date_m15").get<double>(), 0.5);
    EXPECT_NEAR(to_month(linear, 15), d.at("linear_m15").get<double>(), 0.5);
}

TEST_F(WorkedExamples, SocleFirst) {
    auto const& e = examples.at("E_socle");
    auto const state = socle_state(e.at("socle"), e.at("additional"), 5.0 / 12, e.at("ytd"));
    EXPECT_NEAR(state.socle_gap, e.at("socle_gap").get<double>(), 0.05);
    EXPECT_NEAR(state.additional_done, e.at("additional_done").get<double>(), 0.05);
    EXPECT_NEAR(state.additional_rate, e.at("additional_rate").get<double>(), 0.0005);
}

TEST_F(WorkedExamples, Meetings) {
    std::map<std::string, MeetingState> const states{
        {"ok (not yet)", MeetingState::in_order},       {"ok", MeetingState::in_order},     {"not scheduled", MeetingState::to_convene},
        {"scheduled too late", MeetingState::too_late}, {"overdue", MeetingState::overdue}};
    for (auto const& each : examples.at("F_meeting")) {
        auto const next = each.at(1).is_null() ? std::nullopt : std::optional(day(each.at(1).get<std::string>().c_str()));
        auto const rule = meeting_rule(day(each.at(0).get<std::string>().c_str()), next, day(each.at(2).get<std::string>().c_str()));
        EXPECT_EQ(written_day(rule.limit), each.at(3)) << each;
        EXPECT_EQ(rule.state, states.at(each.at(4))) << each;
    }
}

TEST_F(WorkedExamples, HysteresisCountsNewMonths) {
    Thresholds const alerte{0.70, 0.90, 0.50, 2};
    Latch latch;
    for (auto const& each : examples.at("G_hysteresis")) {
        latch = stepped(latch, alerte, each.at(0), each.at(1));
        EXPECT_EQ(latch.on, each.at(2) == 1) << each;
    }
}

TEST_F(WorkedExamples, CusumAndGain) {
    auto const& i = examples.at("I_cusum");
    double sum = 0;
    for (std::size_t at = 0; at < i.at("z").size(); ++at) {
        sum = cusum_step(sum, i.at("z").at(at), i.at("k"));
        EXPECT_NEAR(sum, i.at("S").at(at).get<double>(), 1e-9) << at;
    }
    auto const& h = examples.at("H_ewma");
    EXPECT_NEAR(steady_gain(h.at("q"), h.at("tau")), h.at("gain").get<double>(), 5e-5);
}

TEST_F(WorkedExamples, Student) {
    auto const& j = examples.at("J_student");
    int const degrees = static_cast<int>(j.at("nu").get<double>());
    EXPECT_NEAR(student_quantile(0.9, degrees), j.at("t90").get<double>(), 5e-6);
    EXPECT_NEAR(student_quantile(0.975, degrees), j.at("t975").get<double>(), 5e-6);
    EXPECT_NEAR(student_cdf(1, degrees), j.at("cdf_at_1").get<double>(), 5e-7);
}

}  // namespace worked_examples_test
}  // namespace rules::steering
