#include "rules/steering/measured.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace rules::steering {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) { a + b; };
static_assert(Addable<Entries, Entries>);
static_assert(!Addable<Entries, Prescriptions>);  // two kinds: it does not compile

TEST(Measured, EntriesAndPrescriptionsAreNeverAdded) {
    Measured const pe{8000, Unit::prescriptions, Counting::flow, 30}, ml{4200, Unit::prescriptions, Counting::flow, 26},
        all{13000, Unit::entries, Counting::flow, 30};
    EXPECT_FALSE(sum(pe, all));
    EXPECT_FALSE(sum(pe, ml));  // the brackets differ: the populations overlap
    EXPECT_FALSE(share(pe, all));
    EXPECT_EQ(sum(pe, pe)->number, 16000);
    EXPECT_DOUBLE_EQ(*share(Measured{2000, Unit::entries, Counting::flow, 30}, all), 2000.0 / 13000);
}

TEST(Measured, OneIsSingularAndSoIsNone) {
    EXPECT_EQ(words_for(Unit::followed, 1), "jeune suivi");
    EXPECT_EQ(words_for(Unit::followed, 0), "jeune suivi");
    EXPECT_EQ(words_for(Unit::followed, 1.5), "jeune suivi");
    EXPECT_EQ(words_for(Unit::followed, 2), "jeunes suivis");
    EXPECT_EQ(words_for(Unit::thousand_euros, 1350), "milliers d’euros");
}

TEST(Measured, AStockIsNeverSummed) {
    Measured const advisers{48, Unit::staff, Counting::stock, 0};
    EXPECT_FALSE(sum(advisers, advisers));
}

TEST(Measured, WordsOfTheCatalogueComeBack) {
    for (auto const* word : {"entrees", "prescriptions", "suivis", "contrats", "places", "conseillers", "ecoles", "euros"})
        EXPECT_EQ(name_of(*unit_named(word)), word);
    EXPECT_FALSE(unit_named("entries"));
}

}  // namespace
}  // namespace rules::steering
