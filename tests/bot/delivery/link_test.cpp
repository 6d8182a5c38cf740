// Two conversations of one person, joined by a code: one state, told to both, ended by either, and never by a stranger.

#include "bot/commands/knowledge.hpp"
#include "bot/delivery/pump.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace link_test {

using namespace tests;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
namespace delivery = bot::delivery;

/// Says what it is told to; everything arrives; a message can be taken back by its name.
class PlainChannel final : public delivery::Channel {
  public:
    explicit PlainChannel(std::string name) : name_(std::move(name)) {}
    std::vector<std::string> taken_back;
    std::vector<std::pair<std::string, std::string>> said;  // conversation, text

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry& entry) const override {
        bot::Inbound inbound;
        inbound.channel = name_;
        inbound.conversation = entry.conversation.id;
        inbound.event_id = entry.event_id;
        inbound.sender = "who:" + entry.conversation.id;
        inbound.knows_before = !entry.payload.starts_with("? ");
        inbound.what = bot::Text{inbound.knows_before ? entry.payload : entry.payload.substr(2), {}, {}};
        return inbound;
    }
    [[nodiscard]] std::vector<delivery::Wire> render(const bot::Wish& wish) const override {
        if (auto const* say = std::get_if<bot::Say>(&wish)) return {{"message", bot::wording::plain_text(say->document), {}}};
        if (auto const* retract = std::get_if<bot::Retract>(&wish)) return {{"redact", retract->remote_id, {}}};
        return {};
    }
    void working_on(const std::string&, const bot::EventId&, bool) override {}
    boost::asio::awaitable<delivery::Attempt> deliver(db::OutboxEntry entry, std::string, bool) override {
        delivery::Attempt attempt;
        attempt.result = delivery::Attempt::Result::delivered;
        attempt.remote_id = name_ + std::to_string(entry.id);
        if (entry.kind == "redact")
            taken_back.push_back(entry.payload);
        else
            said.emplace_back(entry.conversation.id, entry.payload);
        co_return attempt;
    }

  private:
    std::string name_;
};

