#include "rules/law/verdict.hpp"

#include "tests/rules/law/essai.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rules::law {
namespace verdict_test {

using essai::catalogue;
using essai::day;
using essai::field;
using essai::person;
using essai::verdict;
using ::testing::ElementsAre;

std::vector<std::string> reasons(const Verdict& v) {
    std::vector<std::string> written;
    for (const Condition* c : v.reasons) written.push_back(c->leaf.written);
    return written;
}

std::vector<std::string> missing(const Verdict& v) {
    std::vector<std::string> names;
    for (FieldId const id : v.missing) names.push_back(catalogue().vocabulary().at(id).name);
    return names;
}

const std::vector<std::pair<std::string, std::string>> ready_for_cej{
    {"age", "20"}, {"statut", "neet"}, {"imposition_foyer", "non_imposable"}, {"rsa", "non"}};

TEST(Verdict, IsUnderReserveOfWhatAnAdviserVerifies) {
    auto const v = verdict("cej", ready_for_cej, "2026-11-22");
    EXPECT_EQ(v.outcome, Outcome::eligible_sous_reserve);
    EXPECT_THAT(
        v.reserves,
        ElementsAre(
            "Être prêt à un programme intensif de 15 à 20 heures par semaine, entretien avec le conseiller"
        )
    );
    EXPECT_TRUE(v.missing.empty());
}

TEST(Verdict, TakesAnAnswerThatIsMissingAsUnknownAndNeverAsNo) {
    auto const v = verdict("cej", {{"age", "20"}}, "2026-11-22");
    EXPECT_EQ(v.outcome, Outcome::a_completer);
    EXPECT_THAT(missing(v), ElementsAre("statut", "rsa", "imposition_foyer"))
        << "each by the share of its values that would settle the measure";
}

TEST(Verdict, AsksNothingOfWhatIsSettled) {
    auto const v = verdict("cej", {{"age", "20"}, {"statut", "neet"}, {"rsa", "non"}}, "2026-11-22");
    EXPECT_THAT(missing(v), ElementsAre("imposition_foyer")) << "the disability no longer matters at 20";
    EXPECT_TRUE(verdict("cej", {{"age", "31"}}, "2026-11-22").missing.empty());
}

TEST(Verdict, GivesTheFewestReasonsForANo) {
    EXPECT_THAT(reasons(verdict("cej", {{"age", "15"}}, "2026-11-22")), ElementsAre("age au moins $age_min"));
    EXPECT_THAT(
        reasons(verdict("cej", {{"age", "27"}, {"rqth", "non"}}, "2026-11-22")),
        ElementsAre("age jusqu'à $age_max inclus", "rqth est oui")
    );
    EXPECT_THAT(
        reasons(verdict("cej", {{"age", "30"}, {"rqth", "non"}, {"statut", "etudiant"}}, "2026-11-22")),
        ElementsAre("statut parmi {collegien, lyceen, etudiant, service_civique}")
    ) << "one reason is enough, and shorter than two";
    EXPECT_THAT(
        reasons(verdict(
            "aide_essai", {{"inscrit_ft", "non"}, {"suivi_ml", "non"}, {"permis", "non"}}, "2026-11-22"
        )),
        ElementsAre("inscrit_ft", "suivi_ml")
    ) << "two that fail out of three are enough when two are wanted";
}

TEST(Verdict, ReservesOnlyWhatTheYesRestsOn) {
    EXPECT_EQ(verdict("aij", {{"age", "22"}, {"inscrit_ft", "oui"}}, "2020-11-10").reserves.size(), 1U);
    EXPECT_EQ(verdict("aij", {{"age", "28"}, {"inscrit_ft", "oui"}}, "2020-11-10").reserves.size(), 2U);
    auto const v = verdict(
        "aide_essai", {{"revenu_mensuel", "0"}, {"inscrit_ft", "oui"}, {"suivi_ml", "oui"}}, "2026-11-22"
    );
    EXPECT_EQ(v.outcome, Outcome::eligible_sous_reserve);
    EXPECT_THAT(v.reserves, ElementsAre("Ne doit pas être le cas\u00A0: Aide déjà reçue cette année"));
}

TEST(Verdict, StandsOnTheVersionOfTheDay) {
    std::vector<std::pair<std::string, std::string>> const someone{
        {"territoire_ef", "oui"}, {"qpv", "non"}, {"inscrit_ft", "oui"}, {"contrat_type", "cdi"}};
    EXPECT_EQ(verdict("emplois_francs", someone, "2019-12-31").outcome, Outcome::eligible);
    EXPECT_EQ(verdict("emplois_francs", someone, "2020-01-01").outcome, Outcome::non_eligible);
    EXPECT_EQ(verdict("emplois_francs", someone, "2024-12-31").outcome, Outcome::non_eligible);
    auto const closed = verdict("emplois_francs", someone, "2025-01-01");
    EXPECT_EQ(closed.outcome, Outcome::hors_periode);
    EXPECT_EQ(closed.version, nullptr);
    EXPECT_EQ(closed.closed_since, day("2025-01-01"));
    EXPECT_FALSE(closed.opens_on);
    EXPECT_FALSE(closed.amount);
}

TEST(Verdict, SaysWhenAMeasureOpens) {
    auto const before = verdict("aide_essai", {}, "2023-05-31");
    EXPECT_FALSE(before.closed_since);
    EXPECT_EQ(before.opens_on, day("2023-06-01"));
    auto const between = verdict("aide_essai", {}, "2024-07-01");
    EXPECT_EQ(between.closed_since, day("2024-01-01"));
    EXPECT_EQ(between.opens_on, day("2025-01-01"));
}

TEST(Amount, IsTheOneOfTheDayWithItsSource) {
    auto facts = ready_for_cej;
    facts.front().second = "17";
    auto const before = verdict("cej", facts, "2025-03-31").amount;
    ASSERT_TRUE(before);
    EXPECT_EQ(before->hundredths, 22092);
    auto const after = verdict("cej", facts, "2025-04-01").amount;
    ASSERT_TRUE(after);
    EXPECT_EQ(after->hundredths, 22468);
    EXPECT_EQ(after->unit, "€/mois");
    EXPECT_EQ(after->source, "dss-2025-32");
    EXPECT_EQ(after->since, day("2025-04-01"));
    EXPECT_TRUE(after->ceiling);
}

TEST(Amount, IsNotSaidBeforeItIsDecided) {
    auto const v = verdict(
        "pec_jeunes",
        {{"age", "22"},
         {"secteur_employeur", "non_marchand"},
         {"contrat_type", "cdi"},
         {"heures_semaine", "35"}},
        "2021-01-01"
    );
    EXPECT_EQ(v.outcome, Outcome::eligible_sous_reserve);
    EXPECT_FALSE(v.amount) << "qpv is not known: 65 % or 80 %";
    EXPECT_FALSE(verdict("cej", {{"age", "15"}}, "2026-11-22").amount) << "no amount with a no";
}

TEST(AssessAll, ShowsPublishedMeasuresBestFirst) {
    auto const verdicts = assess_all(catalogue(), person(ready_for_cej), day("2026-11-22"));
    ASSERT_EQ(verdicts.size(), 2U) << "drafts are invisible";
    EXPECT_EQ(verdicts[0].measure->id, "cej");
    EXPECT_EQ(verdicts[1].measure->id, "aide_essai");
    auto const unknown = assess_all(catalogue(), {}, day("2026-11-22"));
    EXPECT_EQ(unknown[0].measure->id, "aide_essai") << "same outcome: the lighter first";
    EXPECT_TRUE(assess_all(catalogue(), {}, day("2026-11-22"), "employeur").empty());
}

TEST(Explanation, IsTheTreeWithValuesAndSources) {
    auto const tree =
        explain(catalogue(), *catalogue().find("cej"), person({{"age", "15"}}), day("2026-11-22"));
    ASSERT_TRUE(tree);
    EXPECT_EQ(tree->truth, Truth::no);
    ASSERT_EQ(tree->parts.size(), 6U);
    const Explained& age = tree->parts[0];
    EXPECT_EQ(age.truth, Truth::no);
    EXPECT_EQ(age.value, of_int(15));
    EXPECT_EQ(age.bound, "16\u00A0ans");
    EXPECT_EQ(age.source, "d2022-199");
    EXPECT_EQ(age.since, day("2022-03-01"));
    EXPECT_EQ(tree->parts[2].truth, Truth::unknown);
    EXPECT_FALSE(tree->parts[2].parts[0].value);
    EXPECT_EQ(tree->parts[5].truth, Truth::unknown) << "what is to be verified stays open";
    EXPECT_FALSE(explain(catalogue(), *catalogue().find("cej"), {}, day("2022-02-28")));
}

TEST(AtLeast, CountsInThreeValues) {
    using Facts = std::vector<std::pair<std::string, std::string>>;
    auto const outcome = [](Facts facts) {
        facts.emplace_back("revenu_mensuel", "100");
        return verdict("aide_essai", facts, "2026-11-22").outcome;
    };
    EXPECT_EQ(outcome({}), Outcome::a_completer);
    EXPECT_EQ(outcome({{"permis", "oui"}}), Outcome::a_completer);
    EXPECT_EQ(outcome({{"permis", "oui"}, {"suivi_ml", "oui"}}), Outcome::eligible_sous_reserve);
    EXPECT_EQ(outcome({{"permis", "non"}}), Outcome::a_completer);
    EXPECT_EQ(outcome({{"permis", "non"}, {"suivi_ml", "non"}}), Outcome::non_eligible);
}

TEST(Outcome, HasTheNameOfTheFiles) {
    EXPECT_EQ(name(Outcome::eligible_sous_reserve), "eligible_sous_reserve");
    EXPECT_EQ(name(Outcome::hors_periode), "hors_periode");
}

}  // namespace verdict_test
}  // namespace rules::law
