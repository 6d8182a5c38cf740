#include "bot/delivery/links.hpp"

#include "bot/talking/conversation.hpp"
#include "bot/talking/link.hpp"

#include <chrono>

namespace bot::delivery {

namespace {

std::optional<std::string> state_in(db::Transaction& t, const db::ConversationRef& of) try {
    return t.state(of);
} catch (const db::BrokenSeal&) {
    return std::nullopt;
}

}  // namespace

db::ConversationRef link_of(const std::string& code) {
    return {std::string(talking::link_channel), code};
}

std::optional<std::string> linked_code(const Inbound& inbound) {
    auto const* text = std::get_if<Text>(&inbound.what);
    return text == nullptr ? std::nullopt : talking::link_code_in(text->body);
}

void keep_state(
    db::Transaction& t, const db::ConversationRef& home, const Links& links, const std::string& stored, db::Micros now, db::Micros forget_at
) {
    if (!links.kept) return;
    if (links.shared && state_in(t, links.place) != links.read) throw Changed();
    if (links.joins) {
        db::ConversationRef const first{links.joins->channel, links.joins->conversation};
        auto const kept = state_in(t, first);
        auto joined = kept ? talking::State::from_stored(*kept) : std::nullopt;
        if (!joined || !state_in(t, link_of(links.used))) throw Changed();  // gone, or the code was used meanwhile
        joined->link(*links.joins, {home.channel, home.id}, links.sender);
        t.save_state(first, joined->stored(), now, forget_at);
        t.save_state(home, talking::pointer_to(*links.joins), now, forget_at);
        t.erase(link_of(links.used), "code_used", now);
        return;
    }
    t.save_state(links.place, stored, now, forget_at);
    people::Destination const place{links.place.channel, links.place.id};
    for (auto const& other : links.all)
        if (!(other == links.place)) t.save_state(other, talking::pointer_to(place), now, forget_at);
    if (!links.code.empty())
        t.save_state(link_of(links.code), talking::pointer_to(place), now, now + std::chrono::microseconds(talking::link_code_life).count());
}

bool keep_on(db::Transaction& t, const db::ConversationRef& home, db::Micros now, db::Micros forget_at) {
    auto const stored = state_in(t, home);
    if (!stored) return false;
    t.save_state(home, *stored, now, forget_at);
    if (auto const first = talking::pointed_to(*stored)) {
        db::ConversationRef const place{first->channel, first->conversation};
        if (auto const kept = state_in(t, place)) t.save_state(place, *kept, now, forget_at);
    }
    return true;
}

}  // namespace bot::delivery
