#include "bot/talking/rooms.hpp"

#include "bot/talking/people.hpp"
#include "bot/talking/service.hpp"
#include "bot/talking/text_turn.hpp"

namespace bot::talking {

RoomWishes take(Turn& turn, const Invitation& invitation) {
    if (!invitation.welcome) return {{DeclineInvitation{invitation.reason}}, {}, false};
    turn.memory.encrypted = invitation.encrypted;
    turn.memory.by_partner = turn.partner();
    if (!invitation.encrypted) return {{AcceptInvitation{}}, {}, false};
    turn.memory.told_unreadable = true;
    turn.say("illisible", {{"urgence", urgency_line(turn)}});
    return {{AcceptInvitation{}}, {Leave{}}, false};
}

RoomWishes take(Turn& turn, const Joined&) {
    if (turn.memory.encrypted || turn.memory.greeted) return {};
    // We are who joins: whom we greet is who asked us in.
    if (turn.memory.by_partner && turn.inbound.one_to_one) turn.role = people::Role::partner;
    greet(turn, true);
    return {{}, {}, true};
}

RoomWishes take(Turn& turn, const Left&) {
    // Whoever comes back is told again who speaks and what is kept.
    turn.memory.greeted = false;
    turn.memory.encrypted = false;
    turn.memory.told_unreadable = false;
    turn.memory.question = {};
    return {};
}

RoomWishes take(Turn& turn, const Unreadable&) {
    if (turn.memory.told_unreadable) return {};
    turn.memory.told_unreadable = true;
    if (turn.at.slow) {  // one mail, not a room: the next one may be readable
        turn.say("courriel_illisible", {{"urgence", urgency_line(turn)}});
        return {};
    }
    turn.memory.encrypted = true;
    turn.say("illisible", {{"urgence", urgency_line(turn)}});
    return {{}, {Leave{}}, false};
}

RoomWishes take(Turn&, const Moved& moved) {
    return {{Follow{moved.to, moved.via}}, {}, false};
}

RoomWishes take(Turn& turn, const Attachment& attachment) {
    if (!turn.inbound.one_to_one && !turn.inbound.addressed) return {};
    if (turn.at.absorb) return {};
    const bool first = !turn.memory.greeted;
    if (first) greet(turn, false);
    turn.say("piece_jointe", {{"genre", attachment.kind}});
    return {{}, {}, first};
}

RoomWishes take(Turn& turn, const Unsubscribed& wish) {
    turn.say("desabonne", {{"cru", wish.believed ? "oui" : "non"}});
    // Whoever has told us nothing has nothing to be erased.
    if (wish.believed && !turn.memory.facts.empty()) confirm_erasure(turn);
    return {};
}

}  // namespace bot::talking
