#include "bot/people/people.hpp"

#include <gtest/gtest.h>

namespace bot::people {
namespace {

Settings settings() {
    Settings s;
    s.partners = {"@conseillere:exemple.fr"};
    s.partner_rooms = {"!equipe:exemple.fr"};
    s.desks["76540S00"] = {"matrix", "!rouen:exemple.fr"};
    return s;
}

TEST(People, EverybodyIsAYoungPersonUnlessTheConfigurationSaysOtherwise) {
    const People people(settings());
    EXPECT_EQ(People().role_of("@conseillere:exemple.fr", "!dm:exemple.fr"), Role::young);
    EXPECT_EQ(people.role_of("@lea:exemple.fr", "!dm:exemple.fr"), Role::young);
    EXPECT_EQ(people.role_of("@conseillere:exemple.fr", "!dm:exemple.fr"), Role::partner);
    EXPECT_EQ(people.role_of("@lea:exemple.fr", "!equipe:exemple.fr"), Role::partner);
    EXPECT_EQ(people.role_of("@conseillere:autre.fr", "!dm:exemple.fr"), Role::young);
}

TEST(People, AMailDomainMakesPartnersOfThoseWhoAreProvenToWriteFromIt) {
    auto by_domain = settings();
    by_domain.partners.push_back("@mission.exemple.fr");
    const People people(by_domain);
    EXPECT_EQ(people.role_of("accueil@mission.exemple.fr", "accueil@mission.exemple.fr"), Role::partner);
    EXPECT_EQ(people.role_of("unproven accueil@mission.exemple.fr", "unproven accueil@mission.exemple.fr"), Role::young);
    EXPECT_EQ(people.role_of("accueil@autre.mission.exemple.fr", "x"), Role::young);
    EXPECT_EQ(people.role_of("accueil@mission.exemple.fr.autre.fr", "x"), Role::young);
    EXPECT_EQ(people.role_of("@mission.exemple.fr", "x"), Role::partner);  // never a sender: as it is written, no more
}

TEST(People, ADeskIsFoundByStructureThenTheOneForAll) {
    auto with_one_for_all = settings();
    with_one_for_all.any_desk = {"matrix", "!region:exemple.fr"};

    const People people(settings()), more(with_one_for_all);
    ASSERT_NE(people.desk_of("76540S00"), nullptr);
    EXPECT_EQ(people.desk_of("76540S00")->conversation, "!rouen:exemple.fr");
    EXPECT_EQ(people.desk_of("14327S00"), nullptr);
    ASSERT_NE(more.desk_of("14327S00"), nullptr);
    EXPECT_EQ(more.desk_of("14327S00")->conversation, "!region:exemple.fr");
    EXPECT_EQ(more.desk_of("76540S00")->conversation, "!rouen:exemple.fr");
}

TEST(People, ADeskIsThatRoomOfThatChannelAlone) {
    const People people(settings());
    EXPECT_TRUE(people.is_desk("matrix", "!rouen:exemple.fr"));
    EXPECT_FALSE(people.is_desk("email", "!rouen:exemple.fr"));
    EXPECT_FALSE(people.is_desk("matrix", "!dm:exemple.fr"));
    EXPECT_FALSE(People().is_desk("", ""));
}

}  // namespace
}  // namespace bot::people
