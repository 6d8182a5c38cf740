#include "adapters/terminal/terminal_channel.hpp"

namespace adapters::terminal {

using bot::delivery::Attempt;
using bot::delivery::Wire;

std::optional<bot::Inbound> TerminalChannel::decode(const db::InboxEntry& entry) const {
    return bot::delivery::typed_in(entry);
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
    Attempt attempt = bot::delivery::arrived(std::move(entry.key));
    co_return attempt;
}

}  // namespace adapters::terminal
