#include "adapters/web/web_channel.hpp"

namespace adapters::web {

using bot::delivery::Attempt;
using bot::delivery::Wire;

std::optional<bot::Inbound> WebChannel::decode(const db::InboxEntry& entry) const {
    return bot::delivery::typed_in(entry);
}

std::vector<Wire> WebChannel::render(const bot::Wish& wish) const {
    Answer answer;
    if (auto const* say = std::get_if<bot::Say>(&wish)) {
        answer.document = say->document;
        answer.urgent = say->urgent;
    } else if (auto const* replace = std::get_if<bot::Replace>(&wish)) {  // nothing is edited on a page; say it anew
        answer.document = replace->document;
    } else {
        return {};  // nothing to join or leave; what is taken back is erased with its row
    }
    answer.document = with_calls(std::move(answer.document));
    return {{std::string(bot::delivery::kind_message), stored(answer), std::nullopt}};
}

boost::asio::awaitable<Attempt> WebChannel::deliver(db::OutboxEntry entry, std::string, bool) {
    hub_.arrived(entry.conversation.id, entry.id);
    Attempt attempt = bot::delivery::arrived(std::move(entry.key));
    co_return attempt;
}

}  // namespace adapters::web
