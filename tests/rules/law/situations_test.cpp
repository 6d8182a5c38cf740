/// The golden situations (tests/situations/<measure>/*.yaml): what an adviser would expect of one person on
/// one day, with the reasons, their parameters and sources. And, over invented persons, what holds for every
/// measure of the catalogue.

#include "rules/law/population.hpp"
#include "rules/law/quantity.hpp"
#include "rules/yaml/strict_yaml.hpp"
#include "tests/rules/law/real.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace rules::law {
namespace situations_test {

namespace fs = std::filesystem;
using real::catalogue;

std::vector<fs::path> golden() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(PHARE_SOURCE_DIR "/tests/situations"))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// The line of the tree that stands for the condition.
const Explained* line_of(const Explained& tree, const Condition* condition) {
    if (tree.condition == condition) return &tree;
    for (const Explained& part : tree.parts)
        if (const Explained* found = line_of(part, condition)) return found;
    return nullptr;
}

/// "age au moins $age_min · 15 · 16 ans · d2022-199 · 2022-03-01"
std::string said(const Explained& line, bool with_source) {
    const Leaf& leaf = line.condition->leaf;
    std::string text =
        leaf.written + " · " + (line.value ? catalogue().vocabulary().text(leaf.field, *line.value) : "?");
    if (!line.bound.empty()) text += " · " + line.bound;
    if (with_source) text += " · " + std::string(line.source);
    if (line.since) text += " · " + rules::yaml::written_day(*line.since);
    return text;
}

std::string plain_spaces(std::string text) {
    for (std::size_t at; (at = text.find("\u00A0")) != std::string::npos;) text.replace(at, 2, " ");
    return text;
}

class Golden : public ::testing::TestWithParam<fs::path> {};

TEST_P(Golden, ComesOutAsAnAdviserExpects) {
    yaml::Complaints complaints;
    yaml::Node const file = yaml::read_file(GetParam(), GetParam().filename().string(), complaints);
    ASSERT_TRUE(complaints.empty()) << complaints.front().text();
    yaml::only_keys(
        file,
        {"situation", "date", "faits", "attendu", "montant", "raisons", "reserves", "manque", "ferme_depuis"},
        complaints
    );
    ASSERT_TRUE(complaints.empty()) << complaints.front().text();
    std::string const id = GetParam().parent_path().filename().string();
    const Measure* measure = catalogue().find(id);
    ASSERT_NE(measure, nullptr) << id;
    const Vocabulary& vocabulary = catalogue().vocabulary();
    Day const day = real::day(file["date"].scalar());
    Situation facts;
    for (const auto& [name, value] : file["faits"].entries()) {
        auto const parsed = vocabulary.parse(real::field(name), value.scalar());
        ASSERT_TRUE(parsed) << name;
        facts.set(real::field(name), *parsed);
    }
    facts = completed(vocabulary, facts, day, nullptr);
    Verdict const verdict = assess(catalogue(), *measure, facts, day);
    EXPECT_EQ(name(verdict.outcome), file["attendu"].scalar());

    if (file["montant"]) {
        auto const wanted = parse_quantity(file["montant"].scalar());
        ASSERT_TRUE(wanted && verdict.amount);
        EXPECT_EQ(verdict.amount->hundredths, wanted->hundredths);
        EXPECT_EQ(verdict.amount->unit, wanted->unit);
        EXPECT_NE(measure->source(verdict.amount->source), nullptr) << "an amount has a source";
    } else if (verdict.outcome != Outcome::a_completer) {
        EXPECT_FALSE(verdict.amount) << written(verdict.amount->hundredths, verdict.amount->unit);
    }

    auto const tree = explain(catalogue(), *measure, facts, day);
    ASSERT_EQ(tree.has_value(), verdict.outcome != Outcome::hors_periode);
    std::vector<std::string> reasons, wanted_reasons;
    for (std::size_t i = 0; i < verdict.reasons.size(); ++i) {
        const Explained* line = line_of(*tree, verdict.reasons[i]);
        ASSERT_NE(line, nullptr);
        EXPECT_NE(measure->source(line->source), nullptr) << "every line has a source";
        reasons.push_back(plain_spaces(said(*line, true)));
    }
    for (const yaml::Node& one : file["raisons"].items()) {
        std::string text = one["ligne"].scalar() + " · " + one["valeur"].scalar();
        for (const char* key : {"borne", "source", "depuis"})
            if (one[key]) text += " · " + one[key].scalar();
        wanted_reasons.push_back(plain_spaces(std::move(text)));
    }
    EXPECT_EQ(reasons, wanted_reasons);

    std::vector<std::string> wanted_reserves = yaml::texts(file["reserves"], complaints), reserves;
    for (const std::string& reserve : verdict.reserves) reserves.push_back(plain_spaces(reserve));
    if (!file["reserves"]) wanted_reserves.clear();
    EXPECT_EQ(reserves, wanted_reserves);

    std::vector<std::string> missing, wanted_missing;
    for (FieldId const field : verdict.missing) missing.push_back(vocabulary.at(field).name);
    for (const yaml::Node& one : file["manque"].items()) wanted_missing.push_back(one.scalar());
    EXPECT_EQ(missing, wanted_missing);

    if (file["ferme_depuis"]) {
        EXPECT_EQ(verdict.closed_since, real::day(file["ferme_depuis"].scalar()));
    }
}

