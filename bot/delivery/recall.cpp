#include "bot/delivery/recall.hpp"

#include "bot/delivery/commit.hpp"
#include "bot/delivery/links.hpp"
#include "bot/observing/log.hpp"
#include "bot/talking/link.hpp"

#include <utility>

namespace bot::delivery {

Channel* find(const Channels& channels, std::string_view name) {
    auto const at = channels.find(name);
    return at == channels.end() ? nullptr : at->second;
}

db::ConversationRef file_of(const std::string& code) {
    return {std::string(talking::file_channel), code};
}

Known Recall::known_of(const Taken& taken) const {
    Known out;
    out.place = taken.home;
    try {
        out.stored = store_.read_state(taken.home);
        if (!taken.inbound.knows_before) {  // a stranger's word replaces what a stranger said, and ends no link
            auto const there = out.stored ? talking::State::from_stored(*out.stored) : std::nullopt;
            out.kept = !(out.stored && talking::pointed_to(*out.stored)) && !(there && there->shared());
            return out;
        }
        if (auto const first = out.stored ? talking::pointed_to(*out.stored) : std::nullopt) {
            // If nothing is left there, its time was over, and so is the link's.
            db::ConversationRef const place{first->channel, first->conversation};
            if (auto shared = store_.read_state(place)) {
                out.place = place;
                out.stored = std::move(shared);
            }
        }
        if (auto known = out.stored ? talking::State::from_stored(*out.stored) : std::nullopt) out.state = std::move(*known);
    } catch (const db::BrokenSeal&) {  // the state is lost, the person is not: begin anew
        observing::log(observing::Level::error, observing::What::store_corrupt, {observing::Field("what", "state")});
    } catch (const std::exception&) {
        throw NotStored();
    }
    return out;
}

std::optional<people::Destination> Recall::link_named_in(const Inbound& inbound) const try {
    auto const code = linked_code(inbound);
    auto const stored = code ? store_.read_state(link_of(*code)) : std::nullopt;
    auto const whose = stored ? talking::pointed_to(*stored) : std::nullopt;
    if (!whose || find(channels_, whose->channel) == nullptr) return std::nullopt;
    auto const state = store_.read_state({whose->channel, whose->conversation});
    return state && talking::State::from_stored(*state) ? whose : std::nullopt;
} catch (const db::BrokenSeal&) {
    return std::nullopt;
}

std::optional<talking::OpenFile> Recall::file_named_in(const Inbound& inbound) const {
    auto const* text = std::get_if<Text>(&inbound.what);
    if (text == nullptr || !tools_.people || !tools_.people->is_desk(inbound.channel, inbound.conversation))
        return std::nullopt;
    auto const named = talking::reference_in(text->body);
    if (!named) return std::nullopt;
    try {
        auto const stored = store_.read_state(file_of(named->code));
        return stored ? talking::OpenFile::from_stored(*stored) : std::nullopt;
    } catch (const db::BrokenSeal&) {
        return std::nullopt;
    }
}

}  // namespace bot::delivery
