/// The column evaluator says what the row evaluator says, and both its paths the same bits.

#include "rules/law/bulk.hpp"

#include "tests/rules/law/essai.hpp"
#include "tests/rules/law/random_people.hpp"

#include <gtest/gtest.h>

namespace rules::law {
namespace bulk_test {

const Catalogue& whole_catalogue() {
    static auto const loaded = Catalogue::load(PHARE_SOURCE_DIR "/rules/catalogue");
    if (!loaded.catalogue) throw std::runtime_error(loaded.complaints.front().text());
    return *loaded.catalogue;
}

std::vector<const Measure*> measures_of(const Catalogue& catalogue) {
    std::vector<const Measure*> all;
    for (const Measure& measure : catalogue.measures()) all.push_back(&measure);
    return all;
}

Leaf leaf_of(FieldId field, Comparison comparison, std::vector<std::int64_t> raws) {
    Leaf leaf;
    leaf.field = field;
    leaf.comparison = comparison;
    for (std::int64_t const raw : raws) leaf.values.push_back(Value{raw});
    return leaf;
}
Condition just(Leaf leaf) {
    Condition condition;
    condition.kind = Condition::Kind::leaf;
    condition.leaf = std::move(leaf);
    return condition;
}
Condition group(Condition::Kind kind, std::vector<Condition> parts, int count = 0) {
    Condition condition;
    condition.kind = kind;
    condition.parts = std::move(parts);
    condition.count = count;
    return condition;
}
Measure measure_of(Condition conditions) {
    Measure measure;
    measure.id = "essai";
    Version version;
    version.from = essai::day("2020-01-01");
    version.to = essai::day("2020-12-31");
    version.conditions = std::move(conditions);
    measure.versions.push_back(std::move(version));
    return measure;
}

/// Compares `verdicts` outcomes or a few more, in rows of one day, of near days, and of any day.
void expect_the_same(
    const Vocabulary& vocabulary, const std::vector<const Measure*>& measures, std::size_t verdicts
) {
    std::uint64_t const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomPeople people(vocabulary, measures, seed);
    Bulk const bulk(vocabulary, measures);
    std::size_t done = 0;
    for (int mode = 0; done < verdicts; mode = (mode + 1) % 3) {
        std::size_t const count = 1 + static_cast<std::size_t>(people.below(1200));
        Day const usual = people.day();
        std::vector<std::pair<Situation, Day>> persons;
        BulkRows rows = bulk.rows();
        for (std::size_t i = 0; i < count; ++i) {
            Day const day = mode == 0   ? usual
                            : mode == 1 ? usual + std::chrono::days(people.below(40))
                                        : people.day();
            persons.emplace_back(people.person(mode == 0 ? 0.5 : 0.05), day);
            rows.append(persons.back().first, day);
        }
        BulkOutcomes portable, fast;
        bulk.evaluate(rows, portable, BulkPath::portable);
        if (has_avx2()) {
            bulk.evaluate(rows, fast, BulkPath::avx2);
            ASSERT_TRUE(fast == portable) << "AVX2 and portable bits differ";
        }
        std::vector<std::size_t> counts(5);
        for (std::size_t m = 0; m < measures.size(); ++m) {
            std::fill(counts.begin(), counts.end(), 0);
            for (std::size_t i = 0; i < count; ++i) {
                auto const& [situation, day] = persons[i];
                const Version* version = measures[m]->in_force(day);
                Outcome const expected =
                    version ? assess(Setting{vocabulary, *measures[m], *version, situation, day}).outcome
                            : Outcome::hors_periode;
                ASSERT_EQ(portable.at(m, i), expected) << measures[m]->id << ", row " << i;
                ++counts[static_cast<std::size_t>(expected)];
            }
            for (std::size_t o = 0; o < counts.size(); ++o)
                ASSERT_EQ(portable.count(m, static_cast<Outcome>(o)), counts[o]);
        }
        done += count * measures.size();
    }
}

TEST(Bulk, AgreesWithTheRowEvaluatorOnTheWholeCatalogue) {
    expect_the_same(whole_catalogue().vocabulary(), measures_of(whole_catalogue()), 200'000);
}

TEST(Bulk, AgreesWithTheRowEvaluatorOnTheTestCatalogue) {
    expect_the_same(essai::catalogue().vocabulary(), measures_of(essai::catalogue()), 20'000);
}

Condition random_leaf(RandomPeople& people, const Vocabulary& vocabulary) {
    FieldId const field{
        static_cast<std::uint16_t>(people.below(static_cast<std::int64_t>(vocabulary.fields().size())))};
    const Field& declared = vocabulary.at(field);
    auto const comparison = static_cast<Comparison>(people.below(6));
    std::vector<std::int64_t> raws;
    std::int64_t const low = declared.type == FieldType::code ? of_code("14").raw : declared.low;
    std::int64_t const span = declared.type == FieldType::code ? 3 : declared.high - declared.low + 1;
    std::int64_t const count = comparison == Comparison::one_of ? 1 + people.below(40) : 1;
    for (std::int64_t i = 0; i < count; ++i) raws.push_back(low + people.below(span));
    return just(leaf_of(field, comparison, raws));
}

/// Trees that no catalogue has: every connective, any depth, every comparison, `a_verifier` anywhere, with
/// a `constat` or without.
Condition random_tree(RandomPeople& people, const Vocabulary& vocabulary, int depth) {
    std::int64_t const kind = people.below(depth == 0 ? 3 : 8);
    if (kind == 0) {
        Condition verify = group(Condition::Kind::to_verify, {});
        verify.to_verify = std::to_string(people.below(3));
        if (people.below(2) == 0) {
            std::vector<Condition> finding;
            for (std::int64_t i = 0; i < 1 + people.below(2); ++i)
                finding.push_back(random_leaf(people, vocabulary));
            bool const denied = people.below(2) == 0;
            Condition constat = group(Condition::Kind::any, std::move(finding));
            verify.parts.push_back(denied ? group(Condition::Kind::not_, {std::move(constat)}) : constat);
        }
        return verify;
    }
    if (kind <= 2) return random_leaf(people, vocabulary);
    std::vector<Condition> parts;
    std::int64_t const width = kind == 3 ? 1 : 1 + people.below(5);
    for (std::int64_t i = 0; i < width; ++i) parts.push_back(random_tree(people, vocabulary, depth - 1));
    if (kind == 3) return group(Condition::Kind::not_, std::move(parts));
    if (kind == 4)
        return group(Condition::Kind::at_least, std::move(parts), static_cast<int>(people.below(width + 1)));
    return group(kind % 2 == 0 ? Condition::Kind::all : Condition::Kind::any, std::move(parts));
}

TEST(Bulk, AgreesWithTheRowEvaluatorOnAnyTree) {
    const Vocabulary& vocabulary = essai::catalogue().vocabulary();
    std::uint64_t const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomPeople people(vocabulary, measures_of(essai::catalogue()), seed);
    for (int round = 0; round < 20; ++round) {
        std::vector<Measure> measures;
        for (int m = 0; m < 8; ++m) measures.push_back(measure_of(random_tree(people, vocabulary, 4)));
        std::vector<const Measure*> pointers;
        for (const Measure& measure : measures) pointers.push_back(&measure);
        expect_the_same(vocabulary, pointers, 1000);
    }
}

TEST(Bulk, KeepsAFieldWithManyCellsExact) {
    const Vocabulary& vocabulary = essai::catalogue().vocabulary();
    std::vector<std::int64_t> some, many;
    for (std::int64_t raw = 0; raw < 100; ++raw) some.push_back(12 + 2 * raw);
    for (std::int64_t raw = 0; raw < 700; ++raw) many.push_back(-1000 + 3 * raw);
    for (auto const& raws : {some, many}) {
        Measure const measure = measure_of(just(leaf_of(essai::field("age"), Comparison::one_of, raws)));
        std::vector<const Measure*> const list{&measure};
        Bulk const bulk(vocabulary, list);
        EXPECT_EQ(bulk.shape().row_bytes, raws.size() > 200 ? 3U : 2U);
        BulkRows rows = bulk.rows();
        Situation situation;
        for (std::int64_t age = -1100; age < 1500; ++age) {
            situation.set(essai::field("age"), of_int(age));
            rows.append(situation, essai::day("2020-06-01"));
        }
        for (BulkPath const path : {BulkPath::portable, has_avx2() ? BulkPath::avx2 : BulkPath::portable}) {
            BulkOutcomes outcomes;
            bulk.evaluate(rows, outcomes, path);
            for (std::int64_t age = -1100; age < 1500; ++age) {
                bool const in = std::binary_search(raws.begin(), raws.end(), age);
                ASSERT_EQ(
                    outcomes.at(0, static_cast<std::size_t>(age + 1100)),
                    in ? Outcome::eligible : Outcome::non_eligible
                ) << age;
            }
        }
    }
}

TEST(Bulk, IsUnknownAboutAParameterThatHasNoValueYet) {
    const Vocabulary& vocabulary = essai::catalogue().vocabulary();
    Leaf leaf = leaf_of(essai::field("age"), Comparison::less, {});
    leaf.parameter = "age_max";
    Measure measure = measure_of(group(Condition::Kind::not_, {just(leaf)}));
    measure.parameters.push_back({"age_max", "ans", {{essai::day("2020-06-01"), 2600, "s"}}});
    std::vector<const Measure*> const list{&measure};
    Bulk const bulk(vocabulary, list);
    BulkRows rows = bulk.rows();
    for (auto const* date : {"2019-12-31", "2020-01-01", "2020-05-31", "2020-06-01", "2021-01-01"})
        rows.append(essai::person({{"age", "26"}}), essai::day(date));

    BulkOutcomes outcomes;
    bulk.evaluate(rows, outcomes);

    std::vector<Outcome> said;
    for (std::size_t row = 0; row < 5; ++row) said.push_back(outcomes.at(0, row));
    EXPECT_EQ(
        said,
        (std::vector{
            Outcome::hors_periode,
            Outcome::a_completer,
            Outcome::a_completer,
            Outcome::eligible,
            Outcome::hors_periode})
    );
}

TEST(Bulk, SharesWhatIsTheSameAndKeepsAMillionPeopleUnder200Megabytes) {
    Bulk const bulk(whole_catalogue());
    auto const shape = bulk.shape();
    EXPECT_LT(shape.leaves, 2 * shape.variants) << "leaves are shared";

    BulkRows rows = bulk.rows();
    Situation const nobody;
    for (int i = 0; i < 10'000; ++i) rows.append(nobody, essai::day("2026-11-22"));
    BulkOutcomes outcomes;
    bulk.evaluate(rows, outcomes);

    EXPECT_LT(100 * (rows.bytes() + outcomes.bytes()), 200U << 20);
    std::size_t const held = rows.bytes();
    rows.clear();
    EXPECT_EQ(rows.bytes(), held) << "the memory is used again";
    bulk.evaluate(rows, outcomes);
    EXPECT_EQ(outcomes.rows(), 0U);
}

}  // namespace bulk_test
}  // namespace rules::law
