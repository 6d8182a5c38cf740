#include "rules/law/cell_set.hpp"

#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace rules::law {
namespace cell_set_test {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

/// The set of a leaf is where holds() says yes: every comparison, constants and parameters, whole or not,
/// below zero too.
TEST(CellSet, IsWhereTheLeafHolds) {
    Measure measure;
    Version const version{essai::day("2020-01-01"), {}, {}, {}, {}, {}, {}, {}};
    Situation const nobody;
    Setting const setting{essai::catalogue().vocabulary(), measure, version, nobody, version.from};
    for (auto const* name : {"age", "revenu_mensuel"}) {
        auto const id = essai::catalogue().vocabulary().find(name);
        ASSERT_TRUE(id.has_value());
        for (int comparison = 0; comparison < 6; ++comparison)
            for (std::int64_t hundredths = -250; hundredths <= 250; hundredths += 25) {
                Leaf constant, dated;
                constant.field = dated.field = *id;
                constant.comparison = dated.comparison = static_cast<Comparison>(comparison);
                constant.values = {Value{hundredths / 100}, Value{hundredths / 100 + 1}, Value{7}};
                dated.parameter = "p";
                measure.parameters = {{"p", "", {{version.from, hundredths, "s"}}}};
                for (const Leaf* leaf : {&constant, &dated}) {
                    auto const set = satisfying(*leaf, setting);
                    ASSERT_TRUE(set.has_value());
                    auto const bound = leaf->parameter.empty() ? std::nullopt : setting.bound("p");
                    for (std::int64_t raw = -300; raw <= 300; ++raw) {
                        bool const wanted = holds(*leaf, setting.vocabulary.at(*id), Value{raw}, bound);
                        ASSERT_EQ(contains(*set, raw), wanted)
                            << name << " " << comparison << " " << hundredths << " " << raw;
                        ASSERT_EQ(contains(complement(*set), raw), !wanted);
                    }
                }
            }
    }
}

TEST(CellSet, JoinsWhatTouchesAndKeepsTheEnds) {
    Measure const measure;
    Version const version;
    Situation const nobody;
    Setting const setting{essai::catalogue().vocabulary(), measure, version, nobody, version.from};
    Leaf leaf;
    leaf.field = essai::field("age");
    leaf.comparison = Comparison::one_of;
    leaf.values = {Value{5}, Value{3}, Value{4}, Value{9}, Value{lowest}, Value{highest}};

    auto const set = satisfying(leaf, setting).value();

    EXPECT_EQ(set, (ValueSet{{lowest, lowest}, {3, 5}, {9, 9}, {highest, highest}}));
    EXPECT_EQ(complement(complement(set)), set);
    EXPECT_EQ(complement({}), (ValueSet{{lowest, highest}}));
    EXPECT_EQ(complement({{lowest, highest}}), ValueSet{});
    std::vector<std::int64_t> cuts;
    add_cuts(set, cuts);
    EXPECT_EQ(cuts, (std::vector<std::int64_t>{lowest + 1, 3, 6, 9, 10, highest}));
}

}  // namespace cell_set_test
}  // namespace rules::law
