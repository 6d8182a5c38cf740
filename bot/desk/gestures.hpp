#pragma once
/// \file bot/desk/gestures.hpp
/// What people do under an alert or in a room of the bureau: marks 👀 👍 🔕, taking a mark back, short orders, figures
/// typed and confirmed. The right is looked up at that moment; a refusal is said where the order was given.
///
/// Threads: functions of their arguments.

#include "bot/desk/imports.hpp"
#include "bot/desk/rounds.hpp"
#include "bot/desk/typed.hpp"

#include <optional>
#include <string>

namespace bot::desk {

/// The thread of ours that a remote event id belongs to; nothing: none of ours.
[[nodiscard]] std::optional<ThreadKey> thread_of(const State&, const std::string& conversation, const std::string& remote_id);

/// Whether the desk answers this, and nobody else. Cheap.
[[nodiscard]] bool is_for_desk(const Tools&, const State&, const Inbound&, Day today);

/// \pre is_for_desk
[[nodiscard]] Outcome take(const Tools&, State, const Inbound&, Day today, Instant now);

}  // namespace bot::desk
