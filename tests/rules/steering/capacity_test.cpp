#include "rules/steering/capacity.hpp"

#include "rules/steering/evaluation.hpp"
#include "rules/steering/objective_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace rules::steering {
namespace capacity_test {

using std::chrono::year;

/// The first set of the catalogue: AIJ 2020 with its advisers.
Steering shipped() {
    auto loaded = load_objectives(PHARE_SOURCE_DIR "/rules/catalogue/objectifs", false);
    EXPECT_TRUE(loaded.ok());
    Steering steering;
    steering.objectives = std::move(loaded.objectives);
    return steering;
}

void add(Steering& steering, const char* objective, const char* source, unsigned month, double value) {
    Publication row;
    row.objective = objective, row.source = source, row.month = year(2020) / std::chrono::month(month), row.value = value;
    row.published_on = last_day(row.month) + std::chrono::days(10);
    steering.log.append(row);
}

Evaluation aij(const Steering& steering, Day day) { return evaluate(steering, prepare(steering, *steering.find("AIJ-2020-NOR")), day); }

TEST(Capacity, NobodyHasSaidHowManySoItIsThePlansOwn) {
    auto const steering = shipped();
    auto const capacity = aij(steering, year(2020) / 8 / 25).capacity;
    ASSERT_TRUE(capacity);
    EXPECT_EQ(capacity->people, 77);
    EXPECT_TRUE(capacity->foreseen);
    EXPECT_TRUE(capacity->by_plan);
    EXPECT_NEAR(capacity->a_month(), (6746 - 7 * 275) / 5.0, 1e-9) << "the heaviest month of the plan";
}

TEST(Capacity, FewerAdvisersThanForeseenPutAPaceOutOfReachThatThePlanStillAllows) {
    auto steering = shipped();
    for (unsigned month = 1; month <= 7; ++month) add(steering, "AIJ-2020-NOR", "SI_PE", month, 275);
    auto const day = year(2020) / 8 / 25;
    auto const before = aij(steering, day);
    EXPECT_NEAR(before.pace.required, 964.2, 0.05);
    EXPECT_EQ(before.pace.feasibility, Feasibility::hard) << "never done, and what the plan foresees";
    add(steering, "AIJ-2020-NOR-CONSEILLERS", "RH_PE", 7, 62);
    auto const now = aij(steering, day);
    ASSERT_TRUE(now.capacity);
    EXPECT_EQ(now.capacity->people, 62);
    EXPECT_FALSE(now.capacity->foreseen);
    EXPECT_NEAR(now.capacity->a_month(), 62 * 964.2 / 77, 0.01);
    EXPECT_EQ(now.pace.feasibility, Feasibility::out_of_reach);
    EXPECT_EQ(aij(steering, year(2020) / 8 / 9).capacity->people, 77) << "not yet known on that day";
}

TEST(Capacity, WhatEachTakesCanBeSaidInTheCatalogue) {
    auto steering = shipped();
    auto& objective = *std::find_if(steering.objectives.begin(), steering.objectives.end(), [](auto const& o) { return o.id == "AIJ-2020-NOR"; });
    objective.load_of_each = 10;
    auto const capacity = aij(steering, year(2020) / 8 / 25).capacity;
    ASSERT_TRUE(capacity);
    EXPECT_FALSE(capacity->by_plan);
    EXPECT_EQ(capacity->a_month(), 770);
    objective.means.clear();
    EXPECT_FALSE(aij(steering, year(2020) / 8 / 25).capacity);
}

TEST(Capacity, MeansAreAStateThatExists) {
    auto const head = std::string("objectifs:\n  - {id: A-1, libelle: a, mesure: A, operateur: PE, territoire: \"28\", population: {}, unite: suivis, comptage: flux, sens: plancher, "
                                  "debut: 2020-01, source: S, proprietaire: p, document: d, a_saisir: oui, moyens: {objectif: ");
    auto const two = std::string("}}\n  - {id: A-2, libelle: b, mesure: A, operateur: PE, territoire: \"28\", population: {}, unite: conseillers, comptage: stock, sens: plancher, "
                                 "debut: 2020-01, source: S, proprietaire: p, document: d, a_saisir: oui}\n");
    EXPECT_TRUE(read_objectives(head + "A-2" + two, "x.yaml", false).ok());
    EXPECT_EQ(read_objectives(head + "A-3" + two, "x.yaml", false).complaints.size(), 1U);
    EXPECT_EQ(read_objectives(head + "A-1" + two, "x.yaml", false).complaints.size(), 1U) << "no state";
    EXPECT_EQ(read_objectives(head + "A-2, charge_par_mois: -1" + two, "x.yaml", false).complaints.size(), 1U);
}

}  // namespace capacity_test
}  // namespace rules::steering
