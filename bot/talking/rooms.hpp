#pragma once
/// \file bot/talking/rooms.hpp
/// Everything that happens to a conversation besides words: invitations, coming and going, what cannot be
/// read.

#include "bot/talking/turn.hpp"

#include <vector>

namespace bot::talking {

/// What each wants done; texts go to `turn.answer`, which is said before what is in `after`.
struct RoomWishes {
    std::vector<Wish> before, after;
    bool first_contact = false;
};
[[nodiscard]] RoomWishes take(Turn&, const Invitation&);
[[nodiscard]] RoomWishes take(Turn&, const Joined&);
[[nodiscard]] RoomWishes take(Turn&, const Left&);
[[nodiscard]] RoomWishes take(Turn&, const Unreadable&);
[[nodiscard]] RoomWishes take(Turn&, const Moved&);
[[nodiscard]] RoomWishes take(Turn&, const Attachment&);
[[nodiscard]] RoomWishes take(Turn&, const Unsubscribed&);

}  // namespace bot::talking
