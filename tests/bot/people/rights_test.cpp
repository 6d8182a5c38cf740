#include "bot/people/rights.hpp"

#include <gtest/gtest.h>

namespace bot::people {
namespace {

Rights rights() {
    RightsSettings s;
    s.bureau = {"@prefete:exemple.fr"};
    s.owners = {"@responsable:exemple.fr"};
    s.data_owners = {"@stat:exemple.fr"};
    s.closed_rooms = {"!bureau:exemple.fr"};
    return Rights(s);
}

TEST(Rights, EachMayWhatItsListSaysAndNobodyElseAnything) {
    auto const all = rights();
    for (auto const right : {Right::see_figures, Right::see_money, Right::treat_alerts, Right::bring_figures}) {
        EXPECT_TRUE(all.may("@prefete:exemple.fr", right));
        EXPECT_FALSE(all.may("@passant:exemple.fr", right));
        EXPECT_FALSE(all.may("", right));
        EXPECT_FALSE(all.may("@prefete:autre.fr", right)) << "the server is part of the name";
    }
    EXPECT_TRUE(all.may("@responsable:exemple.fr", Right::treat_alerts));
    EXPECT_FALSE(all.may("@responsable:exemple.fr", Right::bring_figures));
    EXPECT_TRUE(all.may("@stat:exemple.fr", Right::bring_figures));
    EXPECT_FALSE(all.may("@stat:exemple.fr", Right::treat_alerts));
    EXPECT_FALSE(all.may("@responsable:exemple.fr", Right::see_money));
}

TEST(Rights, MoneyIsSaidWhereEverybodyMayHearIt) {
    auto const all = rights();
    EXPECT_TRUE(all.money_may_be_said("@prefete:exemple.fr", "!bureau:exemple.fr", false));
    EXPECT_TRUE(all.money_may_be_said("@prefete:exemple.fr", "!deux:exemple.fr", true));
    EXPECT_FALSE(all.money_may_be_said("@prefete:exemple.fr", "!equipe:exemple.fr", false));
    EXPECT_FALSE(all.money_may_be_said("@stat:exemple.fr", "!bureau:exemple.fr", false)) << "in the room by mistake";
}

}  // namespace
}  // namespace bot::people
