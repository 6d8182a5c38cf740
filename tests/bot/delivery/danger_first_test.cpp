// Whoever is in danger is answered before a backlog of others: which turn is made next, which row is tried next, and both
// together in the loops.

#include "bot/delivery/danger_watch.hpp"
#include "bot/delivery/outbox_queue.hpp"
#include "bot/delivery/turn_order.hpp"
#include "tests/bot/delivery/pump_world.hpp"

#include <algorithm>

namespace danger_first_test {

using namespace tests;
using namespace std::chrono_literals;
using bot::delivery::OutboxQueue;
using bot::delivery::Steady;
using bot::delivery::TurnOrder;
using db::Precedence;

const Steady t0{std::chrono::hours(1000)};

std::vector<std::int64_t> order_of(OutboxQueue& queue) {
    std::vector<std::int64_t> out;
    while (auto const job = queue.next(t0)) {
        out.push_back(job->id);
        queue.done(job->id);
    }
    return out;
}

TEST(OutboxDanger, GoesBeforeABacklogAndRegularPostsGoAfterIt) {
    OutboxQueue queue(1);
    queue.add("digest", 1, t0 - 9s, false, Precedence::last);
    queue.add("a", 2, t0 - 8s, false);
    queue.add("b", 3, t0 - 7s, false);
    queue.add("danger", 4, t0, false, Precedence::first);

    EXPECT_EQ(order_of(queue), (std::vector<std::int64_t>{4, 2, 3, 1}));
}

TEST(OutboxDanger, KeepsTheOrderOfItsConversationAndPullsItAlong) {
    OutboxQueue queue(1);
    queue.add("a", 1, t0 - 9s, false);
    queue.add("danger", 2, t0 - 8s, false, Precedence::last);
    queue.add("danger", 3, t0 - 8s, false, Precedence::first);
    queue.add("danger", 4, t0 - 8s, false);

    EXPECT_EQ(order_of(queue), (std::vector<std::int64_t>{2, 3, 1, 4}));
}

TEST(OutboxDanger, DoesNotWaitForThePauseOfWhatStandsBeforeIt) {
    OutboxQueue queue(4);
    queue.add("danger", 1, t0, false);
    ASSERT_TRUE(queue.next(t0));
    queue.again(1, t0 + 300s, true, false);

    queue.add("danger", 2, t0 + 1s, false, Precedence::first);

    auto const job = queue.next(t0 + 1s);
    ASSERT_TRUE(job);
    EXPECT_EQ(job->id, 1);
    EXPECT_TRUE(job->may_have_arrived);
    EXPECT_FALSE(queue.next(t0 + 1s)) << "never beside what stands before it";
}

TEST(OutboxDanger, HasPlacesThatSlowPeersCannotTake) {
    OutboxQueue queue(2, 1);
    for (int i = 1; i <= 3; ++i) queue.add("room" + std::to_string(i), i, t0, false);
    ASSERT_TRUE(queue.next(t0));
    ASSERT_TRUE(queue.next(t0));
    ASSERT_FALSE(queue.next(t0));

    queue.add("danger", 9, t0, false, Precedence::first);

    EXPECT_EQ(queue.wake_at(), t0);
    EXPECT_EQ(queue.next(t0)->id, 9);
    queue.add("danger too", 10, t0, false, Precedence::first);
    EXPECT_FALSE(queue.next(t0)) << "these places have an end too";
    queue.done(9);
    EXPECT_EQ(queue.next(t0)->id, 10);
}

TEST(OutboxDanger, IsForgottenWithItsRow) {
    OutboxQueue queue(1);
    queue.add("a", 1, t0 - 9s, false);
    queue.add("danger", 2, t0, false, Precedence::first);
    queue.add("danger", 3, t0, false);
    ASSERT_EQ(queue.next(t0)->id, 2);
    queue.done(2);

    EXPECT_EQ(order_of(queue), (std::vector<std::int64_t>{1, 3}));
}

TEST(TurnOrder, DangerGoesFirstAndKeepsItsPlaceUntilItIsOver) {
    TurnOrder order(1, 1);
    for (const auto* each : {"a", "b", "c"}) order.add(each);

    order.raise("c");

    EXPECT_EQ(order.next(0), "c");
    order.add("c");  // more of it waits
    EXPECT_EQ(order.next(0), "c");
    order.lower("c");
    order.add("c");
    EXPECT_EQ(order.next(0), "a");
    EXPECT_EQ(order.next(0), "b");
    EXPECT_EQ(order.next(0), "c");
    EXPECT_FALSE(order.waiting());
}

TEST(TurnOrder, SlowTurnsCannotTakeThePlacesOfDanger) {
    TurnOrder order(2, 1);
    for (const auto* each : {"a", "b", "c"}) order.add(each);
    ASSERT_TRUE(order.next(0));
    ASSERT_TRUE(order.next(1));
    ASSERT_FALSE(order.next(2));

    order.raise("c");

    EXPECT_EQ(order.next(2), "c");
    order.raise("d");
    order.add("d");
    EXPECT_FALSE(order.next(3));
}

class DangerFirst : public PumpWorld {
  protected:
    /// Answers in the order in which they were stored: the room of each.
    [[nodiscard]] std::vector<std::string> answered() const {
        std::vector<std::string> out;
        for (auto const& [id, row] : disk_.outbox) out.push_back(row.conversation.id);
        return out;
    }
    static std::size_t place(const std::vector<std::string>& all, const std::string& room) {
        return static_cast<std::size_t>(std::find(all.begin(), all.end(), room) - all.begin());
    }
    /// `rooms` ask one thing each, in one transaction; `danger`-th of them says something else.
    void ask(int rooms, int danger, const std::string& words) {
        auto const at = alarm_.stamp().time_since_epoch().count();
        store_.write(
            [=](db::Transaction& t) {
                for (int i = 0; i < rooms; ++i)
                    t.admit({{"matrix", i == danger ? "!danger" : "!" + std::to_string(i)}, "$" + std::to_string(i), i == danger ? words : "c koi le cej", at});
            },
            [this](std::exception_ptr) { pump_->wake(); }
        );
    }
};

constexpr int backlog = 300;
constexpr const char* words = "jvais me tuer ce soir";

TEST_F(DangerFirst, AMessageOfDangerAtTheEndOfABacklogIsAmongTheFirstAnswered) {
    delivery::PumpSettings settings;
    settings.at_once = 4;
    begin(settings);
    ask(backlog, backlog - 1, words);

    play(60s);

    auto const order = answered();
    ASSERT_EQ(order.size(), static_cast<std::size_t>(backlog));
    EXPECT_LT(place(order, "!danger"), 20U);
    EXPECT_THAT(said("!danger").front(), testing::HasSubstr("3114"));
}

TEST_F(DangerFirst, SoIsOneInTheMiddleOfWhatAnEarlierRunLeft) {
    delivery::PumpSettings settings;
    settings.at_once = 4;
    begin(settings);
    pump_->stop();  // nobody takes them up
    ask(backlog, backlog / 2, words);
    play(1s);
    ASSERT_TRUE(answered().empty());

    begin(settings);
    play(60s);

    auto const order = answered();
    ASSERT_EQ(order.size(), static_cast<std::size_t>(backlog));
    EXPECT_LT(place(order, "!danger"), static_cast<std::size_t>(backlog) / 3);
}

TEST_F(DangerFirst, AnOutageIsCaughtUpWithFromThereToo) {
    delivery::PumpSettings settings;
    settings.at_once = 4;
    channel_.waited = 20min;
    begin(settings);
    ask(backlog, backlog - 1, words);

    play(120s);

    auto const order = answered();
    ASSERT_EQ(order.size(), static_cast<std::size_t>(backlog));
    EXPECT_LT(place(order, "!danger"), 20U);
}

TEST_F(DangerFirst, WhatAPersonWroteBeforeTheDangerIsStillReadBeforeIt) {
    delivery::PumpSettings settings;
    settings.at_once = 2;
    begin(settings);
    ask(backlog, -1, "");
    say_all("!danger", {{"$d1", "salut"}, {"$d2", "g 19 ans"}, {"$d3", words}});

    play(60s);

    ASSERT_EQ(said("!danger").size(), 3U);
    EXPECT_THAT(said("!danger")[2], testing::HasSubstr("3114"));
    EXPECT_THAT(said("!danger")[0], testing::Not(testing::HasSubstr("Je ne peux pas t’aider comme une personne")));
    EXPECT_LT(place(answered(), "!danger"), 30U);
}

TEST_F(DangerFirst, ItsAnswerOvertakesThoseThatWaitForTheirDelivery) {
    channel_.takes = 2s;  // a slow homeserver
    begin();
    ask(backlog, -1, "");
    play(1500ms);  // all answered, few delivered
    ASSERT_GT(postman_->waiting(), 200U);

    say("!danger", "$d", words);
    play(10min);

    ASSERT_EQ(channel_.arrived.size(), static_cast<std::size_t>(backlog) + 1);
    EXPECT_LT(place(channel_.arrived, "!danger"), 32U + 4U);
}

TEST_F(DangerFirst, AlsoIfTheProgramEndedBeforeItWasDelivered) {
    channel_.peer_away = true;
    begin();
    ask(backlog, backlog - 1, words);
    play(2min);
    ASSERT_TRUE(channel_.arrived.empty());

    channel_.peer_away = false;
    channel_.takes = 2s;
    begin();
    play(20min);

    ASSERT_EQ(channel_.arrived.size(), static_cast<std::size_t>(backlog));
    EXPECT_LT(place(channel_.arrived, "!danger"), 4U) << "few have their pause behind them";
}

TEST(SpeaksOfDanger, IsAskedOfWhatIsSaidToUsAndOfNothingElse) {
    bot::Inbound inbound;
    auto const today = std::chrono::sys_days(std::chrono::year{2026} / 11 / 22);
    inbound.what = bot::Text{words, {}, {}};
    EXPECT_TRUE(delivery::speaks_of_danger(tools(), inbound, today));
    inbound.what = bot::Edit{"$1", words, {}};
    EXPECT_TRUE(delivery::speaks_of_danger(tools(), inbound, today));
    inbound.one_to_one = inbound.addressed = false;
    EXPECT_FALSE(delivery::speaks_of_danger(tools(), inbound, today)) << "a group that talks among itself";
    inbound.one_to_one = true;
    inbound.what = bot::Text{"c koi le cej", {}, {}};
    EXPECT_FALSE(delivery::speaks_of_danger(tools(), inbound, today));
    inbound.what = bot::Redaction{"$1"};
    EXPECT_FALSE(delivery::speaks_of_danger(tools(), inbound, today));
}

}  // namespace danger_first_test