class Linking : public testing::Test {
  protected:
    Linking() {
        static auto const knowledge = bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
        EXPECT_TRUE(knowledge.tools);
        std::vector<delivery::Channel*> const both{&matrix_, &mail_};
        delivery::PumpSettings settings;
        settings.random = [n = std::uint64_t{88'172'645'463'325'252U}]() mutable { return n = n * 6'364'136'223'846'793'005U + 1; };
        postman_.emplace(context_.get_executor(), store_, alarm_, both);
        pump_.emplace(context_.get_executor(), store_, alarm_, *knowledge.tools, both, *postman_, settings);
        postman_->start();
        pump_->start();
    }
    /// \returns what was answered there
    std::string write(PlainChannel& channel, const std::string& room, const std::string& text) {
        auto const before = channel.said.size();
        auto const at = alarm_.stamp().time_since_epoch().count();
        auto const id = "e" + std::to_string(++events_);
        std::string const name(channel.name());
        store_.write([=](db::Transaction& t) { t.admit({{name, room}, id, text, at}); }, [this](std::exception_ptr) { pump_->wake(); });
        play(1min);
        std::string out;
        for (auto i = before; i < channel.said.size(); ++i)
            if (channel.said[i].first == room) out += channel.said[i].second + "\n";
        return out;
    }
    std::string on_matrix(const std::string& text) { return write(matrix_, "!lea", text); }
    std::string by_mail(const std::string& text) { return write(mail_, "lea@jeunes.test", text); }
    static std::string code_in(const std::string& answer) {
        auto const at = answer.find("RELIER ");
        return at == std::string::npos ? "" : answer.substr(at + 7, 9);
    }
    void play(std::chrono::milliseconds time) {
        auto const end = time_.now() + time;
        time_.at(end, [] {});
        for (;;) {
            context_.restart();
            context_.poll();
            if (time_.idle() || time_.next() > end) return;
            time_.step();
        }
    }

    VirtualTime time_{bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + 9h)};
    boost::asio::io_context context_{1};
    VirtualAlarm alarm_{time_};
    Disk disk_;
    MemoryStore store_{disk_, [this](std::function<void()> then) { time_.in(1ms, std::move(then)); }, [] { return false; }};
    PlainChannel matrix_{"matrix"}, mail_{"email"};
    std::optional<delivery::Postman> postman_;
    std::optional<delivery::Pump> pump_;
    int events_ = 0;
};

TEST_F(Linking, WhatIsSaidInOneCountsInTheOther) {
    on_matrix("g 19 ans, rouen");
    by_mail("j'ai 22 ans et j'habite à Caen");
    auto const code = code_in(on_matrix("relier"));
    ASSERT_EQ(code.size(), 9U);
    auto const before = matrix_.said.size();
    EXPECT_THAT(by_mail("relier " + code), HasSubstr("C’est relié"));
    ASSERT_EQ(matrix_.said.size(), before + 1) << "the other is told";
    EXPECT_THAT(matrix_.said.back().second, HasSubstr("reliée à une autre"));

    auto const data = by_mail("mes données");
    EXPECT_THAT(data, HasSubstr("19"));
    EXPECT_THAT(data, Not(HasSubstr("22\u00a0ans"))) << "what was noted here gave way";
    by_mail("j'ai pas de diplôme");
    EXPECT_THAT(on_matrix("mes données"), HasSubstr("diplôme"));
    EXPECT_THAT(on_matrix("c koi le cej"), HasSubstr("ngagement")) << "one person, no group";
}

TEST_F(Linking, ACodeWorksOnceAndForAWhile) {
    on_matrix("g 19 ans, rouen");
    auto const code = code_in(on_matrix("relier"));
    by_mail("relier " + code);
    EXPECT_THAT(write(mail_, "mallory@evil.test", "relier " + code), HasSubstr("Je ne connais pas ce code"));
    EXPECT_THAT(write(mail_, "mallory@evil.test", "mes données"), Not(HasSubstr("Rouen")));
    EXPECT_THAT(by_mail("relier 2345-6789"), HasSubstr("Je ne connais pas ce code"));
}

TEST_F(Linking, AStrangerInTheirNameNeitherLinksNorUnlinks) {
    on_matrix("g 19 ans, rouen");
    auto const code = code_in(on_matrix("relier"));
    EXPECT_THAT(by_mail("? relier " + code), HasSubstr("pas sûr"));
    by_mail("relier " + code);
    EXPECT_THAT(by_mail("? mes données"), Not(HasSubstr("Rouen")));
    EXPECT_THAT(by_mail("mes données"), HasSubstr("Rouen"));
}

TEST_F(Linking, ErasingInOneErasesBoth) {
    on_matrix("g 19 ans, rouen");
    auto const code = code_in(on_matrix("relier"));
    by_mail("relier " + code);
    by_mail("effacer");
    EXPECT_THAT(by_mail("1"), HasSubstr("C’est effacé"));
    EXPECT_FALSE(store_.read_state({"email", "lea@jeunes.test"}));
    EXPECT_FALSE(store_.read_state({"matrix", "!lea"}));
    EXPECT_GE(matrix_.taken_back.size(), 3U) << "what was said in the room is taken back as well";
    EXPECT_THAT(on_matrix("mes données"), Not(HasSubstr("Rouen")));
}

TEST_F(Linking, BothAtOnceLoseNothing) {
    on_matrix("g 19 ans, rouen");
    auto const code = code_in(on_matrix("relier"));
    by_mail("relier " + code);
    auto const at = alarm_.stamp().time_since_epoch().count();
    store_.write(
        [at](db::Transaction& t) {
            t.admit({{"matrix", "!lea"}, "x1", "j'ai pas de diplôme", at});
            t.admit({{"email", "lea@jeunes.test"}, "x2", "je suis au chômage, inscrite à France Travail", at});
        },
        [this](std::exception_ptr) { pump_->wake(); }
    );
    play(1min);
    auto const data = on_matrix("mes données");
    EXPECT_THAT(data, HasSubstr("diplôme"));
    EXPECT_THAT(data, HasSubstr("France Travail"));
}

}  // namespace link_test
