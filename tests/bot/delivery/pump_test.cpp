// The pump alone: places in an outage, a turn that fails for good, machines that repeat themselves, redactions.

#include "bot/commands/knowledge.hpp"
#include "bot/delivery/pump.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pump_test {

using namespace tests;
using namespace std::chrono_literals;
using testing::HasSubstr;
namespace delivery = bot::delivery;

const bot::talking::Tools& tools() {
    static const auto knowledge =
        bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    EXPECT_TRUE(knowledge.tools) << (knowledge.complaints.empty() ? "" : knowledge.complaints.front());
    return *knowledge.tools;
}

/// Everything arrives at once; what is said of `unspeakable` cannot be put into wire form.
class Channel final : public delivery::Channel {
  public:
    std::string unspeakable;
    std::chrono::milliseconds waited{0};
    bool peer_away = false;
    std::vector<std::string> taken_back;  // remote ids

    [[nodiscard]] std::string_view name() const override { return "matrix"; }
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry& entry) const override {
        bot::Inbound inbound;
        inbound.channel = "matrix";
        inbound.conversation = entry.conversation.id;
        inbound.event_id = entry.event_id;
        inbound.sender = "@lea:test";
        inbound.waited = waited;
        if (entry.payload.starts_with("waited "))
            inbound.waited = std::chrono::milliseconds(std::stoll(entry.payload.substr(7)));
        if (entry.payload.starts_with("retire "))
            inbound.what = bot::Redaction{entry.payload.substr(7)};
        else if (entry.payload.starts_with("change "))
            inbound.what = bot::Edit{entry.payload.substr(7, 2), entry.payload.substr(10), {}};
        else if (entry.payload.starts_with("waited "))  // "waited 1200000 texte"
            inbound.what = bot::Text{entry.payload.substr(entry.payload.find(' ', 7) + 1), {}, {}};
        else if (entry.payload.starts_with("image "))
            inbound.what = bot::Attachment{"image", entry.payload, {}};
        else
            inbound.what = bot::Text{entry.payload, {}, {}};
        return inbound;
    }
    [[nodiscard]] std::vector<delivery::Wire> render(const bot::Wish& wish) const override {
        if (auto const* say = std::get_if<bot::Say>(&wish)) {
            auto text = bot::wording::plain_text(say->document);
            if (!unspeakable.empty() && text.find(unspeakable) != std::string::npos)
                throw std::logic_error("a bug of the renderer");
            return {{"message", std::move(text), std::nullopt}};
        }
        if (auto const* retract = std::get_if<bot::Retract>(&wish))
            return {{"redact", "", retract->outbox_id}};
        if (auto const* replace = std::get_if<bot::Replace>(&wish))
            return {{"edit", bot::wording::plain_text(replace->document), replace->outbox_id}};
        return {};
    }
    void working_on(const std::string&, const bot::EventId&, bool) override {}
    boost::asio::awaitable<delivery::Attempt> deliver(
        db::OutboxEntry entry, std::string target, bool
    ) override {
        delivery::Attempt attempt;
        if (peer_away) co_return attempt;
        if (entry.kind == "redact") taken_back.push_back(target);
        attempt.result = delivery::Attempt::Result::delivered;
        attempt.remote_id = "$r" + std::to_string(entry.id);
        co_return attempt;
    }
};

class Pump : public testing::Test {
  protected:
    void begin(const delivery::PumpSettings& settings = delivery::PumpSettings()) {
        postman_.emplace(context_.get_executor(), store_, alarm_, std::vector<delivery::Channel*>{&channel_});
        pump_.emplace(
            context_.get_executor(), store_, alarm_, tools(), std::vector<delivery::Channel*>{&channel_},
            *postman_, settings
        );
        postman_->start();
        pump_->start();
    }
    void say(const std::string& room, const std::string& id, const std::string& body) {
        say_all(room, {{id, body}});
    }
    /// In one transaction.
    void say_all(const std::string& room, const std::vector<std::pair<std::string, std::string>>& events) {
        auto const at = alarm_.stamp().time_since_epoch().count();
        store_.write(
            [=](db::Transaction& t) {
                for (auto const& [id, body] : events) t.admit({{"matrix", room}, id, body, at});
            },
            [this](std::exception_ptr) { pump_->wake(); }
        );
    }
    void play(std::chrono::milliseconds time) {
        auto const end = time_.now() + time;
        for (;;) {
            context_.restart();
            context_.poll();
            if (time_.idle() || time_.next() > end) return;
            time_.step();
        }
    }
    [[nodiscard]] std::vector<std::string> said(const std::string& room) const {
        std::vector<std::string> out;
        for (auto const& [id, row] : disk_.outbox)
            if (row.conversation.id == room && row.kind == "message") out.push_back(row.payload);
        return out;
    }

    VirtualTime time_{bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + 9h)};
    boost::asio::io_context context_{1};
    VirtualAlarm alarm_{time_};
    Disk disk_;
    Channel channel_;
    MemoryStore store_{
        disk_, [this](std::function<void()> then) { time_.in(1ms, std::move(then)); }, [] { return false; }};
    std::optional<delivery::Postman> postman_;
    std::optional<delivery::Pump> pump_;
};

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

}  // namespace pump_test
