#include "rules/law/timeline.hpp"

#include "rules/law/calendar.hpp"
#include "rules/law/population.hpp"
#include "tests/rules/law/real.hpp"

#include <gtest/gtest.h>

namespace rules::law {
namespace timeline_test {

using real::catalogue;
using real::day;
using real::field;
using real::person;
using std::chrono::days;

const Measure& measure(std::string_view id) {
    return *catalogue().find(id);
}

Outcome on(const Measure& one, const Situation& facts, Day when) {
    return assess(catalogue(), one, completed(catalogue().vocabulary(), facts, when, nullptr), when).outcome;
}

TEST(Calendar, KeepsTheTwentyNinthOfFebruaryOnTheFirstOfMarch) {
    EXPECT_EQ(birthday(day("2004-02-29"), 18), day("2022-03-01"));
    EXPECT_EQ(birthday(day("2004-02-29"), 20), day("2024-02-29"));
    EXPECT_EQ(birthday(day("2004-03-01"), 18), day("2022-03-01"));
}

TEST(Calendar, KnowsTheBirthsOfAnAge) {
    for (Day now = day("2023-12-25"); now < day("2028-03-05"); now += days(1)) {
        Births const births = births_at_age(20, now);
        EXPECT_EQ(age_on(now, births.earliest), 20);
        EXPECT_EQ(age_on(now, births.earliest - days(1)), 21);
        EXPECT_EQ(age_on(now, births.latest), 20);
        EXPECT_EQ(age_on(now, births.latest + days(1)), 19);
    }
}

TEST(Calendar, CountsCompletedMonths) {
    EXPECT_EQ(months_later(day("2026-01-31"), 1), day("2026-02-28"));
    EXPECT_EQ(months_between(day("2026-01-31"), day("2026-02-27")), 0);
    EXPECT_EQ(months_between(day("2026-01-31"), day("2026-02-28")), 1);
    EXPECT_EQ(months_between(day("2026-11-22"), day("2027-11-21")), 11);
    for (int months = 0; months < 40; ++months)
        EXPECT_EQ(months_between(day("2026-08-31"), months_later(day("2026-08-31"), months)), months);
}

TEST(Timeline, EndsOnTheEveOfABirthday) {
    Situation const someone = person({{"date_naissance", "2001-03-12"}, {"statut", "neet"}, {"rqth", "non"}});
    Told const told{someone, day("2026-11-22")};
    auto const line = timeline(catalogue(), measure("cej"), told, told.on, day("2030-01-01"));
    EXPECT_TRUE(line.exact);
    ASSERT_EQ(line.stretches.size(), 2U);
    auto const end = until(line, told.on);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->last, day("2027-03-11"));
    EXPECT_EQ(end->then, Outcome::non_eligible);
    EXPECT_FALSE(end->turning);
    ASSERT_EQ(end->because.size(), 1U);
    EXPECT_EQ(end->because[0].kind, Border::Kind::birthday);
    EXPECT_EQ(end->because[0].age, 26);
    EXPECT_FALSE(until(line, day("2027-03-12"))) << "a no for as long as the line goes";
}

TEST(Timeline, OfSomebodyBornOnTheTwentyNinthOfFebruaryEndsOnTheTwentyEighth) {
    Situation const someone = person({{"date_naissance", "2004-02-29"}, {"statut", "neet"}, {"rqth", "non"}});
    Told const told{someone, day("2029-01-01")};
    auto const line = timeline(catalogue(), measure("cej"), told, told.on, day("2031-01-01"));
    EXPECT_EQ(until(line, told.on)->last, day("2030-02-28"));
}

TEST(Timeline, NamesTheVersionsOfTheLaw) {
    Situation const someone = person({{"date_naissance", "2003-06-01"}, {"statut", "neet"}});
    Told const told{someone, day("2021-06-01")};
    auto const line =
        timeline(catalogue(), measure("garantie_jeunes"), told, day("2016-01-01"), day("2026-01-01"));
    ASSERT_EQ(line.stretches.size(), 4U);
    EXPECT_EQ(line.stretches[1].from, day("2017-01-01"));
    EXPECT_EQ(line.stretches[1].outcome, Outcome::non_eligible) << "thirteen years old";
    EXPECT_EQ(line.stretches[1].because[0].kind, Border::Kind::version_begins);
    EXPECT_EQ(line.stretches[2].from, day("2019-06-01"));
    EXPECT_EQ(line.stretches[2].because[0].age, 16);
    EXPECT_EQ(line.stretches[3].from, day("2022-03-01"));
    EXPECT_EQ(line.stretches[3].outcome, Outcome::hors_periode);
    EXPECT_EQ(line.stretches[3].because[0].kind, Border::Kind::version_ended);
    EXPECT_EQ(line.stretches[3].because[0].version, &measure("garantie_jeunes").versions.back());
}

TEST(Timeline, WithAnAgeSaysTheYearAndNotTheDay) {
    Situation const someone = person({{"age", "25"}, {"statut", "neet"}, {"rqth", "non"}});
    Told const told{someone, day("2026-11-22")};
    auto const line = timeline(catalogue(), measure("cej"), told, told.on, day("2030-01-01"));
    EXPECT_FALSE(line.exact);
    ASSERT_EQ(line.stretches.size(), 3U);
    EXPECT_EQ(line.stretches[0].to, told.on);
    EXPECT_EQ(line.stretches[1].to, day("2027-11-21"));
    ASSERT_TRUE(line.stretches[1].birthday);
    EXPECT_EQ(line.stretches[1].birthday->age, 26);
    EXPECT_EQ(line.stretches[1].birthday->then, Outcome::non_eligible);
    auto const end = until(line, told.on);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->turning, 26);
    EXPECT_EQ(end->last, day("2027-11-21"));
}

