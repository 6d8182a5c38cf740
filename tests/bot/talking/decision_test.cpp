#include "bot/talking/decision.hpp"

#include <gtest/gtest.h>

namespace bot::talking {
namespace {

reading::Reading read_as(reading::Intent intent, double confidence) {
    reading::Reading reading;
    reading.intent = intent;
    reading.confidence = confidence;
    return reading;
}

TEST(Decision, FallsWithConfidenceFromActingToAskingToOwningUp) {
    using reading::Intent;
    EXPECT_EQ(decide(read_as(Intent::parler_humain, 0.9)), Decision::act);
    EXPECT_EQ(decide(read_as(Intent::parler_humain, 0.4)), Decision::ask);
    EXPECT_EQ(decide(read_as(Intent::parler_humain, 0.1)), Decision::not_understood);
    EXPECT_EQ(decide(read_as(Intent::incomprehensible, 0.99)), Decision::not_understood);
    Decision before = Decision::not_understood;
    for (int i = 0; i <= 100; ++i) {
        const auto now = decide(read_as(Intent::demander_orientation, i / 100.0));
        EXPECT_LE(static_cast<int>(now), static_cast<int>(before)) << i;
        before = now;
    }
}

TEST(Decision, WhatWasReadOfAPersonIsShownInTheAnswerSoItIsActedOn) {
    auto reading = read_as(reading::Intent::demander_orientation, 0.2);
    reading.facts.push_back({"age", "19", {}, "age", reading::Certainty::exact, false});
    EXPECT_EQ(decide(reading), Decision::act);
    reading.facts.clear();
    reading.measures = {"cej"};
    EXPECT_EQ(decide(reading), Decision::act);
}

TEST(Decision, SocialActsAreNeverAskedAbout) {
    for (const auto intent : {reading::Intent::hostile, reading::Intent::confirmer, reading::Intent::hors_perimetre})
        EXPECT_EQ(decide(read_as(intent, 0.31)), Decision::act);
}

}  // namespace
}  // namespace bot::talking
