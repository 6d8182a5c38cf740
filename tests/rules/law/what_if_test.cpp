#include "rules/law/what_if.hpp"

#include "rules/law/population.hpp"
#include "tests/rules/law/real.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rules::law {
namespace what_if_test {

using real::catalogue;
using real::day;
using real::field;
using real::person;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Facts = std::vector<std::pair<std::string, std::string>>;

/// "contrat_type cdi", "age 16 2027-01-10".
std::vector<std::string> answers(
    std::string_view measure, const Facts& facts, std::string_view date, int horizon = 24
) {
    Situation const someone = person(facts);
    Told const told{someone, day(date)};
    std::vector<std::string> all;
    for (const WhatIf& one : what_if(catalogue(), *catalogue().find(measure), told, horizon)) {
        std::string text;
        for (const Change& change : one.changes) {
            if (!text.empty()) text += " + ";
            text += catalogue().vocabulary().at(change.field).name + " " +
                    catalogue().vocabulary().text(change.field, change.to);
        }
        if (one.on != told.on) text += " " + rules::yaml::written_day(one.on);
        all.push_back(std::move(text));
    }
    return all;
}

TEST(WhatIf, AContractOfFourMonthsBecomesPermanentOrLastsSix) {
    Facts const facts{
        {"qpv", "oui"}, {"inscrit_ft", "oui"}, {"contrat_type", "cdd"}, {"duree_contrat_mois", "4"}};
    EXPECT_THAT(
        answers("emplois_francs", facts, "2020-09-01"),
        ElementsAre("contrat_type cdi", "duree_contrat_mois 6")
    );
}

TEST(WhatIf, TimeGoesForwardWithItsDay) {
    EXPECT_THAT(
        answers("cej", {{"date_naissance", "2011-01-10"}, {"statut", "neet"}}, "2026-11-22"),
        ElementsAre("age 16 2027-01-10")
    );
    EXPECT_THAT(answers("cej", {{"age", "27"}, {"rqth", "non"}, {"statut", "neet"}}, "2026-11-22"), IsEmpty())
        << "nobody grows younger, and a disability is not a step to take";
    EXPECT_THAT(
        answers("cej", {{"date_naissance", "2014-01-10"}, {"statut", "neet"}}, "2026-11-22", 24), IsEmpty()
    ) << "three years off";
}

TEST(WhatIf, NobodyIsToldToLeaveSchool) {
    EXPECT_THAT(answers("cej", {{"age", "19"}, {"statut", "lyceen"}}, "2026-11-22"), IsEmpty());
}

TEST(WhatIf, SaysNothingOfAYesNorOfWhatIsClosed) {
    EXPECT_THAT(answers("cej", {{"age", "19"}, {"statut", "neet"}}, "2026-11-22"), IsEmpty());
    EXPECT_THAT(answers("cej", {}, "2026-11-22"), IsEmpty());
    EXPECT_THAT(answers("emplois_francs", {{"qpv", "non"}}, "2026-11-22"), IsEmpty());
}

TEST(WhatIf, AnAgeGivesTheLatestDay) {
    Situation const someone = person({{"age", "15"}, {"statut", "neet"}});
    Told const told{someone, day("2026-11-22")};
    auto const found = what_if(catalogue(), *catalogue().find("cej"), told);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_FALSE(found[0].on_exact);
    EXPECT_EQ(found[0].on, day("2027-11-22"));
}

bool lifts(const Measure& measure, const Told& told, const WhatIf& change) {
    if (!measure.in_force(change.on)) return false;
    Situation const then = completed(
        catalogue().vocabulary(), supposing(catalogue().vocabulary(), told, change), change.on, nullptr
    );
    auto const outcome = assess(catalogue(), measure, then, change.on).outcome;
    return outcome != Outcome::non_eligible && outcome != Outcome::hors_periode;
}

TEST(WhatIf, IsTrueMinimalAndAllowedForEverybody) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const Vocabulary& vocabulary = catalogue().vocabulary();
    int answered = 0;
    for (int i = 0; i < 150; ++i) {
        Situation facts = drawn_person(catalogue(), random);
        auto const known = facts.known();
        for (const auto& fact : known)
            if (random() % 4 == 0) facts.forget(fact.field);
        Told const told{facts, day("2018-01-01") + std::chrono::days(random() % 3300)};
        for (const Measure& measure : catalogue().measures()) {
            auto const found = what_if(catalogue(), measure, told);
            ASSERT_LE(found.size(), 3U);
            for (const WhatIf& one : found) {
                ++answered;
                ASSERT_TRUE(lifts(measure, told, one)) << measure.id;
                ASSERT_FALSE(one.changes.empty());
                ASSERT_GE(one.on, told.on);
                for (const Change& change : one.changes) {
                    const Field& changed = vocabulary.at(change.field);
                    ASSERT_LT(changed.sensitivity, 3) << changed.name;
                    ASSERT_NE(changed.evolution, Evolution::jamais) << changed.name;
                    ASSERT_NE(change.from, change.to);
                    if (change.how == Evolution::temps) {
                        ASSERT_TRUE(changed.clock() && change.to > change.from && one.on > told.on)
                            << changed.name;
                    } else if (changed.towards) {
                        ASSERT_TRUE(
                            std::count(changed.towards->begin(), changed.towards->end(), change.to) == 1
                        ) << changed.name;
                    }
                }
                for (std::size_t left_out = 0; left_out < one.changes.size(); ++left_out) {
                    WhatIf fewer = one;
                    fewer.changes.erase(fewer.changes.begin() + static_cast<std::ptrdiff_t>(left_out));
                    if (one.changes[left_out].how == Evolution::temps) fewer.on = told.on;
                    ASSERT_FALSE(lifts(measure, told, fewer)) << measure.id << ": one change too many";
                }
            }
        }
    }
    EXPECT_GT(answered, 100);
}

}  // namespace what_if_test
}  // namespace rules::law
