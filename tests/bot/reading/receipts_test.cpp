// Every fact says where it comes from: the words as they were written, the rule, and how sure it is.

#include "tests/bot/reading/the_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace bot::reading {
namespace {

struct Receipt {
    std::string words, rule;
    Certainty certainty = Certainty::exact;
};

Receipt receipt(std::string_view text, std::string_view name, std::string asked = {}) {
    const auto reading = the_reader().read(text, on_16_march_2026(std::move(asked)));
    for (const auto& fact : reading.facts)
        if (fact.name == name) return {std::string(text.substr(fact.evidence.begin, fact.evidence.end - fact.evidence.begin)), fact.rule, fact.certainty};
    return {"not read", "", Certainty::exact};
}

TEST(Receipts, SayWhichWordsAndHowSure) {
    const auto said = receipt("wesh g 19 piges a rouen", "age");
    EXPECT_NE(said.words.find("19 piges"), std::string::npos) << said.words;
    EXPECT_EQ(said.rule, "age.years");
    EXPECT_EQ(said.certainty, Certainty::exact);

    EXPECT_EQ(receipt("bientôt 20 ans", "age").certainty, Certainty::deduced);
    EXPECT_EQ(receipt("21", "age", "age").certainty, Certainty::context);
    EXPECT_EQ(receipt("j'habite à Evreuxx", "commune").certainty, Certainty::corrected);
    EXPECT_EQ(receipt("j'ai quitté le lycée", "statut").certainty, Certainty::deduced);
    EXPECT_EQ(receipt("oui", "permis", "permis").rule, "answer.yes");
}

TEST(Receipts, EverySlotAndFactPointsIntoTheText) {
    for (const std::string_view text : {
             "Je suis né le 1er décembre 2006 à Dieppe, j’habite Évreux (27000) quartier Nétreville",
             "taux CEJ par département au 28/02, Manche",
             "mon frère a 17 ans, moi 20, on cherche une alternance en boulangerie",
             "pas de permis mais un scooter 🛵, RSA, deux enfants",
         }) {
        const auto reading = the_reader().read(text, on_16_march_2026());
        const auto inside = [&](const Evidence& e) { return e.begin < e.end && e.end <= text.size(); };
        for (const auto& fact : reading.facts) {
            EXPECT_TRUE(inside(fact.evidence)) << text << ": " << fact.name;
            EXPECT_FALSE(fact.rule.empty()) << text << ": " << fact.name;
        }
        for (const auto& other : reading.others)
            for (const auto& fact : other.facts) EXPECT_TRUE(inside(fact.evidence)) << text << ": " << fact.name;
        for (const auto& slot : reading.slots) EXPECT_TRUE(inside(slot.evidence) && !slot.rule.empty()) << text << ": " << slot.name;
        EXPECT_FALSE(reading.facts.empty() && reading.slots.empty()) << text;
    }
}

}  // namespace
}  // namespace bot::reading
