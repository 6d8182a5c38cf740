#include "rules/steering/objective_file.hpp"

#include "tests/rules/steering/day.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace rules::steering {
namespace {

using testing::day;

std::filesystem::path folder() { return std::filesystem::path(PHARE_SOURCE_DIR) / "rules/catalogue/objectifs"; }

std::string words(const yaml::Complaints& complaints) {
    std::string all;
    for (auto const& complaint : complaints) all += complaint.text() + "\n";
    return all;
}

const Objective& find(const LoadedObjectives& loaded, std::string_view id) {
    auto const found = std::find_if(loaded.objectives.begin(), loaded.objectives.end(), [&](auto const& o) { return o.id == id; });
    if (found == loaded.objectives.end()) throw std::out_of_range(std::string(id));
    return *found;
}

TEST(ObjectiveFiles, TheFirstSetLoads) {
    auto const loaded = load_objectives(folder());
    EXPECT_TRUE(loaded.ok()) << words(loaded.complaints);
    auto const& aij = find(loaded, "AIJ-2020-NOR");
    EXPECT_EQ(aij.versions.front().target, 6746);
    EXPECT_EQ(aij.year_before, 3300);
    EXPECT_EQ(aij.unit, Unit::followed);
    Plan const plan{6746, aij.start, aij.months, &aij.versions.front().trajectory};
    EXPECT_NEAR(to_month(plan, 10), 4817.60, 0.005);
    EXPECT_EQ(find(loaded, "AIJ-2020-NOR-CONSEILLERS").versions.front().target, 77);
    EXPECT_EQ(find(loaded, "OTP-2021-NOR").population.age_under, 30);
    EXPECT_EQ(find(loaded, "OTP-2021-NOR").unit, Unit::entries);
    EXPECT_EQ(find(loaded, "OTP-2021-NOR-PE").unit, Unit::prescriptions);
    EXPECT_EQ(find(loaded, "OTP-2021-NOR-ML").population.age_under, 26);
    EXPECT_FALSE(find(loaded, "OTP-2021-NOR").has_target());  // no document gives it
    EXPECT_TRUE(find(loaded, "PAUVRETE-2019-NOR").funded);
    EXPECT_EQ(std::count_if(loaded.objectives.begin(), loaded.objectives.end(), [](auto const& o) { return o.measure == "ECOLE_PRODUCTION"; }), 5);
    for (auto const& objective : loaded.objectives) EXPECT_FALSE(objective.document.empty()) << objective.id;
}

TEST(ObjectiveFiles, TheBureauGivesATargetWithoutTouchingTheCatalogue) {
    auto loaded = load_objectives(folder());
    auto const targets = R"(cibles:
  - objectif: OTP-2021-NOR
    depuis: 2021-01-20
    acte: "bureau du 20/01/2021"
    cible: 13000
    trajectoire: lineaire
  - objectif: AIJ-2020-NOR
    depuis: 2020-11-20
    acte: "bureau du 20/11/2020"
    cible: 7000
    trajectoire: lineaire
)";
    EXPECT_EQ(words(read_targets(loaded.objectives, targets, "cibles.yaml")), "");
    EXPECT_EQ(find(loaded, "OTP-2021-NOR").on(day("2021-05-01")).target, 13000);
    EXPECT_EQ(find(loaded, "AIJ-2020-NOR").on(day("2020-11-19")).target, 6746) << "old evaluations keep their version";
    EXPECT_EQ(find(loaded, "AIJ-2020-NOR").on(day("2020-11-20")).target, 7000);
    auto const before = loaded.objectives.size();
    EXPECT_NE(words(read_targets(loaded.objectives, targets, "cibles.yaml")).find("cibles.yaml:2:"), std::string::npos) << "twice the same day";
    auto const unknown = words(read_targets(loaded.objectives, "cibles:\n  - {objectif: OTP-2021-NRO, depuis: 2021-01-20, acte: x, cible: 3, trajectoire: lineaire}\n", "c.yaml"));
    EXPECT_NE(unknown.find("OTP-2021-NOR"), std::string::npos) << unknown;
    EXPECT_FALSE(read_targets(loaded.objectives, "cibles:\n  - {objectif: CEJ-2025-NOR, depuis: 2025-01-20, acte: x, cible: -3, trajectoire: lineaire}\n", "c.yaml").empty());
    EXPECT_EQ(loaded.objectives.size(), before);
    EXPECT_FALSE(add_targets(loaded.objectives, "/nowhere/at/all").empty());
}

TEST(ObjectiveFiles, ExamplesSayThatTheyAreFictitious) {
    auto const loaded = load_objectives(folder() / "exemple", true);
    EXPECT_TRUE(loaded.ok()) << words(loaded.complaints);
    for (auto const& objective : loaded.objectives) EXPECT_TRUE(objective.fictitious);
    EXPECT_FALSE(load_objectives(folder() / "exemple", false).ok());
}