TEST(Timeline, OfAMeasureWithoutAgeIsExactWithoutABirthDate) {
    Situation const someone =
        person({{"age", "25"}, {"qpv", "oui"}, {"inscrit_ft", "oui"}, {"contrat_type", "cdi"}});
    Told const told{someone, day("2024-06-01")};
    auto const line = timeline(catalogue(), measure("emplois_francs"), told, told.on, day("2026-01-01"));
    EXPECT_TRUE(line.exact);
    EXPECT_EQ(until(line, told.on)->last, day("2024-12-31"));
}

TEST(Openings, TellWhatOpensSoon) {
    Situation const someone =
        person({{"date_naissance", "2011-01-10"}, {"statut", "neet"}, {"departement", "76"}, {"region", "28"}}
        );
    auto const found = openings(catalogue(), {someone, day("2026-11-22")}, 6);
    auto const cej =
        std::find_if(found.begin(), found.end(), [](const Opening& o) { return o.measure->id == "cej"; });
    ASSERT_NE(cej, found.end());
    EXPECT_EQ(cej->earliest, day("2027-01-10"));
    EXPECT_EQ(cej->latest, cej->earliest);
    EXPECT_EQ(cej->because[0].age, 16);
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.earliest < b.earliest;
    }));
    auto const near = openings(catalogue(), {someone, day("2026-11-22")}, 1);
    EXPECT_TRUE(std::none_of(near.begin(), near.end(), [](const Opening& o) {
        return o.measure->id == "cej";
    }));

    Situation const by_age = person({{"age", "15"}, {"statut", "neet"}});
    auto const wide = openings(catalogue(), {by_age, day("2026-11-22")}, 14);
    auto const same =
        std::find_if(wide.begin(), wide.end(), [](const Opening& o) { return o.measure->id == "cej"; });
    ASSERT_NE(same, wide.end());
    EXPECT_EQ(same->earliest, day("2026-11-23"));
    EXPECT_EQ(same->latest, day("2027-11-22"));
}

/// Some of what there is to know of somebody, and a birth date that gives their age on `now`.
Situation somebody(std::mt19937_64& random, Day now, bool with_birth_date, std::optional<Day>& birth) {
    Situation facts = drawn_person(catalogue(), random);
    auto const known = facts.known();
    for (const auto& fact : known)
        if (random() % 3 == 0 && fact.field != field("age")) facts.forget(fact.field);
    Births const births = births_at_age(static_cast<int>(facts.get(field("age"))->raw), now);
    auto const span = static_cast<std::uint64_t>((births.latest - births.earliest).count()) + 1;
    birth = births.earliest + days(random() % span);
    if (with_birth_date) {
        facts.forget(field("age"));
        facts.set(field("date_naissance"), of_day(*birth));
    }
    return facts;
}

TEST(Timeline, IsWhatGoingThroughEveryDayGives) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto measures = catalogue().measures();
    for (int i = 0; i < 400; ++i) {
        Day const now = day("2016-01-01") + days(random() % 4400);
        Day const from = now - days(random() % 900), to = now + days(random() % 900);
        const Measure& one = measures[random() % measures.size()];
        bool const exact = random() % 2 == 0;
        std::optional<Day> birth;
        Situation const facts = somebody(random, now, exact, birth);
        auto const line = timeline(catalogue(), one, {facts, now}, from, to);
        if (exact) {
            ASSERT_TRUE(line.exact);
        }
        ASSERT_EQ(line.stretches.front().from, from);
        ASSERT_EQ(line.stretches.back().to, to);
        Situation by_birth = facts;  // the age follows the birth that the timeline may not know
        by_birth.forget(field("age"));
        by_birth.set(field("date_naissance"), of_day(*birth));
        for (std::size_t s = 0; s < line.stretches.size(); ++s) {
            const Stretch& stretch = line.stretches[s];
            if (s > 0) {
                const Stretch& before = line.stretches[s - 1];
                ASSERT_EQ(stretch.from, before.to + days(1));
                ASSERT_TRUE(stretch.outcome != before.outcome || stretch.birthday != before.birthday);
                ASSERT_FALSE(stretch.because.empty()) << one.id;
            }
            for (Day when = stretch.from; when <= stretch.to; when += days(1)) {
                bool const turned = stretch.birthday && age_on(when, *birth) >= stretch.birthday->age;
                ASSERT_EQ(on(one, by_birth, when), turned ? stretch.birthday->then : stretch.outcome)
                    << one.id << " day " << when.time_since_epoch().count();
            }
        }
    }
}

}  // namespace timeline_test
}  // namespace rules::law
