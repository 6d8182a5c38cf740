// The pump alone: places in an outage, a turn that fails for good, machines that repeat themselves, redactions.

#include "bot/commands/knowledge.hpp"
#include "bot/delivery/pump.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

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

    [[nodiscard]] std::string_view name() const override { return "matrix"; }
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry& entry) const override {
        bot::Inbound inbound;
        inbound.channel = "matrix";
        inbound.conversation = entry.conversation.id;
        inbound.event_id = entry.event_id;
        inbound.sender = "@lea:test";
        inbound.waited = waited;
        if (entry.payload.starts_with("retire "))
            inbound.what = bot::Redaction{entry.payload.substr(7)};
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
        return {};
    }
    void working_on(const std::string&, const bot::EventId&, bool) override {}
    boost::asio::awaitable<delivery::Attempt> deliver(db::OutboxEntry entry, std::string, bool) override {
        delivery::Attempt attempt;
        attempt.result = delivery::Attempt::Result::delivered;
        attempt.remote_id = "$r" + std::to_string(entry.id);
        co_return attempt;
    }
};

class Pump : public testing::Test {
  protected:
    void begin(delivery::PumpSettings settings = delivery::PumpSettings()) {
        settings.loop.fast = 0ms;  // nobody types on a virtual clock
        postman_.emplace(context_.get_executor(), store_, alarm_, std::vector<delivery::Channel*>{&channel_});
        pump_.emplace(
            context_.get_executor(), store_, alarm_, tools(), std::vector<delivery::Channel*>{&channel_},
            *postman_, settings
        );
        postman_->start();
        pump_->start();
    }
    void say(const std::string& room, const std::string& id, const std::string& body) {
        auto const at = alarm_.now().time_since_epoch().count();
        store_.write(
            [=](db::Transaction& t) { t.admit({{"matrix", room}, id, body, at}); },
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

TEST_F(Pump, WhatAnsweredARedactedQuestionIsKeptNoLonger) {
    begin();
    say("!a", "$1", "c koi le cej");
    play(2s);
    ASSERT_THAT(said("!a"), testing::ElementsAre(HasSubstr("ngagement")));

    say("!a", "$2", "retire $1");
    play(5s);

    EXPECT_THAT(said("!a"), testing::ElementsAre(""));
}

}  // namespace
