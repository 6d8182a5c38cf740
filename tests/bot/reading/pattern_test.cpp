#include "bot/reading/pattern.hpp"

#include <gtest/gtest.h>

namespace bot::reading {
namespace {

std::vector<Word> words(std::string_view text) {
    std::vector<Word> all;
    bool sentence = true;
    for (std::size_t at = 0; at < text.size();) {
        const auto blank = std::min(text.find(' ', at), text.size());
        Word word;
        word.text = text.substr(at, blank - at);
        if (word.text == ".") {
            sentence = true;
        } else {
            word.sentence = std::exchange(sentence, false);
            word.number = word.text[0] >= '0' && word.text[0] <= '9';
            all.push_back(word);
        }
        at = blank + 1;
    }
    return all;
}

/// Matched words of each match: "0-2 4-4".
std::string find(std::string_view pattern, std::string_view text) {
    PatternSet set;
    set.declare("qui", "mon (frere|pote)|il");
    EXPECT_EQ(set.add(pattern, 0), "") << pattern;
    set.ready({});
    auto all = words(text);
    set.name(all);
    std::string out;
    for (const auto& match : set.matches(all))
        out += (out.empty() ? "" : " ") + std::to_string(match.first) + "-" + std::to_string(match.last);
    return out;
}

std::string refused(std::string_view pattern) {
    PatternSet set;
    return set.add(pattern, 0);
}

TEST(Pattern, MatchesWordsGapsAlternativesAndPrefixes) {
    EXPECT_EQ(find("je veux|vais *2 mourir", "bon je veux mourir"), "1-3");
    EXPECT_EQ(find("je veux|vais *2 mourir", "je vais juste la mourir"), "0-4");
    EXPECT_EQ(find("je veux|vais *2 mourir", "je vais a b c mourir"), "");
    EXPECT_EQ(find("(me faire|me fais) du mal", "je me fais du mal"), "1-4");
    EXPECT_EQ(find("frapp*", "il frappait"), "1-1");
    EXPECT_EQ(find("frapp*", "frap"), "");
    EXPECT_EQ(find("a b? c", "a c a b c"), "0-1 2-4");
    EXPECT_EQ(find("@qui part", "mon pote part il part"), "0-2 3-4");
    EXPECT_EQ(find("%nombre ans", "j 19 ans"), "1-2");
}

TEST(Pattern, TakesTheLongestFromEachStart) {
    EXPECT_EQ(find("a *3 b", "a b x b"), "0-3");
}

TEST(Pattern, KeepsInsideASentence) {
    EXPECT_EQ(find("je *2 meurs", "je . meurs"), "");
    EXPECT_EQ(find("^ oui $", "oui"), "0-0");
    EXPECT_EQ(find("^ oui $", "oui merci"), "");
    EXPECT_EQ(find("^ oui $", "bon . oui . non"), "1-1");
    EXPECT_EQ(find("pas dormir (ce soir|$)", "pas dormir demain . pas dormir"), "3-4");
    EXPECT_EQ(find("(^|un) bac", "bac un bac"), "0-0 1-2");
}

TEST(Pattern, EndsAtAWordAndNotInAGap) {
    EXPECT_EQ(find("demande de asile *2 (en cours)?", "demande de asile pas autorisation"), "0-2");
    EXPECT_EQ(find("demande de asile *2 (en cours)?", "demande de asile bien en cours"), "0-5");
}

TEST(Pattern, MendsOneSlipInLongWordsOnly) {
    EXPECT_EQ(find("formation", "formtaion formatoin frmation"), "0-0 1-1 2-2");
    EXPECT_EQ(find("mourir", "courir"), "");
    EXPECT_TRUE(one_slip_apart("suicide", "suicde"));
    EXPECT_FALSE(one_slip_apart("suicide", "suicdde1"));
}

TEST(Pattern, RefusesWhatCannotBeMeant) {
    EXPECT_EQ(refused("*3"), "may match nothing");
    EXPECT_EQ(refused("a?"), "may match nothing");
    EXPECT_EQ(refused("*2 a"), "may begin with any word");
    EXPECT_EQ(refused("(a"), "bracket not closed");
    EXPECT_EQ(refused("a)"), "unexpected ')'");
    EXPECT_EQ(refused("@personne"), "class @personne is not declared");
    EXPECT_EQ(refused("ab*"), "a prefix has at least three letters");
    EXPECT_EQ(refused("a *x"), "a gap is *1 to *9");
}

}  // namespace
}  // namespace bot::reading
