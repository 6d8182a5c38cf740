#pragma once
/// \file adapters/matrix/delivery_verdict.hpp
/// What an answer of the homeserver means for an outbox row: arrived, again, perhaps, never.
///
/// Source: Matrix 1.19, "Standard error response", "Rate limiting"; synapse.md §4; matrix.md §2.5. Threads:
/// pure.

#include "adapters/matrix/client.hpp"
#include "bot/delivery/channel.hpp"

namespace adapters::matrix {

/// The homeserver takes our token for none: no row will arrive before somebody repairs the registration.
[[nodiscard]] bool refuses_us(const CsReply&);

/// For sending and redacting. `remote_id` is the event id.
[[nodiscard]] bot::delivery::Attempt verdict_on_event(const CsReply&);

/// For joining. An invitation may reach us before the room is ready for the join, so a refusal is repeated
/// after 1, 2, 4 … 64 s. \param tries that were made before this one.
[[nodiscard]] bot::delivery::Attempt verdict_on_join(const CsReply&, int tries);

/// For leaving. Who is not in the room has left.
[[nodiscard]] bot::delivery::Attempt verdict_on_leave(const CsReply&);

}  // namespace adapters::matrix
