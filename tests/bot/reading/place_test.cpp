#include "tests/bot/reading/the_reader.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace bot::reading {
namespace {

std::string commune(std::string_view text, std::string asked = {}) {
    const auto reading = read(text, std::move(asked));
    if (reading.ambiguous) return std::to_string(reading.ambiguous->candidates.size()) + " candidates";
    if (reading.outside_normandie) return "outside";
    for (const auto& fact : reading.facts)
        if (fact.name == "commune" && !fact.denied) return fact.value;
    return "";
}

TEST(Place, IsFoundByAllItsNames) {
    EXPECT_EQ(commune("jabite rouen"), "76540");
    EXPECT_EQ(commune("J'HABITE À SAINT-LÔ"), "50502");
    EXPECT_EQ(commune("j'habite st lo"), "50502");
    EXPECT_EQ(commune("je suis sur le havre"), "76351");
    EXPECT_EQ(commune("j'habite au havre"), "76351");
    EXPECT_EQ(commune("je vis à Tourlaville"), "50129");
    EXPECT_EQ(commune("jsuis sur cherbourg"), "50129");
    EXPECT_EQ(commune("j'habite Vire"), "14762");
    EXPECT_EQ(commune("je suis à L’Aigle"), "61214");
    EXPECT_EQ(commune("gran quevilly", "commune"), "76322");
    EXPECT_EQ(commune("j'habite evreu"), "27229");
    EXPECT_EQ(commune("24 ans licence histoire chomage caen"), "14118");
}

TEST(Place, PostalCodeOnlyIfItCoversOneCommune) {
    EXPECT_EQ(commune("14400", "commune"), "32 candidates");
    int alone = 0;
    for (const auto& place : the_gazetteer()->communes())
        for (const auto& postal : place.postal_codes) {
            if (the_gazetteer()->by_postal_code(postal).size() != 1) continue;
            EXPECT_EQ(commune(postal, "commune"), place.code) << postal;
            ++alone;
        }
    EXPECT_GT(alone, 20);
    EXPECT_EQ(commune("75011", "commune"), "outside");
    EXPECT_EQ(commune("j'habite à Saint-Arnoult 14800"), "14557");
}

TEST(Place, EveryHomonymIsAskedOrToldApartByItsDepartement) {
    std::map<std::string, std::set<std::string>> homonyms;
    for (const auto& place : the_gazetteer()->communes()) homonyms[place.name].insert(place.code);
    int asked = 0;
    for (const auto& [name, codes] : homonyms) {
        if (codes.size() < 2) continue;
        const auto reading = read("j'habite à " + name);
        ASSERT_TRUE(reading.ambiguous) << name;
        for (const auto& code : codes) {
            const auto& candidates = reading.ambiguous->candidates;
            EXPECT_NE(std::find(candidates.begin(), candidates.end(), code), candidates.end()) << name;
            // A bigger commune of the same département may be meant by a short form: then it stays a
            // question.
            const auto told = commune("j'habite à " + name + " dans le " + code.substr(0, 2));
            EXPECT_TRUE(told == code || told == "2 candidates" || told == "3 candidates")
                << name << " in " << code.substr(0, 2) << ": " << told;
        }
        ++asked;
    }
    EXPECT_EQ(asked, 46);
}

TEST(Place, EveryCommuneIsUnderstoodAsAnAnswer) {
    int understood = 0;
    for (const auto& place : the_gazetteer()->communes()) {
        const auto reading = read(place.name, "commune");
        if (reading.ambiguous) {
            const auto& candidates = reading.ambiguous->candidates;
            EXPECT_NE(std::find(candidates.begin(), candidates.end(), place.code), candidates.end())
                << place.name;
            ++understood;
        } else if (facts_of(reading) == "commune=" + place.code) {
            ++understood;
        } else {
            ADD_FAILURE() << place.name << " reads as " << facts_of(reading);
        }
    }
    EXPECT_EQ(understood, 2644);
}

TEST(Place, FrenchWordsAreNoPlaces) {
    for (const auto* text :
         {"bonjour",
          "j'ai déchiré la manche de ma veste",
          "je cherche un port d'attache",
          "il a viré mon argent",
          "je veux du pain et du vin",
          "merci beaucoup",
          "je bois un verre",
          "c'est bon",
          "je suis à la ferme",
          "j'aime la mer",
          "une belle vie",
          "mon père et ma mère",
          "ça tourne en rond",
          "je suis en forme"})
        EXPECT_EQ(commune(text), "") << text;
}

TEST(Place, OfWorkOrSchoolIsNoResidence) {
    EXPECT_EQ(commune("je travaille à Caen"), "");
    EXPECT_EQ(commune("mon lycée à Rouen"), "");
    const auto asked = read("c'est où la mission locale à Lisieux ?");
    EXPECT_EQ(asked.intent, Intent::demarches_contact);
    EXPECT_EQ(asked.place, "14366");
    EXPECT_EQ(facts_of(asked), "");
}

TEST(Place, DepartementAndElsewhere) {
    EXPECT_EQ(facts_of(read("j'habite dans le calvados")), "departement=14");
    EXPECT_EQ(facts_of(read("dans le 76")), "departement=76");
    EXPECT_EQ(facts_of(read("Seine-Maritime", "departement")), "departement=76");
    EXPECT_EQ(facts_of(read("76", "departement")), "departement=76");
    EXPECT_EQ(facts_of(read("je vis dans l'Orne")), "departement=61");
    EXPECT_EQ(commune("j'habite à Nantes"), "outside");
    EXPECT_EQ(commune("lille", "commune"), "outside");
}

}  // namespace
}  // namespace bot::reading
