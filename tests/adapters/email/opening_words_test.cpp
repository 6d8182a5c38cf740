// What a first mail says, subject and text together.
#include "adapters/email/opening_words.hpp"

#include <gtest/gtest.h>

namespace opening_words_test {

using adapters::email::opening_words;

std::string of(std::string_view subject, std::string_view text) { return opening_words(subject, text, "Léa Martin", "lea.martin@jeunes.test"); }

TEST(OpeningWords, ASubjectIsNeverLostBeforeAWordOrTwo) {
    EXPECT_EQ(of("j'ai envie de mourir", "aidez moi svp"), "j'ai envie de mourir.\naidez moi svp");
    EXPECT_EQ(of("suicide", "HUMAIN"), "suicide.\nHUMAIN");
    EXPECT_EQ(of("19 ans à Rouen", "un logement"), "19 ans à Rouen.\nun logement");
}

TEST(OpeningWords, GreetingsAndNamesAddNothing) {
    for (auto const* text : {"Bonjour", "Léa", "Cdt", "Merci d'avance\nLéa", "Cordialement,\nLéa Martin"})
        EXPECT_EQ(of("Comment avoir l'aide au permis ?", text), "Comment avoir l'aide au permis ?") << text;
    EXPECT_EQ(of("SUPPRIMER MES DONNÉES", "Léa Martin"), "SUPPRIMER MES DONNÉES");
}

TEST(OpeningWords, ACommandUnderASubjectThatSaysNothingStandsAlone) {
    for (auto const* subject : {"question", "Bonjour", "Demande d'information", "", "Votre question"}) {
        EXPECT_EQ(of(subject, "HUMAIN"), "HUMAIN") << subject;
        EXPECT_EQ(of(subject, "19 ans"), "19 ans") << subject;
    }
}

TEST(OpeningWords, ALongerTextFollowsItsSubject) {
    EXPECT_EQ(of("cherche formation", "j'ai 19 ans et j'habite à Rouen"), "cherche formation.\nj'ai 19 ans et j'habite à Rouen");
    EXPECT_EQ(of("cherche formation…", "j'ai 19 ans et j'habite à Rouen"), "cherche formation…\nj'ai 19 ans et j'habite à Rouen");
    EXPECT_EQ(of("formation", "je cherche une formation"), "je cherche une formation") << "said already";
    EXPECT_EQ(of("c'est quoi le CEJ ?", ""), "c'est quoi le CEJ ?");
}

}  // namespace opening_words_test
