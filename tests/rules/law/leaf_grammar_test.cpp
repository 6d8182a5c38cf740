#include "rules/law/leaf_grammar.hpp"

#include "rules/law/quantity.hpp"
#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>

namespace rules::law {
namespace leaf_grammar_test {

std::optional<Leaf> leaf(std::string_view line) {
    yaml::Complaints complaints;
    auto parsed = parse_leaf(line, {"essai.yaml", 1, 1}, essai::catalogue().vocabulary(), complaints);
    EXPECT_EQ(parsed.has_value(), complaints.empty()) << line;
    for (const auto& complaint : complaints) EXPECT_FALSE(complaint.advice.empty()) << complaint.message;
    return parsed;
}

TEST(LeafGrammar, ReadsEachComparisonOfTheLaw) {
    struct Case {
        std::string_view line;
        Comparison comparison;
        std::int64_t raw;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"age moins de 26 ans", Comparison::less, 26},
             {"age au plus 25 ans", Comparison::at_most, 25},
             {"age jusqu'à 25 ans inclus", Comparison::at_most, 25},
             {"age jusqu’à 25 ans inclus", Comparison::at_most, 25},
             {"age au moins 16 ans", Comparison::at_least, 16},
             {"age au moins 1 an", Comparison::at_least, 1},
             {"age plus de 17\u00A0ans", Comparison::more, 17},
             {"age est 18 ans", Comparison::is, 18},
             {"revenu_mensuel moins de 525,50 €/mois", Comparison::less, 52550},
             {"revenu_mensuel moins de 1 525 €/mois", Comparison::less, 152500},
             {"statut est etudiant", Comparison::is, 2},
             {"inscrit_ft", Comparison::is, 1},
             {"inscrit_ft est non", Comparison::is, 0},
             {"date_debut_contrat au moins 1970-01-02", Comparison::at_least, 1}}) {
        auto const parsed = leaf(c.line);
        ASSERT_TRUE(parsed) << c.line;
        EXPECT_EQ(parsed->comparison, c.comparison) << c.line;
        EXPECT_EQ(parsed->values, std::vector<Value>{Value{c.raw}}) << c.line;
    }
}

TEST(LeafGrammar, ReadsLists) {
    auto const departements = leaf("departement parmi {14, 2A,50 }");
    ASSERT_TRUE(departements);
    EXPECT_EQ(departements->values, (std::vector<Value>{of_code("14"), of_code("2A"), of_code("50")}));
}

TEST(LeafGrammar, ReadsParameters) {
    auto const bound = leaf("age jusqu'à $age_max inclus");
    ASSERT_TRUE(bound);
    EXPECT_EQ(bound->parameter, "age_max");
    EXPECT_TRUE(bound->values.empty());
    EXPECT_EQ(bound->written, "age jusqu'à $age_max inclus");
    EXPECT_FALSE(leaf("statut est $statut")) << "a parameter is a number";
}

TEST(LeafGrammar, RefusesTheRest) {
    for (std::string_view const line :
         {"",
          "age",
          "age 26 ans",
          "age < 26 ans",
          "age moins de",
          "age moins de 26",
          "age moins de 26 mois",
          "age moins de vingt ans",
          "age jusqu'à 25 ans",
          "age parmi 16, 17",
          "age parmi {}",
          "statut",
          "statut plus de neet",
          "statut parmi {neet, }",
          "departement plus de 14",
          "inscrit_ft est peut-être",
          "Age moins de 26 ans",
          "age moins de 26 ans et inscrit_ft"})
        EXPECT_FALSE(leaf(line)) << line;
}

TEST(Quantity, HasANumberAndAUnit) {
    auto const amount = parse_quantity("1 234,50 €/mois");
    ASSERT_TRUE(amount);
    EXPECT_EQ(amount->hundredths, 123450);
    EXPECT_EQ(amount->unit, "€/mois");
    EXPECT_EQ(parse_quantity("65 %")->unit, "%");
    EXPECT_EQ(parse_quantity("26")->unit, "");
    EXPECT_FALSE(parse_quantity("ans"));
    EXPECT_FALSE(parse_quantity("$age"));
}

TEST(Quantity, IsWrittenInFrench) {
    EXPECT_EQ(written(56168, "€/mois"), "561,68\u00A0€/mois");
    EXPECT_EQ(written(2600, "ans"), "26\u00A0ans");
    EXPECT_EQ(written(123456700, "€"), "1\u00A0234\u00A0567\u00A0€");
    EXPECT_EQ(written(105, ""), "1,05");
    EXPECT_EQ(written(-50, "€"), "-0,50\u00A0€");
}

}  // namespace leaf_grammar_test
}  // namespace rules::law
