#pragma once
/// \file adapters/matrix/wish_renderer.hpp
/// Puts a wish of the bot into Matrix event content, complete but for what only delivery knows: the key of
/// the outbox row (our mark in the event) and the event id of an earlier message.
///
/// Kinds of rows: "message" and "edit" (payload: the content), "redact" (its target, or {"event"}), "join",
/// "leave" (payload: its body), "follow" (payload: {"room", "via"}). Source: Matrix 1.19, m.room.message,
/// "Threading", "Rich replies", "Event replacements", "Intentional mentions". Threads: pure; any.

#include "bot/delivery/channel.hpp"

#include <string_view>
#include <vector>

namespace adapters::matrix {

/// Bytes that the content of one event may have, of 65,536 for the whole event.
inline constexpr std::size_t most_content_bytes = 60'000;
/// Name of our mark in the content; its value is the key of the outbox row.
inline constexpr std::string_view marker_field = "fr.phare.key";

[[nodiscard]] std::vector<bot::delivery::Wire> render_wish(const bot::Wish&);

}  // namespace adapters::matrix
