#include "bot/talking/memory.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::talking::test {
namespace {

using testing::IsEmpty;

std::string counted(const Conversation& conversation) {
    std::string all;
    for (const auto& need : conversation.last.needs) all += need.month + " " + need.departement + " " + need.theme + ";";
    return all;
}

TEST(TerritoryNeeds, AConversationCountsOnceAMonthForEachTheme) {
    Conversation conversation(today);
    conversation.write("19 ans, Rouen");
    EXPECT_EQ(counted(conversation), "");
    conversation.write("HUMAIN");
    EXPECT_EQ(counted(conversation), "2026-11 76 personne;");
    conversation.write("HUMAIN");
    EXPECT_EQ(counted(conversation), "");
    conversation.at.today = day("2026-12-01");
    conversation.write("HUMAIN");
    EXPECT_EQ(counted(conversation), "2026-12 76 personne;");
}

TEST(TerritoryNeeds, WithoutAPlaceOrFromAnAdviserNothingIsCounted) {
    Conversation nowhere(today), adviser(today), danger(today);
    nowhere.write("salut");
    nowhere.write("HUMAIN");
    EXPECT_THAT(nowhere.last.needs, IsEmpty());
    adviser.be_partner();
    adviser.write("19 ans, Rouen");
    adviser.write("HUMAIN");
    EXPECT_THAT(adviser.last.needs, IsEmpty());
    danger.write("19 ans, Rouen");
    danger.write("j’ai envie de mourir, je veux parler à quelqu’un");
    EXPECT_THAT(danger.last.needs, IsEmpty());
}

TEST(TerritoryNeeds, AnEditOrAMessageTakenBackDoesNotCountAgain) {
    Conversation conversation(today);
    conversation.write("19 ans, Rouen");
    conversation.write("HUMAIN");
    EXPECT_EQ(counted(conversation), "2026-11 76 personne;");
    conversation.edit(2, "je veux parler à un humain");
    EXPECT_EQ(counted(conversation), "");
    conversation.write("HUMAIN");
    EXPECT_EQ(counted(conversation), "");
    conversation.redact(3);
    conversation.write("HUMAIN");
    EXPECT_EQ(counted(conversation), "");
}

}  // namespace
}  // namespace bot::talking::test
