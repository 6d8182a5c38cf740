#include "rules/places/gazetteer.hpp"
#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>

namespace rules::law {
namespace completed_test {

using essai::catalogue;
using essai::day;
using essai::field;
using essai::person;

std::string derived(
    std::string_view name,
    const std::vector<std::pair<std::string, std::string>>& facts,
    std::string_view date = "2026-11-22"
) {
    const Vocabulary& vocabulary = catalogue().vocabulary();
    auto const value = completed(vocabulary, person(facts), day(date), nullptr).get(field(name));
    return value ? vocabulary.text(field(name), *value) : "";
}

TEST(Completed, AgeIsReachedOnTheBirthday) {
    EXPECT_EQ(derived("age", {{"date_naissance", "2000-11-23"}}), "25");
    EXPECT_EQ(derived("age", {{"date_naissance", "2000-11-22"}}), "26");
    EXPECT_EQ(derived("age", {{"date_naissance", "2026-11-22"}}), "0");
    EXPECT_EQ(derived("age", {{"date_naissance", "2026-11-23"}}), "") << "not born yet";
}

TEST(Completed, TwentyNinthOfFebruaryIsKeptOnTheFirstOfMarch) {
    EXPECT_EQ(derived("age", {{"date_naissance", "2004-02-29"}}, "2022-02-28"), "17");
    EXPECT_EQ(derived("age", {{"date_naissance", "2004-02-29"}}, "2022-03-01"), "18");
    EXPECT_EQ(derived("age", {{"date_naissance", "2004-02-29"}}, "2024-02-29"), "20");
}

/// Of the real catalogue: the vocabulary of the samples has no kind of employer.
TEST(Completed, SectorAndStartOfTheContractAreTheUsualOnesUnlessTold) {
    auto const loaded = Catalogue::load(PHARE_SOURCE_DIR "/rules/catalogue");
    ASSERT_TRUE(loaded.catalogue);
    const Vocabulary& vocabulary = loaded.catalogue->vocabulary();
    auto const known = [&](std::string_view wanted,
                           const std::vector<std::pair<std::string, std::string>>& facts) {
        Situation situation;
        for (auto const& [name, text] : facts) {
            auto const id = vocabulary.find(name).value();
            situation.set(id, vocabulary.parse(id, text).value());
        }
        auto const id = vocabulary.find(wanted).value();
        auto const value = completed(vocabulary, situation, day("2026-11-22"), nullptr).get(id);
        return value ? vocabulary.text(id, *value) : "";
    };
    EXPECT_EQ(known("secteur_employeur", {{"employeur_type", "association"}}), "non_marchand");
    EXPECT_EQ(known("secteur_employeur", {{"employeur_type", "collectivite"}}), "non_marchand");
    EXPECT_EQ(known("secteur_employeur", {{"employeur_type", "prive_agricole"}}), "marchand");
    EXPECT_EQ(known("secteur_employeur", {{"employeur_type", "entreprise_publique"}}), "")
        << "of both sectors";
    EXPECT_EQ(known("secteur_employeur", {}), "");
    EXPECT_EQ(
        known("secteur_employeur", {{"employeur_type", "association"}, {"secteur_employeur", "marchand"}}),
        "marchand"
    );
    EXPECT_EQ(known("date_debut_contrat", {}), "2026-11-22");
    EXPECT_EQ(known("date_debut_contrat", {{"date_debut_contrat", "2027-01-04"}}), "2027-01-04");
}

TEST(Completed, WhatIsGivenWins) {
    EXPECT_EQ(derived("age", {{"age", "20"}, {"date_naissance", "2000-01-01"}}), "20");
    EXPECT_EQ(derived("departement", {{"departement", "14"}, {"commune", "76540"}}), "14");
}

TEST(Completed, PlacesFollowFromTheCommune) {
    EXPECT_EQ(derived("departement", {{"commune", "76540"}}), "76");
    EXPECT_EQ(derived("departement", {{"commune", "97411"}}), "974");
    EXPECT_EQ(derived("region", {{"commune", "76540"}}), "28");
    EXPECT_EQ(derived("region", {}), "");
}

TEST(Completed, TheDepartement28IsNotTheRegion28) {
    EXPECT_EQ(derived("region", {{"departement", "28"}}), "autre");
    EXPECT_EQ(derived("region", {{"departement", "75"}}), "autre");
    EXPECT_EQ(derived("region", {{"departement", "61"}}), "28");
}

TEST(Completed, WithoutAGazetteerTheZoneStaysUnknown) {
    EXPECT_EQ(derived("zrr_frr", {{"commune", "61001"}}), "");
}

TEST(Completed, LeavesTheRestAlone) {
    Situation someone = person({{"commune", "14118"}});
    someone.decline(field("rsa"));
    auto const all = completed(catalogue().vocabulary(), someone, day("2026-11-22"), nullptr);
    EXPECT_TRUE(all.declined(field("rsa")));
    EXPECT_EQ(all.known().size(), 3U);
}

}  // namespace completed_test
}  // namespace rules::law
