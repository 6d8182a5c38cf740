#include "bot/talking/memory.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::talking::test {
namespace {

using testing::HasSubstr;
using testing::Not;

State with_age(const std::string& age) {
    State state;
    if (!age.empty()) state.memory().facts["age"] = Receipt{age, "age_ans", reading::Certainty::exact, "$1"};
    return state;
}

TEST(State, IsKeptAsItIs) {
    State state = with_age("19");
    auto& memory = state.memory();
    memory.declined = {"logement"};
    memory.asked = {"age", "commune"};
    memory.question = {
        "statut",
        "commune",
        "cej",
        true,
        {{Choice::Act::fact, "statut", "neet"}, {Choice::Act::menu, "", "emploi"}}};
    memory.leads = {"cej", "epide"};
    memory.about = "cej";
    memory.wish = "emploi";
    memory.formal = memory.paused = memory.outside = true;
    memory.turns = 3;
    memory.before = State{}.stored();

    const auto again = State::from_stored(state.stored());

    ASSERT_TRUE(again);
    EXPECT_EQ(again->stored(), state.stored());
    EXPECT_EQ(again->memory().question.choices.at(1).value, "emploi");
    EXPECT_EQ(again->memory().facts.at("age").event, "$1");
}

TEST(State, RefusesWhatItDoesNotKnow) {
    for (const auto* text : {"", "{", "[]", "{}", "null", R"({"form":2})", R"({"form":1,"facts":{}})"})
        EXPECT_FALSE(State::from_stored(text)) << text;
    auto stored = with_age("19").stored();
    stored.replace(stored.find("\"certainty\":0"), 13, "\"certainty\":9");
    EXPECT_FALSE(State::from_stored(stored));
}

TEST(State, AnOlderVersionsStateKeepsWhatItKnew) {
    auto stored = with_age("19").stored();
    const std::string newer = "\"several\":false,";
    ASSERT_NE(stored.find(newer), std::string::npos);
    stored.erase(stored.find(newer), newer.size());

    const auto read = State::from_stored(stored);

    ASSERT_TRUE(read);
    EXPECT_EQ(read->memory().facts.at("age").value, "19");
}

TEST(State, ACopyIsIndependent) {
    State first = with_age("19");
    State second = first;
    second.memory().facts.clear();

    EXPECT_EQ(first.memory().facts.size(), 1U);
}

TEST(State, FactsGoAfterSevenDaysUnlessAnAdultSaidSo) {
    const Instant last = Instant(day("2026-11-22"));
    const auto days = [&](const State& state) {
        return std::chrono::duration_cast<std::chrono::days>(
                   state.expires(last, day("2026-11-22"), tools()) - last
        )
            .count();
    };

    EXPECT_EQ(days(with_age("")), 7);
    EXPECT_EQ(days(with_age("17")), 7);
    EXPECT_EQ(days(with_age("18")), 30);
    EXPECT_EQ(days(with_age("x")), 7);
}

TEST(State, TheExportSaysEverythingHeldInFrench) {
    const auto text = with_age("19").exported(tools());

    for (const auto* part :
         {"\"faits\"", "\"age\"", "\"19\"", "age_ans", "dit ainsi", "$1", "questions_refusees"})
        EXPECT_THAT(text, HasSubstr(part));
    EXPECT_THAT(text, Not(HasSubstr("certainty")));
}

}  // namespace
}  // namespace bot::talking::test
