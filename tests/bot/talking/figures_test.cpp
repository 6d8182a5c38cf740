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
        return wording::Document{};
    }
    mutable std::vector<std::vector<std::string>> before;
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

}  // namespace
}  // namespace bot::talking::test