INSTANTIATE_TEST_SUITE_P(Law, Golden, ::testing::ValuesIn(golden()), [](const auto& one) {
    std::string text = one.param.parent_path().filename().string() + "_" + one.param.stem().string();
    std::replace(text.begin(), text.end(), '-', '_');
    return text;
});

TEST(GoldenFiles, AreAtLeastForty) {
    EXPECT_GE(golden().size(), 40U);
}

/// rules/catalogue/README.md is what an auditor reads: one line a measure, with its state.
TEST(CatalogueTable, ListsEveryMeasureWithItsState) {
    std::ifstream const file(PHARE_SOURCE_DIR "/rules/catalogue/README.md");
    std::ostringstream read;
    read << file.rdbuf();
    std::string const table = read.str();
    for (const Measure& measure : catalogue().measures()) {
        std::string const line =
            "| `" + measure.id + "` | " +
            (measure.publication == Publication::verifie ? "vérifiée" : "brouillon") + " | " +
            yaml::written_day(measure.versions.front().from) + " →" +
            (measure.versions.back().to ? " " + yaml::written_day(*measure.versions.back().to) : "") + " |";
        EXPECT_NE(table.find(line), std::string::npos) << "write in rules/catalogue/README.md: " << line;
    }
    for (int number = 1; number <= 70; ++number) {
        std::string const entry =
            std::string("| M") + (number < 10 ? "0" : "") + std::to_string(number) + " |";
        EXPECT_NE(table.find(entry), std::string::npos) << entry;
    }
}

/// Truth of a tree of which only some lines are known: the same line twice is one.
Truth knowing(
    const std::vector<const Condition*>& lines, const Condition& node, const Explained& tree, bool under_non
) {
    if (node.kind == Condition::Kind::not_)
        return negated(knowing(lines, node.parts[0], tree.parts[0], !under_non));
    if (node.kind == Condition::Kind::to_verify) {
        Truth const found =
            node.parts.empty() ? Truth::unknown : knowing(lines, node.parts[0], tree.parts[0], under_non);
        return found != Truth::unknown ? found : under_non ? Truth::no : Truth::yes;
    }
    if (node.kind == Condition::Kind::leaf) {
        for (const Condition* line : lines)
            if (line->leaf.written == node.leaf.written) return tree.truth;
        return Truth::unknown;
    }
    int yes = 0, no = 0;
    auto const parts = static_cast<int>(node.parts.size());
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
        Truth const truth = knowing(lines, node.parts[i], tree.parts[i], under_non);
        yes += truth == Truth::yes ? 1 : 0;
        no += truth == Truth::no ? 1 : 0;
    }
    int const needed = node.kind == Condition::Kind::all   ? parts
                       : node.kind == Condition::Kind::any ? 1
                                                           : node.count;
    return yes >= needed ? Truth::yes : parts - no < needed ? Truth::no : Truth::unknown;
}

Situation partly_known(std::mt19937_64& random) {
    Situation person = drawn_person(catalogue(), random);
    auto const known = person.known();
    for (const auto& fact : known)
        if (random() % 4 == 0) person.forget(fact.field);
    return person;
}

