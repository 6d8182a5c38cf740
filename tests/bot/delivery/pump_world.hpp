#pragma once
/// \file tests/bot/delivery/pump_world.hpp
/// The pump and the postman on a store in memory, a channel that is told how to behave, and a clock that is moved by hand.

#include "bot/commands/knowledge.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/delivery/pump.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/virtual_alarm.hpp"

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tests {

namespace delivery = bot::delivery;

inline const bot::talking::Tools& tools() {
    static const auto knowledge =
        bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    EXPECT_TRUE(knowledge.tools) << (knowledge.complaints.empty() ? "" : knowledge.complaints.front());
    return *knowledge.tools;
}

/// Everything arrives at once; what is said of `unspeakable` cannot be put into wire form.
class ObedientChannel final : public delivery::Channel {
  public:
    std::string unspeakable;
    std::chrono::milliseconds waited{0};
    bool peer_away = false;
    std::chrono::milliseconds takes{0};  // for each delivery
    delivery::Alarm* alarm = nullptr;
    std::vector<std::string> arrived;     // rooms, in order
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
        if (takes.count() > 0) co_await delivery::rest(*alarm, takes);
        arrived.push_back(entry.conversation.id);
        if (entry.kind == "redact") taken_back.push_back(target);
        attempt.result = delivery::Attempt::Result::delivered;
        attempt.remote_id = "$r" + std::to_string(entry.id);
        co_return attempt;
    }
};

class PumpWorld : public testing::Test {
  protected:
    void begin(const delivery::PumpSettings& settings = delivery::PumpSettings()) {
        channel_.alarm = &alarm_;
        postman_.emplace(context_.get_executor(), store_, alarm_, std::vector<delivery::Channel*>{&channel_});
        pump_.emplace(
            context_.get_executor(), store_, alarm_, tools(), std::vector<delivery::Channel*>{&channel_},
            *postman_, settings
        );
        pump_->set_front_desk(desk_);
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

    VirtualTime time_{bot::Instant(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + std::chrono::hours(9))};
    boost::asio::io_context context_{1};
    VirtualAlarm alarm_{time_};
    Disk disk_;
    ObedientChannel channel_;
    MemoryStore store_{
        disk_, [this](std::function<void()> then) { time_.in(std::chrono::milliseconds(1), std::move(then)); }, [] { return false; }};
    delivery::FrontDesk* desk_ = nullptr;  ///< set before `begin`
    std::optional<delivery::Postman> postman_;
    std::optional<delivery::Pump> pump_;
};

}  // namespace tests
