#include "bot/talking/memory.hpp"
#include "tests/bot/talking/conversation_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bot::talking::test {
namespace {

using testing::HasSubstr;
using testing::Not;


/// P4: what is too personal steers the answer of the turn and leaves no trace.
class Sensitive : public testing::TestWithParam<const char*> {};

TEST_P(Sensitive, IsNotStored) {
    Conversation conversation(today);
    conversation.write("j’ai 24 ans, j’habite à Rouen");
    conversation.write(GetParam());

    for (const auto& [name, receipt] : conversation.state.memory().facts) {
        const auto field = tools().catalogue->vocabulary().find(name);
        ASSERT_TRUE(field) << name;
        EXPECT_LT(tools().catalogue->vocabulary().at(*field).sensitivity, 3) << name;
    }
    // The bytes themselves: neither values nor words of it.
    for (const auto* mark :
         {"rqth", "handicap", "aah", "suivi_cap", "confie_ase", "justice", "prison", "recepisse", "refugie", "hors_ue",
          "\"ue\"", "tunisien", "portug", "sans_domicile", "voiture", "papiers", "depress", "hopital", "enceinte"})
        EXPECT_THAT(conversation.state.stored(), Not(HasSubstr(mark)));
    EXPECT_EQ(conversation.fact("age"), "24");
    EXPECT_EQ(conversation.fact("commune"), "76540");
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Sensitive,
    testing::Values(
        "j’ai une rqth",
        "je suis reconnu travailleur handicapé",
        "je touche l’aah",
        "je suis suivi par cap emploi",
        "je sors de l’ase",
        "je sors de prison, j’ai un suivi spip",
        "j’ai un récépissé",
        "je suis réfugié",
        "je suis tunisien",
        "je suis de nationalité portugaise",
        "je suis sans papiers",
        "j’ai un handicap, je suis à la mdph",
        "je fais une dépression, je sors de l’hôpital",
        "je suis enceinte",
        "je dors dans ma voiture depuis deux mois",
        "je suis à la rue",
        "j’ai une RQTH, je suis réfugié et j’ai un bracelet électronique"
    )
);

/// P5, P7: neither words nor names get into what is stored.
TEST(Privacy, TheWordsThemselvesAreNotKept) {
    Conversation conversation(today);
    conversation.write("Je m’appelle Zéphyrine Marqueur, 19 ans, 12 rue du Témoin à Rouen, zeph@example.org");
    conversation.write("jai arrêté le lycée en juin xyzzytemoin");

    for (const auto* word : {"Zéphyrine", "Marqueur", "Témoin", "zeph", "xyzzytemoin", "@lea"})
        EXPECT_THAT(conversation.state.stored(), Not(HasSubstr(word)));
    EXPECT_EQ(conversation.fact("age"), "19");
}

/// A number to be called back at goes out with the letter and stays nowhere; and a request passed on keeps its
/// code, never what it said.
TEST(Privacy, WhatWasPassedOnIsNotKept) {
    Conversation conversation(today);
    conversation.open_desk("*");
    conversation.write("19 ans, Rouen");
    conversation.write("HUMAIN");
    conversation.write("2");
    conversation.write("06 39 98 76 54");
    for (const auto* word : {"0639", "39 98", "98 76", "Souhaite", "recontact"})
        EXPECT_THAT(conversation.state.stored(), Not(HasSubstr(word))) << word;
    EXPECT_EQ(conversation.state.memory().handed.size(), 8U);
}

TEST(Privacy, ABirthDateBecomesAnAge) {
    Conversation conversation(today);
    conversation.write("salut");
    conversation.write("je suis né le 05/11/2002");

    EXPECT_EQ(conversation.fact("date_naissance"), "-");
    EXPECT_EQ(conversation.fact("age"), "24");
}

/// P6
TEST(Privacy, SomebodyElseIsAnsweredForAndNotKept) {
    for (const auto* words :
         {"mon frère a 17 ans il a arrêté le lycée il vit à Vernon",
          "et pour ma cousine de 24 ans ?",
          "ma sœur de 15 ans peut faire quoi ?",
          "mon pote a 20 ans il est à Caen"}) {
        Conversation conversation(today);
        conversation.write("j’ai 22 ans, j’habite à Rouen");
        conversation.write(words);
        EXPECT_EQ(conversation.fact("age"), "22") << words;
        EXPECT_EQ(conversation.fact("commune"), "76540") << words;
    }
}

/// A mother who asks on about her daughter is answered on her daughter.
TEST(Privacy, QuestionsThatGoOnStayWithTheOtherPerson) {
    Conversation conversation(today);
    conversation.write("ma fille a 17 ans, elle a quitté le lycée, elle vit à Vernon");
    ASSERT_TRUE(conversation.state.memory().about_other);
    conversation.write("et le service civique, c’est possible ?");
    EXPECT_TRUE(conversation.state.memory().about_other);
    conversation.write("merci beaucoup");
    EXPECT_FALSE(conversation.state.memory().about_other);
    EXPECT_TRUE(conversation.state.memory().facts.empty());
}

/// P9: what was said in danger is not kept, the form stops.
TEST(Privacy, DangerStoresNothing) {
    Conversation conversation(today);
    conversation.write("j’ai 21 ans, j’habite à Rouen");
    const auto facts = conversation.state.memory().facts.size();

    conversation.write("j’ai arrêté le lycée et j’ai envie de mourir");

    EXPECT_EQ(conversation.state.memory().facts.size(), facts);
    EXPECT_TRUE(conversation.state.memory().paused);
    EXPECT_THAT(conversation.state.stored(), Not(HasSubstr("suicide")));
}

TEST(Privacy, UnderFifteenNothingIsKept) {
    Conversation conversation(today);
    conversation.write("salut");
    const auto answer = conversation.write("j’ai 13 ans, j’habite à Évreux");

    EXPECT_TRUE(conversation.state.memory().facts.empty());
    EXPECT_EQ(conversation.state.memory().before, "");
    EXPECT_THAT(answer, HasSubstr("119"));
    EXPECT_THAT(answer, HasSubstr("CIO"));
}

/// What is said of the time that things are kept is what the channel does: days on Matrix and by mail, minutes on the page.
TEST(Privacy, TheNoticeIsTrueOnEachChannel) {
    Conversation by_matrix(today), on_page(today);
    on_page.at.kept = std::chrono::minutes(15);
    const auto check = [](const std::string& page, const std::string& matrix) {
        EXPECT_THAT(page, HasSubstr("15 minutes"));
        EXPECT_THAT(page, Not(HasSubstr("30 jours"))) << page;
        EXPECT_THAT(page, Not(HasSubstr("7 jours"))) << page;
        EXPECT_THAT(page, Not(HasSubstr("messagerie")));
        EXPECT_THAT(matrix, Not(HasSubstr("15 minutes")));
    };
    const auto welcome = by_matrix.write("salut");
    check(on_page.write("salut"), welcome);
    EXPECT_THAT(welcome, HasSubstr("30 jours, ou 7 jours"));
    const auto notice = by_matrix.write("VIE PRIVÉE");
    check(on_page.write("VIE PRIVÉE"), notice);
    EXPECT_THAT(notice, HasSubstr("30 jours après ton dernier message, 7 jours avant 18 ans"));
    by_matrix.write("19 ans, Rouen");
    on_page.write("19 ans, Rouen");
    const auto data = by_matrix.write("MES DONNÉES");
    check(on_page.write("MES DONNÉES"), data);
    EXPECT_THAT(data, HasSubstr("J’efface tout le 22 décembre 2026"));
    on_page.write("EFFACER");
    on_page.write("1");
    EXPECT_THAT(wording::plain_text(on_page.last.after_erasure), Not(HasSubstr("application")));
}

TEST(Privacy, ErasureLeavesAnEmptyState) {
    Conversation conversation(today);
    conversation.write("19 ans, Rouen");
    conversation.write("EFFACER");
    conversation.write("1");

    EXPECT_TRUE(conversation.last.erase);
    EXPECT_EQ(conversation.state.stored(), State{}.stored());
}

}  // namespace
}  // namespace bot::talking::test
