// What is known after a message (message schema §5): merging twice changes nothing more, the order of the facts of one
// message does not matter, a hypothesis changes nothing, a new place drops the old one.

#include "bot/reading/situation.hpp"
#include "tests/bot/reading/the_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

namespace bot::reading {
namespace {

const Day today = std::chrono::sys_days{std::chrono::year{2026} / 3 / 16};

Known after(std::vector<SchemaFact> facts, Known known = {}) {
    take(known, std::move(facts), today, *the_gazetteer());
    return known;
}

std::uint64_t seed() {
    const char* given = std::getenv("PHARE_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

/// Some facts of different names, as one message may say them.
std::vector<SchemaFact> some_facts(std::mt19937_64& random) {
    static const std::vector<std::vector<SchemaFact>> choices{
        {{"age", "17", false}, {"age", "24", false}, {"date_naissance", "2005-06-02", false}, {"age", "19", true}},
        {{"commune", "76540", false}, {"commune", "14366", false}, {"code_postal", "27000", false}, {"departement", "50", false}, {"commune", "76540", true}},
        {{"statut", "neet", false}, {"statut", "etudiant", false}, {"statut", "salarie", true}},
        {{"rqth", "oui", false}, {"rqth", "non", false}, {"rqth", "en_cours", false}},
        {{"secteur", "vente", false}, {"secteur", "batiment", false}, {"secteur", "vente", true}},
        {{"souhait", "emploi", false}, {"souhait", "formation", false}},
        {{"permis", "oui", false}, {"permis", "non", false}},
    };
    std::vector<SchemaFact> facts;
    for (const auto& group : choices)
        if (random() % 2 == 0) facts.push_back(group[random() % group.size()]);
    return facts;
}

TEST(Situation, MergingTwiceAndInAnotherOrderIsMergingOnce) {
    const auto used = seed();
    SCOPED_TRACE("PHARE_SEED=" + std::to_string(used));
    std::mt19937_64 random(used);
    for (int i = 0; i < 2000; ++i) {
        const auto before = after(some_facts(random));
        auto facts = some_facts(random);
        const auto once = after(facts, before);
        EXPECT_EQ(after(facts, once), once);
        std::shuffle(facts.begin(), facts.end(), random);
        EXPECT_EQ(after(facts, before), once);
    }
}

TEST(Situation, ANewPlaceDropsTheOldOne) {
    const auto known = after({{"commune", "50502", false}, {"quartier", "val saint jean", false}, {"qpv", "oui", false}});
    const auto moved = after({{"commune", "14118", false}}, known);
    EXPECT_EQ(moved.one, (std::map<std::string, std::string>{{"commune", "14118"}, {"departement", "14"}}));
    EXPECT_EQ(after({{"hors_normandie", "oui", false}}, known).one, (std::map<std::string, std::string>{{"hors_normandie", "oui"}}));
}

TEST(Situation, AgesFollowFromBirthDates) {
    EXPECT_EQ(after({{"date_naissance", "2002-11-05", false}}).one.at("age"), "23");
    EXPECT_EQ(after({{"date_naissance", "2009-03", false}}).one.count("age"), 0U) << "born this month: either";
    const auto year = after({{"date_naissance", "2005", false}});
    EXPECT_EQ(year.one.at("age_min"), "20");
    EXPECT_EQ(year.one.at("age_max"), "21");
}

TEST(Situation, DeniedValuesAreKeptWhileNothingElseIsKnown) {
    const auto denied = after({{"niveau_diplome", "cap_bep", true}});
    EXPECT_EQ(denied.denied.at("niveau_diplome"), std::vector<std::string>{"cap_bep"});
    EXPECT_TRUE(after({{"niveau_diplome", "bac", false}}, denied).denied.empty());
}

TEST(Situation, AHypothesisChangesNothing) {
    const Situation situation{{"moi", after({{"age", "29", false}})}};
    auto reading = the_reader().read("et si j'avais une RQTH ?", on_16_march_2026());
    EXPECT_TRUE(reading.hypothetical);
    EXPECT_EQ(after_message(situation, reading, "moi", today, *the_gazetteer()), situation);
    reading.hypothetical = false;
    EXPECT_NE(after_message(situation, reading, "moi", today, *the_gazetteer()), situation);
}

}  // namespace
}  // namespace bot::reading
