// What talking hands to whoever holds figures, and what it remembers of it.
#include "bot/talking/figures.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::talking::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Knows one objective, and keeps what it was told of the question before.
class OneObjective : public Figures {
  public:
    [[nodiscard]] bool concerns(std::string_view text, reading::Day, bool following) const override {
        return following && text.find("occupe") != std::string_view::npos;
    }
    [[nodiscard]] std::vector<std::string> about(const FiguresQuestion& question) const override {
        return question.text.find("AIJ") == std::string::npos ? std::vector<std::string>{} : std::vector<std::string>{"AIJ-2020"};
    }
    [[nodiscard]] std::optional<wording::Document> answer(const FiguresQuestion& question, wording::Register) const override {
        before.push_back(question.before);
        intents.push_back(question.intent);
        return wording::Document{};
    }
    mutable std::vector<std::vector<std::string>> before;
    mutable std::vector<reading::Intent> intents;
};

TEST(Figures, TheQuestionBeforeIsRememberedOverARestart) {
    auto const figures = std::make_shared<OneObjective>();
    Conversation adviser(today);
    adviser.own.figures = figures;
    adviser.be_partner();

    adviser.write("où en est l'AIJ ?");
    auto again = State::from_stored(adviser.state.stored());
    ASSERT_TRUE(again);
    adviser.state = std::move(*again);
    adviser.write("et en septembre ?");
    adviser.write("et fin juin ?");

    EXPECT_THAT(figures->before, ElementsAre(IsEmpty(), ElementsAre("AIJ-2020"), ElementsAre("AIJ-2020")));
}

TEST(Figures, WhyAfterAFigureIsAboutThatFigureAndAfterAMeasureAboutThatMeasure) {
    auto const figures = std::make_shared<OneObjective>();
    Conversation adviser(today);
    adviser.own.figures = figures;
    adviser.be_partner();
    adviser.write("conditions du CEJ");
    adviser.write("où en est l'AIJ ?");
    adviser.write("pourquoi ?");
    ASSERT_EQ(figures->intents.size(), 2U);
    EXPECT_EQ(figures->intents.back(), reading::Intent::expliquer_resultat);
    EXPECT_THAT(figures->before.back(), ElementsAre("AIJ-2020"));
    adviser.write("qui s'en occupe");
    EXPECT_EQ(figures->intents.size(), 3U) << "the words of a follow-up";
    adviser.write("conditions du CEJ");
    adviser.write("pourquoi ?");
    EXPECT_EQ(figures->intents.size(), 3U) << "of the measure, not of the figure before it";
}

TEST(Figures, AnAdviserWhoInvitesUsIsGreetedAsOne) {
    Conversation adviser(today);
    adviser.be_partner();
    adviser.happens(Invitation{true, false, true, ""});
    Inbound joined;  // whose sender we are ourselves
    joined.channel = "test", joined.conversation = "!room:test", joined.event_id = "$joined", joined.sender = "@_phare_bot:test";
    joined.one_to_one = true;
    joined.what = Joined{};
    auto const greeted = step(adviser.own, adviser.state, joined, adviser.at);
    std::string said;
    for (auto const& wish : greeted.wishes)
        if (auto const* say = std::get_if<Say>(&wish)) said += wording::plain_text(say->document);
    EXPECT_THAT(said, testing::HasSubstr("un profil suffit"));
    EXPECT_THAT(said, testing::Not(testing::HasSubstr("quel âge")));
}

}  // namespace
}  // namespace bot::talking::test
