#include "bot/delivery/channel.hpp"

#include <utility>

namespace bot::delivery {

Attempt arrived(std::string remote_id) {
    Attempt attempt;
    attempt.result = Attempt::Result::delivered;
    attempt.remote_id = std::move(remote_id);
    attempt.status = 200;
    return attempt;
}

db::Precedence precedence_of(const Wish& wish) {
    auto const* say = std::get_if<Say>(&wish);
    if (say == nullptr) return db::Precedence::usual;
    if (say->urgent) return db::Precedence::first;
    return say->occasion == Say::Occasion::alert ? db::Precedence::last : db::Precedence::usual;
}

boost::asio::awaitable<std::optional<std::string>> Channel::fetch(std::string, std::size_t) {
    std::optional<std::string> nothing;
    co_return nothing;
}

boost::asio::awaitable<std::optional<std::vector<std::string>>> Channel::members(std::string) {
    std::optional<std::vector<std::string>> nobody_knows;
    co_return nobody_knows;
}

Inbound typed_in(const db::InboxEntry& entry) {
    Inbound inbound;
    inbound.channel = entry.conversation.channel;
    inbound.conversation = entry.conversation.id;
    inbound.event_id = entry.event_id;
    inbound.sender = entry.conversation.id;
    inbound.received_at = Instant(std::chrono::microseconds(entry.received_at));
    inbound.what = Text{entry.payload, {}, {}};
    return inbound;
}

}  // namespace bot::delivery
