#include "adapters/terminal/terminal_channel.hpp"

namespace adapters::terminal {

using bot::delivery::Attempt;
using bot::delivery::Wire;

std::optional<bot::Inbound> TerminalChannel::decode(const db::InboxEntry& entry) const {
    bot::Inbound inbound;
    inbound.channel = entry.conversation.channel;
    inbound.conversation = entry.conversation.id;
    inbound.event_id = entry.event_id;
    inbound.sender = entry.conversation.id;
    inbound.received_at = bot::Instant(std::chrono::microseconds(entry.received_at));
    inbound.what = bot::Text{entry.payload, {}, {}};
    return inbound;
}

std::vector<Wire> TerminalChannel::render(const bot::Wish& wish) const {
    if (auto const* say = std::get_if<bot::Say>(&wish))
        return {{"message", terminal::render(say->document, look_), std::nullopt}};
    if (auto const* replace = std::get_if<bot::Replace>(&wish))  // a line that was printed stays; say it anew
        return {{"message", terminal::render(replace->document, look_), std::nullopt}};
    return {};  // nothing to join, leave or take back on a terminal
}

boost::asio::awaitable<Attempt> TerminalChannel::deliver(db::OutboxEntry entry, std::string, bool) {
    show_(entry.payload);
    Attempt attempt;
    attempt.result = Attempt::Result::delivered;
    attempt.remote_id = entry.key;
    attempt.status = 200;
    co_return attempt;
}

}  // namespace adapters::terminal
