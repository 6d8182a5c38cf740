#pragma once
/// \file adapters/matrix/event_normalizer.hpp
/// From a stored Matrix event to what happened, in the order of decisions of the client-server specification:
/// a replacement first, then a thread, then a reply; an old reply's quotation goes only if it is a reply.
///
/// What needs the history of a room cannot be decided here and is left to others: whether an edit comes from
/// the author of the message, whether the person who left was the one we talked with. For `Left`, `sender` is
/// who is gone. Rooms are one-to-one unless they stand on the list of group rooms. Source: Matrix 1.19,
/// client-server API, m.room.message, "Event replacements", "Threading", "Rich replies", "Intentional
/// mentions", m.room.member, m.room.tombstone; traffic in tests/adapters/matrix/traffic. Threads: pure; any.

#include "adapters/matrix/settings.hpp"
#include "bot/message.hpp"

#include <optional>
#include <string_view>

namespace adapters::matrix {

/// \param raw one event as `split` stored it.
/// \returns nothing if it is none of our business. Throws bot::delivery::Poison if it cannot be understood.
[[nodiscard]] std::optional<bot::Inbound> normalize(
    const Settings&, std::string_view raw, bot::Instant received_at
);

/// The text below the quotation ("> <@author> …", further "> " lines, an empty line) of a reply in the old
/// form.
[[nodiscard]] std::string_view without_quotation(std::string_view body);

}  // namespace adapters::matrix
