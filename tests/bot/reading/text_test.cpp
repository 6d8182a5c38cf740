#include "bot/reading/text.hpp"

#include <gtest/gtest.h>

namespace bot::reading {
namespace {

std::string tokens(std::string_view text) {
    std::string all;
    for (const auto& token : split(text).tokens) all += (all.empty() ? "" : " ") + token.text;
    return all;
}

TEST(Text, FoldsAndPartsWhatPeopleWrite) {
    EXPECT_EQ(tokens("J’ai 19 ANS"), "j ai 19 ans");
    EXPECT_EQ(tokens("jai19ans"), "jai 19 ans");
    EXPECT_EQ(tokens("Évreux"), "evreux");
    EXPECT_EQ(tokens("E\xCC\x81vreux"), "evreux");  // decomposed
    EXPECT_EQ(tokens("s\xC5\x93ur"), "soeur");
    EXPECT_EQ(tokens("r\xE2\x80\x8Bouen"), "rouen");  // zero-width space inside
    EXPECT_EQ(tokens("520 €"), "520 euros");
    EXPECT_EQ(tokens("1️⃣"), "1");
    EXPECT_EQ(tokens("👍"), "👍");
    EXPECT_EQ(tokens("bac+2"), "bac + 2");
    EXPECT_EQ(tokens("１９ ans"), "19 ans");  // full-width digits
    EXPECT_EQ(tokens("a\xFF\xFE b"), "a b");  // not UTF-8
    EXPECT_EQ(tokens(""), "");
    EXPECT_EQ(
        tokens("!!?"
               "?!!"),
        ""
    );
}

TEST(Text, SpansLeadBackToTheBytes) {
    const std::string_view text = "Né à Évreux, 19 ans";
    const auto read = split(text);
    ASSERT_EQ(read.tokens.size(), 5U);
    EXPECT_EQ(
        text.substr(read.tokens[2].span.begin, read.tokens[2].span.end - read.tokens[2].span.begin), "Évreux"
    );
    EXPECT_TRUE(read.tokens[0].acute);
    EXPECT_TRUE(read.tokens[3].clause);
    EXPECT_FALSE(read.tokens[3].sentence);
}

TEST(Text, EllipsisDoesNotEndASentence) {
    const auto read = split("je veux... mourir. Bon");
    ASSERT_EQ(read.tokens.size(), 4U);
    EXPECT_FALSE(read.tokens[2].sentence);
    EXPECT_TRUE(read.tokens[3].sentence);
}

TEST(Text, StopsAtFourThousandCharacters) {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += "é ";
    const auto read = split(text);
    EXPECT_EQ(read.tokens.size(), longest_text / 2);
}

TEST(Text, LeavesOutQuotationsHeadersAndSignatures) {
    EXPECT_EQ(
        tokens("Objet : aide\nj'ai 19 ans\n> et 25 ans\nLe 10/03/2026, vous avez écrit :\n30 ans"),
        "j ai 19 ans"
    );
    EXPECT_EQ(tokens("oui\n-- \nJean, 33 ans"), "oui");
    EXPECT_EQ(tokens("ok\n-----Message d'origine-----\nnon"), "ok");
    EXPECT_EQ(tokens("oui\nCordialement,\nMme Durand\n76000 Rouen"), "oui cordialement");
    EXPECT_EQ(tokens("oui\nCordialement\nPS : j'ai 19 ans"), "oui cordialement ps j ai 19 ans");
    EXPECT_EQ(tokens("Cordialement,\nPaul"), "cordialement paul");  // nothing before it: all there is
}

}  // namespace
}  // namespace bot::reading
