#include "bot/talking/reference.hpp"

#include <gtest/gtest.h>

#include <set>

namespace bot::talking {
namespace {

TEST(Reference, IsTheSameForTheSameRequestAndSaysNothingOfIt) {
    const auto code = reference_code("!room:test", "$7");
    EXPECT_EQ(code, reference_code("!room:test", "$7"));
    EXPECT_EQ(code.size(), 8U);
    EXPECT_EQ(code[3], '-');
    std::set<std::string> codes;
    for (int i = 0; i < 20'000; ++i) codes.insert(reference_code("!room:test", std::to_string(i)));
    EXPECT_EQ(codes.size(), 20'000U);
    EXPECT_NE(reference_code("ab", "c"), reference_code("a", "bc"));
}

TEST(Reference, IsFoundHoweverItIsTyped) {
    const auto code = reference_code("!room:test", "$7");
    std::string typed = code;
    for (auto& c : typed)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    for (const auto& text :
         {code + " bonjour", "  fiche " + typed + " : bonjour", typed.substr(0, 3) + typed.substr(4) + "\nbonjour"}) {
        const auto found = reference_in(text);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(found->code, code);
        EXPECT_EQ(found->rest, "bonjour");
    }
    EXPECT_EQ(reference_in(code)->rest, "");
}

TEST(Reference, WordsAreNoCodes) {
    for (const auto* text :
         {"", "bonjour", "fiche", "fiche technique", "mercredi à 9 h", "4F7-K2", "4F7-K2M9X suite", "à demain", "RDV demain"})
        EXPECT_FALSE(reference_in(text)) << text;
}

TEST(OpenFile, ComesBackAsItWasStored) {
    const OpenFile file{{"matrix", "!young:test"}, {"matrix", "!desk:test"}, "Mission locale de Rouen"};
    EXPECT_EQ(OpenFile::from_stored(file.stored()), file);
    for (const auto* broken : {"", "{}", "[1]", R"({"form":2})", R"({"form":1,"young":["a"],"desk":["b","c"],"structure":"d"})"})
        EXPECT_FALSE(OpenFile::from_stored(broken)) << broken;
}

}  // namespace
}  // namespace bot::talking
