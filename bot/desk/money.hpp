#pragma once
/// \file bot/desk/money.hpp
/// Who reads along where amounts would be said. The configuration names the room of the bureau and its members; who really
/// sits there is asked of the channel, and as long as somebody does who may not see money, none is said there.
///
/// Threads: functions of their arguments.

#include "bot/desk/rounds.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::desk {

/// A closed room by the configuration, and nobody is known to sit there who may not see money.
[[nodiscard]] bool is_closed(const Tools&, const State&, std::string_view conversation);
/// Whether everybody who reads along may see money.
[[nodiscard]] bool money_may_be_said(
    const Tools&, const State&, std::string_view sender, std::string_view conversation, bool one_to_one
);
/// Unasked: an address by its own right, a room if it is closed.
[[nodiscard]] bool may_be_told_money(const Tools&, const State&, const people::Destination&);

/// For somebody who asked here, where amounts are not told: that it is so, why if it is the bureau's own room, and where
/// they are told.
[[nodiscard]] wording::Document money_elsewhere(const Tools&, const State&, std::string_view conversation);

/// Closed rooms: those to ask the channel about.
[[nodiscard]] std::vector<std::string> rooms_to_watch(const Tools&);
/// Whether `seated` would change anything. Cheap.
[[nodiscard]] bool seats_are_news(
    const Tools&, const State&, const std::string& room, const std::optional<std::vector<std::string>>& members, bool tell
);
/// Who sits in a closed room. The secretariat and the room hear once of whoever may not see money.
/// \param members without ourselves; nothing: the channel could not say, and amounts are held back until it can
/// \param tell no: at night; amounts are held back at once, the word comes in the morning
void seated(const Tools&, Outcome&, const std::string& room, const std::optional<std::vector<std::string>>& members, bool tell = true);

}  // namespace bot::desk
