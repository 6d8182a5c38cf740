#include "bot/desk/breakdown.hpp"
#include "tests/bot/desk/rounds_world.hpp"

namespace bot::desk {
namespace rounds_test {

TEST(Breakdown, AnAlertThatDoesNotArriveIsToldOnAnotherChannelOnce) {
    auto const with = tools();
    Outcome outcome;
    Instant const now = autumn + 12h;
    Undelivered const waits{{"matrix !aij:test", "AIJ-2020-NOR"}, 7, now - 119min, false};
    EXPECT_FALSE(to_be_told(outcome.state, waits, now));
    EXPECT_TRUE(to_be_told(outcome.state, waits, now + 1min));
    tell_breakdown(*with, outcome, std::vector{waits}, now + 1min);
    EXPECT_TRUE(outcome.changed);
    auto const letter = said(outcome, "secretariat@exemple.fr", "Canal en panne");
    EXPECT_THAT(letter, HasSubstr("!aij:test"));
    EXPECT_THAT(letter, HasSubstr("11 h 01"));  // in Paris
    EXPECT_EQ(said(outcome, "!bureau:test"), "") << "Matrix itself may be away";
    auto const posts = outcome.posts.size();
    tell_breakdown(*with, outcome, std::vector{waits}, now + 3h);
    EXPECT_EQ(outcome.posts.size(), posts);

    Undelivered const refused{{"email dreets@exemple.fr", "AIJ-2020-NOR"}, 8, now, true};
    tell_breakdown(*with, outcome, std::vector{refused}, now);
    EXPECT_THAT(said(outcome, "!bureau:test"), HasSubstr("refusé"));
}

TEST(Breakdown, WithOneChannelAnotherPlaceOnItHears) {
    auto with = tools();
    with->channels = {"matrix"};
    Outcome outcome;
    Undelivered const refused{{"matrix !aij:test", "AIJ-2020-NOR"}, 9, autumn + 10h, true};
    tell_breakdown(*with, outcome, std::vector{refused}, autumn + 10h);
    EXPECT_THAT(said(outcome, "!bureau:test"), HasSubstr("CANAL EN PANNE"));
}

}  // namespace rounds_test
}  // namespace bot::desk
