#include "rules/law/catalogue_diff.hpp"

#include "rules/law/simulated_people.hpp"
#include "tests/rules/law/essai.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace rules::law {
namespace catalogue_diff_test {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A copy of the test catalogue in which texts were replaced.
class Changed {
  public:
    Changed()
        : folder_(
              fs::path(testing::TempDir()) /
              ("diff-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))
          ) {
        fs::remove_all(folder_);
        fs::copy(LAW_TEST_DIR "/catalogue", folder_, fs::copy_options::recursive);
    }
    ~Changed() { fs::remove_all(folder_); }
    Changed(const Changed&) = delete;
    Changed& operator=(const Changed&) = delete;

    Changed& replace(const std::string& file, const std::string& old, const std::string& with) {
        std::ifstream in(folder_ / file);
        std::stringstream content;
        content << in.rdbuf();
        std::string text = content.str();
        auto const at = text.find(old);
        EXPECT_NE(at, std::string::npos) << old;
        if (at != std::string::npos) text.replace(at, old.size(), with);
        std::ofstream(folder_ / file) << text;
        return *this;
    }
    void remove(const std::string& file) { fs::remove(folder_ / file); }
    [[nodiscard]] std::shared_ptr<const Catalogue> load() const {
        auto loaded = Catalogue::load(folder_);
        for (const auto& complaint : loaded.complaints) ADD_FAILURE() << complaint.text();
        return loaded.catalogue;
    }

  private:
    fs::path folder_;
};

DiffOptions const few{.people = 2000, .seed = 7};

Condition leaf(const std::string& written, Comparison comparison = Comparison::is) {
    Condition condition;
    condition.kind = Condition::Kind::leaf;
    condition.leaf.written = written;
    condition.leaf.comparison = comparison;
    return condition;
}
Condition group(Condition::Kind kind, std::vector<Condition> parts) {
    Condition condition;
    condition.kind = kind;
    condition.parts = std::move(parts);
    return condition;
}

std::vector<std::string> described(const Condition& before, const Condition& after) {
    std::vector<std::string> sentences;
    describe_conditions(before, after, sentences);
    return sentences;
}

TEST(CatalogueDiff, SaysWhichConditionChangedAndWhichCameOrWent) {
    auto const before = group(
        Condition::Kind::all, {leaf("age moins de 26 ans", Comparison::less), leaf("inscrit_ft"), leaf("rsa")}
    );
    auto const after = group(
        Condition::Kind::all,
        {leaf("age moins de 30 ans", Comparison::less),
         leaf("inscrit_ft"),
         group(Condition::Kind::any, {leaf("qpv"), leaf("suivi_ml")})}
    );

    EXPECT_THAT(
        described(before, after),
        ElementsAre(
            "la condition «\u00A0age moins de 26 ans\u00A0» devient «\u00A0age moins de 30 ans\u00A0»",
            "condition retirée\u00A0: «\u00A0rsa\u00A0»",
            "condition ajoutée\u00A0: «\u00A0une (qpv\u00A0; suivi_ml)\u00A0»"
        )
    );
    EXPECT_THAT(described(before, before), IsEmpty());
}

TEST(CatalogueDiff, SaysInWhichGroupAClauseStands) {
    auto const before = group(
        Condition::Kind::all,
        {leaf("inscrit_ft"), group(Condition::Kind::any, {leaf("age moins de 26 ans"), leaf("rqth est oui")})}
    );
    auto const after = group(
        Condition::Kind::all,
        {leaf("inscrit_ft"),
         group(Condition::Kind::any, {leaf("age moins de 26 ans"), leaf("rqth est oui"), leaf("qpv")})}
    );

    EXPECT_THAT(
        described(before, after),
        ElementsAre("condition ajoutée\u00A0: «\u00A0qpv\u00A0», dans «\u00A0une\u00A0»")
    );
}

TEST(CatalogueDiff, FindsNothingBetweenACatalogueAndItself) {
    auto const diff = compare(essai::catalogue(), essai::catalogue(), few);

    EXPECT_TRUE(diff.measures.empty());
    EXPECT_EQ(written(diff, few), "Rien n’a changé.\n");
}

TEST(CatalogueDiff, CountsAMeasureThatIsNoMoreAsLostByAll) {
    Changed changed;
    changed.remove("mesures/ecole_production.yaml");
    auto const after = changed.load();
    ASSERT_TRUE(after);

    auto const diff = compare(essai::catalogue(), *after, few);

    ASSERT_EQ(diff.measures.size(), 1U);
    EXPECT_EQ(diff.measures[0].id, "ecole_production");
    EXPECT_THAT(diff.measures[0].sentences.front(), HasSubstr("mesure retirée"));
    ASSERT_FALSE(diff.measures[0].cases.empty());
    for (const CaseChange& c : diff.measures[0].cases) {
        EXPECT_EQ(c.gained, 0U);
        EXPECT_GT(c.lost, 0U);
        EXPECT_FALSE(c.sampled);
        EXPECT_GT(c.people_lost, 0U);
    }
    auto const back = compare(*after, essai::catalogue(), few);
    ASSERT_EQ(back.measures.size(), 1U);
    EXPECT_EQ(back.measures[0].cases.size(), diff.measures[0].cases.size());
    EXPECT_EQ(back.measures[0].cases[0].gained, diff.measures[0].cases[0].lost) << "the other way round";
}

TEST(CatalogueDiff, SpeaksOfABoundThatMovesAndCountsWhoItMoves) {
    Changed changed;
    changed.replace("mesures/aij.yaml", "age moins de 26 ans", "age moins de 25 ans");
    auto const after = changed.load();
    ASSERT_TRUE(after);

    auto const diff = compare(essai::catalogue(), *after, few);

    ASSERT_EQ(diff.measures.size(), 1U);
    EXPECT_THAT(
        diff.measures[0].sentences,
        ElementsAre("la condition «\u00A0age moins de 26 ans\u00A0» devient «\u00A0age moins de 25 "
                    "ans\u00A0» (version du 1er\u00A0septembre\u00A02014)")
    );
    ASSERT_EQ(diff.measures[0].cases.size(), 1U);
    CaseChange const& change = diff.measures[0].cases[0];
    EXPECT_EQ(change.from, essai::day("2014-09-01"));
    EXPECT_EQ(change.to, essai::day("2020-08-31"));
    EXPECT_EQ(change.cells, 6U) << "under 25, 25, from 26, each registered or not";
    EXPECT_EQ(change.gained, 0U);
    EXPECT_EQ(change.lost, 1U) << "25 and registered";
    const Vocabulary* const vocabulary = &essai::catalogue().vocabulary();
    std::size_t lost = 0;
    for (const auto& person : simulated_people({&vocabulary, 1}, few.people, few.seed)) {
        auto const situation = situation_of(*vocabulary, person);
        lost += situation.get(essai::field("age")) == of_int(25) &&
                        situation.get(essai::field("inscrit_ft")) == of_bool(true)
                    ? 1
                    : 0;
    }
    EXPECT_GT(lost, 0U);
    EXPECT_EQ(change.people_lost, lost);
    EXPECT_EQ(change.people_gained, 0U);
    EXPECT_THAT(
        written(diff, few),
        HasSubstr("du 1er\u00A0septembre\u00A02014 au 31\u00A0août\u00A02020\u00A0: 1 situation y perd, sur 6"
        )
    );
}

TEST(CatalogueDiff, SpeaksOfAMeasureThatCloses) {
    Changed changed;
    changed.replace("mesures/aij.yaml", "  - du: 2020-09-01", "  - du: 2020-09-01\n    au: 2024-12-31");
    auto const after = changed.load();
    ASSERT_TRUE(after);

    auto const diff = compare(essai::catalogue(), *after, few);

    ASSERT_EQ(diff.measures.size(), 1U);
    EXPECT_THAT(
        diff.measures[0].sentences,
        ElementsAre("fermée\u00A0: dernier jour le 31\u00A0décembre\u00A02024 (version du "
                    "1er\u00A0septembre\u00A02020)")
    );
    ASSERT_EQ(diff.measures[0].cases.size(), 1U);
    EXPECT_EQ(diff.measures[0].cases[0].from, essai::day("2025-01-01"));
    EXPECT_FALSE(diff.measures[0].cases[0].to.has_value());
}

TEST(CatalogueDiff, SpeaksOfAParameterAndOfASource) {
    Changed changed;
    changed.replace("mesures/aij.yaml", "valeur: 30 ans", "valeur: 29 ans");
    changed.replace("mesures/aij.yaml", "22 octobre 2015", "22 octobre 2015, mis à jour");
    auto const after = changed.load();
    ASSERT_TRUE(after);

    auto const diff = compare(essai::catalogue(), *after, few);

    ASSERT_EQ(diff.measures.size(), 1U);
    EXPECT_THAT(
        diff.measures[0].sentences,
        ElementsAre(
            "$age_etendu passe de 30\u00A0ans à 29\u00A0ans (version du 1er\u00A0septembre\u00A02020)",
            HasSubstr("source «\u00A0pe-2015\u00A0» réécrite")
        )
    );
}

TEST(CatalogueDiff, SaysWhenAVersionIsNew) {
    Changed changed;
    changed.replace(
        "mesures/aij.yaml", "  - du: 2020-09-01", "  - du: 2020-10-01\n    apres_interruption: oui"
    );
    auto const after = changed.load();
    ASSERT_TRUE(after);

    auto const diff = compare(essai::catalogue(), *after, few);

    EXPECT_THAT(
        diff.measures.at(0).sentences,
        Contains("prend effet le 1er\u00A0octobre\u00A02020 au lieu du 1er\u00A0septembre\u00A02020")
    );
    ASSERT_EQ(diff.measures[0].cases.size(), 1U);
    EXPECT_EQ(diff.measures[0].cases[0].from, essai::day("2020-09-01"));
    EXPECT_EQ(diff.measures[0].cases[0].to, essai::day("2020-09-30"));
}

TEST(SimulatedPeople, AreTheSameForASeedAndFitTheVocabulary) {
    const Vocabulary* const vocabulary = &essai::catalogue().vocabulary();
    auto const people = simulated_people({&vocabulary, 1}, 50, 3);

    EXPECT_EQ(people, simulated_people({&vocabulary, 1}, 50, 3));
    EXPECT_NE(people, simulated_people({&vocabulary, 1}, 50, 4));
    for (const auto& person : people) {
        EXPECT_EQ(person.at("region"), "28");
        EXPECT_TRUE(situation_of(*vocabulary, person).get(essai::field("age")).has_value());
    }
}

}  // namespace catalogue_diff_test
}  // namespace rules::law
