#include "bot/reading/verdicts.hpp"

#include <gtest/gtest.h>

namespace bot::reading {
namespace {

Danger said(DangerLevel level, bool softened = false) {
    Danger danger;
    danger.level = level;
    danger.softened = softened;
    return danger;
}

TEST(Verdicts, TheModelNeverLowersWhatTheGrammarFound) {
    for (const auto level : {DangerLevel::none, DangerLevel::distress, DangerLevel::danger, DangerLevel::immediate})
        for (double p = 0; p <= 1; p += 0.05)
            for (double share = 0; share <= 1; share += 0.25) {
                EXPECT_GE(joined(said(level), {p, p * share, p * share * share}), level);
                EXPECT_GE(joined(said(level, true), {p, p * share, p * share * share}), level);
            }
}

TEST(Verdicts, TheSurerTheModelTheHigherTheLevel) {
    EXPECT_EQ(joined(said(DangerLevel::none), {0, 0, 0}), DangerLevel::none);
    EXPECT_EQ(joined(said(DangerLevel::none), {0.9, 0.05, 0}), DangerLevel::distress);
    EXPECT_EQ(joined(said(DangerLevel::none), {0.99, 0.95, 0.05}), DangerLevel::danger);
    EXPECT_EQ(joined(said(DangerLevel::none), {1, 0.98, 0.9}), DangerLevel::immediate);
}

TEST(Verdicts, WordsSaidAsPastOrDeniedNeedAMuchSurerModel) {
    const DangerOpinion opinion{0.9, 0.6, 0};
    EXPECT_EQ(joined(said(DangerLevel::none), opinion), DangerLevel::danger);
    EXPECT_EQ(joined(said(DangerLevel::distress, true), opinion), DangerLevel::distress);
    EXPECT_EQ(joined(said(DangerLevel::distress, true), {1, 0.97, 0}), DangerLevel::danger);
}

TEST(Verdicts, AnotherLimitMovesOnlyTheBorderOfDanger) {
    const DangerOpinion opinion{0.8, 0.5, 0};
    EXPECT_EQ(joined(said(DangerLevel::none), opinion, 0.4), DangerLevel::danger);
    EXPECT_EQ(joined(said(DangerLevel::none), opinion, 0.6), DangerLevel::distress);
    EXPECT_EQ(joined(said(DangerLevel::danger), opinion, 0.99), DangerLevel::danger);
}

}  // namespace
}  // namespace bot::reading
