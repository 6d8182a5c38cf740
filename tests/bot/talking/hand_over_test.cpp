#include "bot/talking/memory.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::talking::test {
namespace {

using testing::HasSubstr;
using testing::Not;


/// The quotation of a text: what stands between « and », or in the quote block.
std::string quoted_in(const wording::Document& document) {
    for (const auto& block : document.blocks)
        if (const auto* quote = std::get_if<wording::Quote>(&block)) {
            std::string out;
            for (const auto& line : quote->lines)
                for (const auto& span : line) out += span.text;
            return out;
        }
    return {};
}

std::string quoted_in(const Step& step) {
    for (const auto& wish : step.wishes)
        if (const auto* say = std::get_if<Say>(&wish)) return quoted_in(say->document);
    return {};
}

Conversation asking_for_a_person() {
    Conversation conversation(today);
    conversation.open_desk("76540S00");
    conversation.write("salut");
    conversation.write("j’ai 19 ans, j’habite à Rouen, je n’ai pas de diplôme");
    conversation.write("HUMAIN");
    return conversation;
}

TEST(HandOver, TheLetterIsTheQuotationWordForWord) {
    auto conversation = asking_for_a_person();
    const auto shown = quoted_in(conversation.last);
    EXPECT_THAT(shown, HasSubstr("19"));
    EXPECT_TRUE(conversation.last.letters.empty());

    conversation.write("1");

    ASSERT_EQ(conversation.last.letters.size(), 1U);
    EXPECT_EQ(quoted_in(conversation.last.letters.front().document), shown);
    EXPECT_EQ(conversation.last.letters.front().to.conversation, "!desk:test");
    EXPECT_THAT(conversation.letters(), HasSubstr(conversation.state.memory().handed));
}

TEST(HandOver, OnAPageThatForgetsSoonThatIsSaidBeforeAnythingIsSent) {
    Conversation page(today);
    page.at.kept = std::chrono::minutes(15);
    page.open_desk("76540S00");
    page.write("19 ans, Rouen");
    EXPECT_THAT(page.write("HUMAIN"), HasSubstr("une réponse plus tardive n’arrivera pas ici"));
    EXPECT_THAT(page.write("1"), HasSubstr("Note-la : cette discussion s’efface 15 minutes après ton dernier message"));
    ASSERT_EQ(page.last.letters.size(), 1U);

    auto elsewhere = asking_for_a_person();
    EXPECT_THAT(elsewhere.write("1"), Not(HasSubstr("s’efface")));
}

TEST(HandOver, NothingLeavesWithoutAClearYes) {
    for (const auto* words : {"3", "non", "je sais pas", "c’est quoi le CEJ ?", "PASSER", "hmm", "19 ans", "2", "4", "12", "oui non", "oui mais pas maintenant"}) {
        auto conversation = asking_for_a_person();
        conversation.write(words);
        EXPECT_TRUE(conversation.last.letters.empty()) << words;
    }
}

TEST(HandOver, ConsentDoesNotOutliveTheQuotation) {
    auto conversation = asking_for_a_person();
    conversation.write("c’est quoi le CEJ ?");
    conversation.write("oui");
    EXPECT_TRUE(conversation.last.letters.empty());
}

TEST(HandOver, FactsThatCameAfterTheQuotationAreNotSent) {
    auto conversation = asking_for_a_person();
    const auto shown = quoted_in(conversation.last);
    conversation.at.absorb = true;  // written, and taken in without an answer, before the "1" was read
    conversation.write("en fait j’ai 21 ans");
    conversation.at.absorb = false;
    conversation.write("1");

    for (const auto& letter : conversation.last.letters) {
        EXPECT_EQ(quoted_in(letter.document), shown);
    }
}

TEST(HandOver, ATelephoneNumberIsSentAndNotKept) {
    auto conversation = asking_for_a_person();
    conversation.write("2");
    EXPECT_TRUE(conversation.last.letters.empty());
    conversation.write("06 39 98 12 34");

    EXPECT_THAT(conversation.letters(), HasSubstr("06 39 98 12 34"));
    EXPECT_THAT(conversation.state.stored(), Not(HasSubstr("98")));
}

TEST(HandOver, AnAnswerComesBackSignedAndOnlyFromTheDeskThatHasTheFile) {
    auto conversation = asking_for_a_person();
    conversation.write("1");

    conversation.at_desk("CODE Bonjour, venez jeudi à 10 h");
    ASSERT_EQ(conversation.last.letters.size(), 1U);
    EXPECT_EQ(conversation.last.letters.front().to.conversation, "!room:test");
    EXPECT_THAT(conversation.letters(), HasSubstr("Mission locale de Rouen"));
    EXPECT_THAT(conversation.letters(), HasSubstr("venez jeudi à 10 h"));

    conversation.at_desk("ACD-EFGH Bonjour");
    EXPECT_TRUE(conversation.last.letters.empty());
}

TEST(HandOver, ErasingClosesTheFile) {
    auto conversation = asking_for_a_person();
    conversation.write("1");
    conversation.write("EFFACER");
    const auto answer = conversation.write("1");

    EXPECT_TRUE(conversation.last.erase);
    ASSERT_EQ(conversation.last.closes.size(), 1U);
    EXPECT_THAT(answer, HasSubstr("Mission locale de Rouen garde"));
    conversation.at_desk("CODE Bonjour");
    EXPECT_TRUE(conversation.last.letters.empty());
}

TEST(HandOver, WhatIsTooPersonalIsNeitherKeptNorSent) {
    Conversation conversation(today);
    conversation.open_desk("76540S00");
    conversation.write("salut");
    conversation.write("j’ai 24 ans, j’habite à Rouen, j’ai une rqth et je sors de prison");
    conversation.write("HUMAIN");
    conversation.write("1");
    for (const auto* word : {"RQTH", "rqth", "handicap", "justice", "prison"})
        EXPECT_THAT(conversation.letters(), Not(HasSubstr(word)));
}

}  // namespace
}  // namespace bot::talking::test
