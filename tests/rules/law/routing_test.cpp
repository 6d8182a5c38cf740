#include "rules/law/routing.hpp"

#include "tests/rules/law/real.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rules::law {
namespace routing_test {

using real::catalogue;
using real::day;
using real::field;
using real::person;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

Routing routing(std::string_view measure, const Situation& facts, std::string_view date) {
    auto const verdict = assess(catalogue(), *catalogue().find(measure), facts, day(date));
    return route(catalogue().vocabulary(), verdict, facts);
}

std::vector<std::string> names(const Route* route) {
    std::vector<std::string> all;
    if (route)
        for (const Needed& needed : route->needed)
            all.push_back(catalogue().vocabulary().at(needed.field).name);
    return all;
}

TEST(Routing, GroupsWhatIsMissingByWhoKnows) {
    auto const found =
        routing("emplois_francs", person({{"qpv", "oui"}, {"inscrit_ft", "non"}}), "2020-09-01");
    EXPECT_THAT(names(found.to(Answerer::jeune)), ElementsAre("suivi_ml"));
    EXPECT_THAT(
        names(found.to(Answerer::employeur)), UnorderedElementsAre("contrat_type", "duree_contrat_mois")
    );
    EXPECT_FALSE(found.only_others);
}

TEST(Routing, SaysWhenOnlyOthersCanDecide) {
    auto const found =
        routing("emplois_francs", person({{"qpv", "oui"}, {"inscrit_ft", "oui"}}), "2020-09-01");
    EXPECT_TRUE(found.only_others);
    ASSERT_EQ(found.routes.size(), 1U);
    EXPECT_EQ(found.routes[0].who, Answerer::employeur);
}

TEST(Routing, GoesToAnotherWhenThePersonDeclines) {
    Situation facts = person({{"age", "27"}, {"statut", "neet"}});
    auto const sensitive = routing("cej", facts, "2026-11-22");
    EXPECT_THAT(names(sensitive.to(Answerer::conseiller)), ElementsAre("rqth"))
        << "never asked of the person";
    EXPECT_TRUE(sensitive.only_others);

    facts = person({{"age", "19"}});
    facts.decline(field("statut"));
    auto const declined = routing("cej", facts, "2026-11-22");
    EXPECT_THAT(declined.nobody, ElementsAre(field("statut")));
    EXPECT_TRUE(declined.routes.empty());
}

TEST(Routing, AnAddressGivesTheStatusOfThePlace) {
    // On the test catalogue's iae the ZRR or FRR follows from the commune that the person gives.
    Situation const facts = person({{"statut", "neet"}, {"orientation_prescripteur", "non"}});
    Verdict verdict;
    verdict.missing = {field("zrr_frr"), field("qpv")};
    auto const found = route(catalogue().vocabulary(), verdict, facts);
    const Route* address = found.to(Answerer::adresse);
    ASSERT_TRUE(address);
    EXPECT_EQ(address->needed[0].field, field("zrr_frr"));
    EXPECT_EQ(address->needed[0].ask, field("commune"));
    EXPECT_THAT(names(found.to(Answerer::jeune)), ElementsAre("qpv"));
}

TEST(Routing, OfASettledVerdictIsEmpty) {
    auto const found = routing("cej", person({{"age", "15"}}), "2026-11-22");
    EXPECT_TRUE(found.routes.empty());
    EXPECT_FALSE(found.only_others);
}

}  // namespace routing_test
}  // namespace rules::law
