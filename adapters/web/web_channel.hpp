#pragma once
/// \file adapters/web/web_channel.hpp
/// The web page as a channel: delivered is what stands in the conversation's rows; the pages that are open are woken.
///
/// Threads: the loop's.

#include "adapters/web/hub.hpp"
#include "adapters/web/transcript.hpp"
#include "bot/delivery/channel.hpp"

namespace adapters::web {

class WebChannel final : public bot::delivery::Channel {
  public:
    WebChannel(Hub& hub, Lifetime lifetime) : hub_(hub), lifetime_(lifetime) {}

    [[nodiscard]] std::string_view name() const override { return channel_name; }
    /// The payload of a web event is what was typed.
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry&) const override;
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish&) const override;
    boost::asio::awaitable<bot::delivery::Attempt> deliver(
        db::OutboxEntry entry, std::string target_remote_id, bool may_have_arrived
    ) override;
    [[nodiscard]] std::optional<std::chrono::minutes> keeps() const override { return lifetime_.idle; }
    void working_on(const std::string&, const bot::EventId&, bool) override {}

  private:
    Hub& hub_;
    Lifetime lifetime_;
};

}  // namespace adapters::web