TEST(ObjectiveFiles, AnEnvelopeNamesWhatItPaysForOfTheSamePeriod) {
    auto const read = [](const char* volume, const char* start) {
        auto const one = [](const char* id, const char* unit, const char* rest, const char* from) {
            return std::string("  - id: ") + id + "\n    libelle: x\n    mesure: M\n    operateur: PE\n    territoire: \"28\"\n    population: {}\n    unite: " + unit +
                   "\n    comptage: flux\n    sens: plancher\n    debut: " + from + "\n    mois: 12\n    source: S\n    proprietaire: x\n    document: x\n    a_saisir: oui\n" + rest;
        };
        auto const money = std::string("    argent: oui\n    volume: ") + volume + "\n";
        return read_objectives("objectifs:\n" + one("V-1", "entrees", "", "2021-01") + one("E-1", "euros", money.c_str(), start), "t.yaml", false);
    };
    EXPECT_EQ(words(read("V-1", "2021-01").complaints), "");
    EXPECT_EQ(find(read("V-1", "2021-01"), "E-1").volume, "V-1");
    EXPECT_NE(words(read("V-2", "2021-01").complaints).find("n’existe pas"), std::string::npos);
    EXPECT_NE(words(read("V-1", "2020-01").complaints).find("même période"), std::string::npos);
    EXPECT_NE(words(read("E-1", "2021-01").complaints).find("ce qu’elle paie"), std::string::npos);
}

TEST(ObjectiveFiles, RoomsAndAddressesAreOfTheConfiguration) {
    auto const loaded = read_objectives("objectifs:\n  - id: A-1\n    salons: [\"!a:b\"]\n    listes: [\"a@b.fr\"]\n", "t.yaml", false);
    EXPECT_NE(words(loaded.complaints).find("desk.rooms"), std::string::npos);
    EXPECT_NE(words(loaded.complaints).find("desk.mail"), std::string::npos);
}

const std::string good = R"(objectifs:
  - id: A-1
    libelle: "A"
    mesure: AIJ
    operateur: PE
    territoire: "28"
    population: {age_moins_de: 26}
    unite: entrees
    comptage: flux
    sens: plancher
    debut: 2021-01
    mois: 12
    source: SI_PE
    proprietaire: "x"
    document: "d"
    versions:
      - {depuis: 2021-01-01, acte: "a", cible: 100, trajectoire: lineaire}
)";

std::string with(const std::string& from, const std::string& to) {
    auto text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
}

TEST(ObjectiveFiles, FaultsAreNamedWithTheirPlace) {
    auto const fine = read_objectives(good, "a.yaml");
    EXPECT_TRUE(fine.ok()) << words(fine.complaints);
    struct Case {
        std::string text, says;
    };
    for (auto const& c : {Case{with("unite: entrees", "unite: entree"), "entree"},
                          Case{with("    comptage: flux\n", ""), "comptage"},
                          Case{with("    population: {age_moins_de: 26}\n", ""), "population"},
                          Case{with("debut: 2021-01", "debut: 2021-13"), "2021-13"},
                          Case{with("cible: 100", "cible: 0"), "cible"},
                          Case{with("cible: 100", "cible: 100, socle: 70, additionnel: 20"), "socle"},
                          Case{with("trajectoire: lineaire", "trajectoire: {saisonniere: [1, 2]}"), "12 poids"},
                          Case{with("trajectoire: lineaire", "trajectoire: {jalons: [{mois: 6, part: 0.6}]}"), "jalons"},
                          Case{with("trajectoire: lineaire", "trajectoire: {annees: [0.5, 0.6]}"), "années"},
                          Case{with("trajectoire: lineaire", "trajectoire: {montee: {rythme_avant: 20, mois_avant: 8}}"), "montée"},
                          Case{with("    mois: 12\n", "    mois: 12\n    parent: B-1\n"), "parent"},
                          Case{with("    mois: 12\n", "    mois: 12\n    parent: A-1\n"), "rond"},
                          Case{with("    mois: 12\n", "    mois: 12\n    argent: oui\n"), "argent"},
                          Case{with("    mois: 12\n", "    mois: 12\n    couleur: bleu\n"), "couleur"},
                          Case{with("    mois: 12\n", "    mois: 12\n    a_saisir: oui\n"), "a_saisir"},
                          Case{with("id: A-1", "id: a1"), "majuscules"}}) {
        auto const loaded = read_objectives(c.text, "a.yaml");
        EXPECT_FALSE(loaded.ok()) << c.says;
        EXPECT_NE(words(loaded.complaints).find(c.says), std::string::npos) << c.says << " in: " << words(loaded.complaints);
        for (auto const& complaint : loaded.complaints) EXPECT_GT(complaint.place.line, 0) << complaint.text();
    }
    auto const silent = read_objectives(with("    mois: 12\n", "    mois: 12\n    fictif: oui\n"), "a.yaml", true);
    EXPECT_NE(words(silent.complaints).find("doit le dire"), std::string::npos) << "a label is shown where nothing else says it";
    EXPECT_FALSE(read_objectives(good + good.substr(good.find("  - id")), "a.yaml").ok());  // the same id twice
    EXPECT_FALSE(read_objectives("objectifs: 3\n", "a.yaml").ok());
    EXPECT_FALSE(read_objectives("", "a.yaml").ok());
}

TEST(ObjectiveFiles, AVersionAppliesFromItsDay) {
    auto const loaded = read_objectives(
        good + "      - {depuis: 2021-06-01, acte: \"b\", cible: 150, trajectoire: lineaire}\n", "a.yaml"
    );
    ASSERT_TRUE(loaded.ok()) << words(loaded.complaints);
    auto const& objective = loaded.objectives.front();
    EXPECT_EQ(objective.on(day("2021-05-31")).target, 100);
    EXPECT_EQ(objective.on(day("2021-06-01")).target, 150);
    EXPECT_EQ(objective.on(day("2020-01-01")).target, 100);
    EXPECT_EQ(objective.end(), day("2021-12-31"));
}

}  // namespace
}  // namespace rules::steering