TEST(EveryMeasure, SaysNoWithAMinimalSetOfReasonsEachWithItsSource) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::set<std::string> refused;
    for (int i = 0; i < 300; ++i) {
        Situation const person = partly_known(random);
        Day const day = real::day("2018-01-01") + std::chrono::days(random() % 3300);
        for (const Measure& measure : catalogue().measures()) {
            Verdict const verdict = assess(catalogue(), measure, person, day);
            if (verdict.outcome != Outcome::non_eligible) continue;
            refused.insert(measure.id);
            auto const tree = explain(catalogue(), measure, person, day);
            const Condition& conditions = verdict.version->conditions;
            ASSERT_FALSE(verdict.reasons.empty());
            ASSERT_EQ(knowing(verdict.reasons, conditions, *tree, false), Truth::no) << measure.id;
            for (const Condition* reason : verdict.reasons) {
                auto fewer = verdict.reasons;
                std::erase(fewer, reason);
                ASSERT_NE(knowing(fewer, conditions, *tree, false), Truth::no)
                    << measure.id << ": needless " << reason->leaf.written;
                const Explained* line = line_of(*tree, reason);
                ASSERT_NE(line, nullptr);
                ASSERT_NE(measure.source(line->source), nullptr) << measure.id;
                ASSERT_EQ(line->bound.empty(), reason->leaf.parameter.empty()) << measure.id;
                ASSERT_EQ(line->since.has_value(), !reason->leaf.parameter.empty()) << measure.id;
                ASSERT_TRUE(line->value.has_value());
            }
        }
    }
    EXPECT_GT(refused.size(), 60U) << "nearly every measure was refused to somebody";
}

/// Whether a line about the fact stands in the `constat` of an `a_verifier`.
bool in_a_finding(const Condition& node, FieldId fact, bool inside) {
    if (node.kind == Condition::Kind::leaf) return inside && node.leaf.field == fact;
    bool const below = inside || node.kind == Condition::Kind::to_verify;
    return std::any_of(node.parts.begin(), node.parts.end(), [&](const Condition& part) {
        return in_a_finding(part, fact, below);
    });
}

TEST(EveryMeasure, StandsByItsAnswerWhenMoreIsTold) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int i = 0; i < 60; ++i) {
        Situation const whole = drawn_person(catalogue(), random);
        Day const day = real::day("2018-01-01") + std::chrono::days(random() % 3300);
        auto order = whole.known();
        std::shuffle(order.begin(), order.end(), random);
        Situation told;
        std::vector<Outcome> before(catalogue().measures().size(), Outcome::a_completer);
        for (const auto& fact : order) {
            told.set(fact.field, fact.value);
            for (std::size_t m = 0; m < before.size(); ++m) {
                Verdict const verdict = assess(catalogue(), catalogue().measures()[m], told, day);
                Outcome const now = verdict.outcome;
                bool const settled = before[m] == Outcome::eligible || before[m] == Outcome::non_eligible;
                bool const open = before[m] == Outcome::a_completer || now == before[m];
                // A reserve is lifted, or what it wanted verified has been, and is not so: by the fact just
                // told, in a `constat`.
                bool const verified = before[m] == Outcome::eligible_sous_reserve &&
                                      (now == Outcome::eligible ||
                                       in_a_finding(verdict.version->conditions, fact.field, false));
                ASSERT_TRUE(settled ? now == before[m] : open || verified) << catalogue().measures()[m].id;
                before[m] = now;
            }
        }
    }
}

TEST(EveryQuestion, IsAskedOnceAndMattersToSomeMeasure) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const Vocabulary& vocabulary = catalogue().vocabulary();
    Day const day = real::day("2026-11-22");
    for (int i = 0; i < 60; ++i) {
        Situation const person = partly_known(random);
        Situation told;
        std::set<FieldId> asked;
        while (auto const question = next_question(catalogue(), told, day)) {
            ASSERT_TRUE(asked.insert(*question).second) << vocabulary.at(*question).name;
            ASSERT_TRUE(vocabulary.at(*question).askable());
            if (auto const answer = person.get(*question); answer && random() % 5 != 0)
                told.set(*question, *answer);
            else
                told.decline(*question);
            told = completed(vocabulary, told, day, nullptr);
        }
        EXPECT_LT(asked.size(), 70U);
    }
}

TEST(EveryQuestion, OfANeetIsAboutTheirPathBeforeSideHelps) {
    Situation told =
        real::person({{"age", "19"}, {"departement", "76"}, {"region", "28"}, {"statut", "neet"}});
    std::vector<std::string> asked;
    for (int i = 0; i < 3; ++i) {
        auto const question = next_question(catalogue(), told, real::day("2026-11-22"));
        ASSERT_TRUE(question);
        asked.push_back(catalogue().vocabulary().at(*question).name);
        told.decline(*question);
    }
    EXPECT_EQ(std::count(asked.begin(), asked.end(), "niveau_diplome"), 1);
    for (const char* side : {"permis", "logement", "code_obtenu", "bafa_etape", "bourse"})
        EXPECT_EQ(std::count(asked.begin(), asked.end(), side), 0) << side;
}

}  // namespace situations_test
}  // namespace rules::law
