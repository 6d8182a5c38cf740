#include "rules/places/gazetteer.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace rules::places {
namespace {

constexpr Day day(int year, unsigned month, unsigned d) {
    return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{d};
}

const std::filesystem::path folder = std::filesystem::path(PHARE_SOURCE_DIR) / "rules/catalogue/lieux";

const Gazetteer& normandie() {
    static std::string error;
    static const auto loaded = Gazetteer::load(folder, error);
    if (!loaded) throw std::runtime_error(error);
    return *loaded;
}

std::string only(std::string_view name) {
    const auto hits = normandie().by_name(Gazetteer::fold(name));
    return hits.size() == 1 ? hits[0].commune->code : std::to_string(hits.size()) + " hits";
}

TEST(Fold, MakesOneFormOfWhatPeopleWrite) {
    EXPECT_EQ(Gazetteer::fold("Saint-Lô"), "saint lo");
    EXPECT_EQ(Gazetteer::fold("St LO"), "saint lo");
    EXPECT_EQ(Gazetteer::fold("STE-MARIE"), "sainte marie");
    EXPECT_EQ(Gazetteer::fold("Sainte‐Marie"), "sainte marie");  // U+2010
    EXPECT_EQ(Gazetteer::fold("L’Aigle"), "l aigle");
    EXPECT_EQ(Gazetteer::fold("L'Aigle "), "l aigle");
    EXPECT_EQ(Gazetteer::fold("E\xCC\x81vreux"), "evreux");  // decomposed
    EXPECT_EQ(Gazetteer::fold("Œuf, Æquo"), "oeuf aequo");
    EXPECT_EQ(Gazetteer::fold("Estaing"), "estaing");
    EXPECT_EQ(Gazetteer::fold("  --  "), "");
}

TEST(Gazetteer, HasTheCommunesOf2026) {
    std::map<std::string, int> count;
    for (const auto& commune : normandie().communes()) ++count[commune.departement];

    EXPECT_EQ(normandie().communes().size(), 2644U);
    EXPECT_EQ(
        count, (std::map<std::string, int>{{"14", 526}, {"27", 585}, {"50", 445}, {"61", 381}, {"76", 707}})
    );
    ASSERT_NE(normandie().by_code("76540"), nullptr);
    EXPECT_EQ(normandie().by_code("76540")->name, "Rouen");
    EXPECT_EQ(normandie().by_code("75056"), nullptr);
}

TEST(Gazetteer, EveryCommuneIsFoundByItsNameAndEachHitOnce) {
    for (const auto& commune : normandie().communes()) {
        const auto hits = normandie().by_name(Gazetteer::fold(commune.name));
        EXPECT_EQ(
            1,
            std::count_if(hits.begin(), hits.end(), [&](const NameHit& h) { return h.commune == &commune; })
        ) << commune.name;
        // Current names stand first.
        EXPECT_TRUE(std::is_partitioned(hits.begin(), hits.end(), [](const NameHit& h) { return !h.former; })
        );
    }
}

TEST(Gazetteer, KeepsAll46Homonyms) {
    std::map<std::string, std::set<std::string>> codes;
    std::set<std::pair<std::string, std::string>> with_departement;
    for (const auto& commune : normandie().communes()) {
        codes[commune.name].insert(commune.code);
        with_departement.insert({commune.name, commune.departement});
    }

    int homonyms = 0;
    for (const auto& [name, set] : codes) {
        if (set.size() < 2) continue;
        ++homonyms;
        std::set<std::string> found;
        for (const auto& hit : normandie().by_name(Gazetteer::fold(name)))
            if (!hit.former) found.insert(hit.commune->code);
        EXPECT_TRUE(std::includes(found.begin(), found.end(), set.begin(), set.end())) << name;
    }
    EXPECT_EQ(homonyms, 46);
    EXPECT_EQ(with_departement.size(), 2644U);  // a name and a département are enough to tell
}

TEST(Gazetteer, FormerNamesLeadToThePresentCommune) {
    EXPECT_EQ(only("Tourlaville"), "50129");
    EXPECT_EQ(only("Equeurdreville Hainneville"), "50129");
    EXPECT_EQ(only("cherbourg-octeville"), "50129");
    EXPECT_EQ(only("Vire"), "14762");
    EXPECT_EQ(only("rouen"), "76540");
    const auto hits = normandie().by_name("tourlaville");
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_TRUE(hits[0].former);
    EXPECT_EQ(hits[0].name, "Tourlaville");
    EXPECT_TRUE(normandie().by_name("rien de tel").empty());
    EXPECT_GE(normandie().longest_name_words(), 6);
}

TEST(Gazetteer, APostalCodeMayCoverManyCommunes) {
    const auto bessin = normandie().by_postal_code("14400");

    EXPECT_EQ(bessin.size(), 32U);
    EXPECT_TRUE(std::is_sorted(bessin.begin(), bessin.end(), [](auto* a, auto* b) {
        return Gazetteer::fold(a->name) < Gazetteer::fold(b->name);
    }));
    EXPECT_TRUE(normandie().by_postal_code("75001").empty());
    for (const auto& commune : normandie().communes())
        for (const auto& postal : commune.postal_codes)
            EXPECT_LE(normandie().by_postal_code(postal).size(), 32U);
}

TEST(Gazetteer, ZrrUntilJune2024ThenFrr) {
    // Kept the effects although never FRR; FRR although never ZRR; unknown cells.
    const auto& amaye = *normandie().by_code("14007");  // C, effets_frr
    EXPECT_EQ(normandie().zrr_frr(amaye, day(2024, 6, 30)), Status::yes);
    EXPECT_EQ(normandie().zrr_frr(amaye, day(2024, 7, 1)), Status::yes);
    const auto& rouen = *normandie().by_code("76540");
    EXPECT_EQ(normandie().zrr_frr(rouen, day(2021, 1, 1)), Status::no);
    EXPECT_EQ(normandie().zrr_frr(rouen, day(2026, 1, 1)), Status::no);
    const auto& gouville = *normandie().by_code("50215");  // PC, indetermine
    EXPECT_EQ(normandie().zrr_frr(gouville, day(2023, 1, 1)), Status::unknown);
    EXPECT_EQ(normandie().zrr_frr(gouville, day(2025, 1, 1)), Status::unknown);
    const auto& unknown_zrr = *normandie().by_code("27676");
    EXPECT_EQ(normandie().zrr_frr(unknown_zrr, day(2024, 6, 30)), Status::unknown);

    int zrr = 0;
    int frr = 0;
    int gained = 0;
    for (const auto& commune : normandie().communes()) {
        const bool before = normandie().zrr_frr(commune, day(2024, 6, 30)) == Status::yes;
        const bool after = normandie().zrr_frr(commune, day(2024, 7, 1)) == Status::yes;
        zrr += before ? 1 : 0;
        frr += after ? 1 : 0;
        gained += !before && after ? 1 : 0;
        EXPECT_TRUE(!before || after) << commune.name;  // no former ZRR commune lost the rights
    }
    EXPECT_EQ(zrr, 915);
    EXPECT_EQ(frr, 1082 + 59);
    EXPECT_GT(gained, 0);
}

TEST(Gazetteer, MissionLocaleOfTheTownElseOfTheDepartement) {
    const auto rouen = normandie().missions_locales(*normandie().by_code("76540"));
    ASSERT_EQ(rouen.size(), 1U);
    EXPECT_EQ(rouen[0]->code, "76540S00");
    EXPECT_EQ(rouen[0]->name, "Mission locale de Rouen");

    const auto oissel = normandie().missions_locales(*normandie().by_code("76484"));
    EXPECT_GT(oissel.size(), 5U);
    for (const auto* mission : oissel) EXPECT_EQ(mission->departement, "76");

    // The Cotentin's code begins with that of a commune of before 2016: the present one stands for it.
    const auto cherbourg = normandie().missions_locales(*normandie().by_code("50129"));
    EXPECT_TRUE(std::any_of(cherbourg.begin(), cherbourg.end(), [](auto* m) { return m->code == "50383S00"; })
    );

    const auto evreux = normandie().missions_locales(*normandie().by_code("27229"));
    ASSERT_EQ(evreux.size(), 1U);
    EXPECT_EQ(evreux[0]->name, "Mission Locale Pays d'Évreux et Eure Sud");
}

TEST(Gazetteer, AgenciesLeaveOutHeadOffices) {
    const auto rouen = normandie().agencies(*normandie().by_code("76540"));
    EXPECT_EQ(rouen.size(), 4U);
    for (const auto* agency : rouen) EXPECT_EQ(agency->address.find("avenue de Caen"), std::string::npos);
    EXPECT_EQ(normandie().agencies(*normandie().by_code("50129")).size(), 3U);  // through delegated names
    EXPECT_GT(
        normandie().agencies(*normandie().by_code("14400")).size(), 3U
    );  // none there: the département's
}

TEST(Gazetteer, QuartersNameKnownCommunes) {
    EXPECT_GT(normandie().quarters().size(), 30U);
    for (const auto& quarter : normandie().quarters()) {
        EXPECT_FALSE(quarter.commune_codes.empty()) << quarter.name;
        for (const auto& code : quarter.commune_codes) EXPECT_NE(normandie().by_code(code), nullptr);
    }
}

TEST(Departement, TwentyEightIsTheRegionAndNoNormanDepartement) {
    for (const auto* code : {"14", "27", "50", "61", "76"}) EXPECT_EQ(region_of_departement(code), "28");
    EXPECT_EQ(region_of_departement("28"), std::nullopt);  // Eure-et-Loir is in another region
    EXPECT_EQ(departement_name("28"), "");
    EXPECT_EQ(departement_name("76"), "Seine-Maritime");
    EXPECT_EQ(region_of_departement(""), std::nullopt);
}

TEST(GazetteerLoading, NamesFileAndLineOfABadCell) {
    const auto copy = std::filesystem::temp_directory_path() / ("phare_places_test_" + std::to_string(::getpid()));
    std::filesystem::remove_all(copy);
    std::filesystem::copy(folder, copy);
    std::ofstream(copy / "communes_deleguees.csv", std::ios::app)
        << "50999,Nulle-Part,commune-deleguee,99999,Ailleurs\n";

    std::string error;
    EXPECT_EQ(Gazetteer::load(copy, error), nullptr);
    EXPECT_EQ(error, "communes_deleguees.csv:648\u00A0: un code, un nom et une commune d’aujourd’hui sont attendus");

    std::filesystem::remove(copy / "communes_deleguees.csv");
    EXPECT_EQ(Gazetteer::load(copy, error), nullptr);
    EXPECT_NE(error.find("ne s’ouvre pas"), std::string::npos);
    std::filesystem::remove_all(copy);
}

}  // namespace
}  // namespace rules::places
