// The pump alone: places in an outage, a turn that fails for good, machines that repeat themselves, redactions.

#include "tests/bot/delivery/pump_world.hpp"

namespace pump_test {

using namespace tests;
using namespace std::chrono_literals;
using testing::HasSubstr;

class Pump : public PumpWorld {};

TEST_F(Pump, RoomsThatGatherTheirRestsAfterAnOutageHoldNoPlace) {
    delivery::PumpSettings settings;
    settings.at_once = 2;
    settings.settle = 1500ms;
    channel_.waited = 20min;
    begin(settings);
    for (int i = 0; i < 60; ++i) say("!" + std::to_string(i), "$" + std::to_string(i), "c koi le cej");

    play(2 * settings.settle);

    for (int i = 0; i < 60; ++i) ASSERT_EQ(said("!" + std::to_string(i)).size(), 1U) << i;
}

TEST_F(Pump, AnOutageIsStillAnsweredOncePerRoom) {
    channel_.waited = 20min;
    begin();
    say("!a", "$1", "salut");
    say("!a", "$2", "c koi le cej");

    play(10s);

    ASSERT_EQ(said("!a").size(), 1U);
    EXPECT_THAT(said("!a").front(), HasSubstr("panne"));
}

TEST_F(Pump, WhoeverCannotBeAnsweredIsToldSoAndWhereToGo) {
    channel_.unspeakable = "Contrat d’engagement jeune";
    begin();
    say("!a", "$1", "c koi le cej");

    play(60min);

    ASSERT_EQ(said("!a").size(), 1U);
    EXPECT_THAT(said("!a").front(), HasSubstr("l’erreur vient de moi"));
    EXPECT_TRUE(disk_.inbox.begin()->second.quarantined);
}

TEST_F(Pump, AnImageSentAgainAndAgainIsAMachine) {
    begin();
    for (int i = 0; i < 12; ++i) {
        say("!a", "$" + std::to_string(i), "image publicité.png");
        play(2s);
    }

    EXPECT_EQ(said("!a").size(), 3U);
}

TEST_F(Pump, FourLinesThatCameTogetherWereNotTypedByAMachine) {
    begin();
    say_all("!a", {{"$1", "salut"}, {"$2", "g 19 ans"}, {"$3", "rouen"}, {"$4", "c koi le cej"}});

    play(10s);

    ASSERT_EQ(said("!a").size(), 4U);
    EXPECT_THAT(said("!a").back(), HasSubstr("ngagement"));
}

TEST_F(Pump, TheSameQuestionOverHoursOfOutageIsNoRepetition) {
    begin();
    std::vector<std::pair<std::string, std::string>> events;
    for (int i = 0; i < 5; ++i)
        events.emplace_back("$" + std::to_string(i), "waited " + std::to_string((9 - i) * 1'200'000) + " c koi le cej");
    say_all("!a", events);

    play(10s);

    ASSERT_EQ(said("!a").size(), 1U);
    EXPECT_THAT(said("!a").front(), HasSubstr("panne"));
}

TEST_F(Pump, AMinuteOfWrongDatesCostsNoAnswerAndNoConversation) {
    begin();
    play(1ms);
    (void)alarm_.dates_hold();
    time_.in(2h, [] {});
    play(2h);
    ASSERT_TRUE(alarm_.dates_hold());

    time_.wrong_by = -std::chrono::days(30);
    channel_.peer_away = true;
    say("!a", "$1", "19 ans rouen");
    play(20s);
    time_.wrong_by = 0s;
    channel_.peer_away = false;
    play(10min);

    ASSERT_EQ(said("!a").size(), 1U);
    EXPECT_EQ(disk_.outbox.begin()->second.state, db::Delivery::delivered);
    EXPECT_GT(disk_.outbox.begin()->second.expires_at, time_.now().time_since_epoch().count());
}

TEST_F(Pump, AQuestionThatWasEditedAndThenRedactedLeavesNothingOfItsAnswers) {
    begin();
    say("!a", "$1", "c koi le cej");
    play(2s);
    say("!a", "$2", "change $1 c koi l’epide");
    play(2s);
    say("!a", "$3", "retire $1");
    play(5s);

    EXPECT_EQ(channel_.taken_back.size(), 2U) << "the answer, and what it was changed to";
    for (auto const& [id, row] : disk_.outbox)
        if (row.kind != "redact") {
            EXPECT_EQ(row.payload, "") << row.kind;
        }
}

TEST_F(Pump, WhatAnsweredARedactedQuestionIsKeptNoLonger) {
    begin();
    say("!a", "$1", "c koi le cej");
    play(2s);
    ASSERT_THAT(said("!a"), testing::ElementsAre(HasSubstr("ngagement")));

    say("!a", "$2", "retire $1");
    play(5s);

    EXPECT_THAT(said("!a"), testing::ElementsAre(""));
}

/// Needs five seconds for what was known on another day.
class SlowDesk : public delivery::FrontDesk {
  public:
    explicit SlowDesk(delivery::Alarm& alarm) : alarm_(alarm) {}
    bool takes(const bot::Inbound&) override { return false; }
    bool needs_time(const bot::Inbound& inbound) override {
        auto const* text = std::get_if<bot::Text>(&inbound.what);
        return text != nullptr && text->body.find("vu comme") != std::string::npos;
    }
    boost::asio::awaitable<void> prepare(bot::Inbound) override {
        co_await delivery::rest(alarm_, 5s);
        ++prepared;
    }
    boost::asio::awaitable<void> take(db::InboxEntry, bot::Inbound) override { co_return; }
    int prepared = 0;

  private:
    delivery::Alarm& alarm_;
};

TEST_F(Pump, WhatTakesLongIsWorkedOutBesideTheOthersAndBeforeItsOwnAnswer) {
    SlowDesk desk(alarm_);
    desk_ = &desk;
    begin();
    say("!a", "$1", "AIJ vu comme le 25/06");
    say("!b", "$2", "c koi le cej");

    play(3s);
    EXPECT_TRUE(said("!a").empty()) << "it is not there yet";
    EXPECT_EQ(said("!b").size(), 1U) << "nobody else waits for it";

    play(5s);
    EXPECT_EQ(desk.prepared, 1);
    EXPECT_EQ(said("!a").size(), 1U);
}

}  // namespace pump_test
