#pragma once
/// \file adapters/terminal/terminal_channel.hpp
/// The terminal as a channel like any other: what is typed goes through the inbox, what is answered comes out
/// of the outbox, so that `phare chat` shows the very trip that a message on Matrix makes.
///
/// Threads: the loop's.

#include "adapters/terminal/render.hpp"
#include "bot/delivery/channel.hpp"

#include <functional>
#include <string>

namespace adapters::terminal {

class TerminalChannel final : public bot::delivery::Channel {
  public:
    /// \param show is given each answer, in order, laid out as `look` says; it does not fail.
    TerminalChannel(Look look, std::function<void(const std::string& text)> show)
        : look_(look), show_(std::move(show)) {}

    [[nodiscard]] std::string_view name() const override { return "terminal"; }
    /// The payload of a terminal's event is what was typed.
    [[nodiscard]] std::optional<bot::Inbound> decode(const db::InboxEntry&) const override;
    [[nodiscard]] std::vector<bot::delivery::Wire> render(const bot::Wish&) const override;
    boost::asio::awaitable<bot::delivery::Attempt> deliver(
        db::OutboxEntry entry, std::string target_remote_id, bool may_have_arrived
    ) override;
    void working_on(const std::string&, const bot::EventId&, bool) override {}

  private:
    Look look_;
    std::function<void(const std::string&)> show_;
};

}  // namespace adapters::terminal
