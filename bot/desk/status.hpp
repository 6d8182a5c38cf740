#pragma once
/// \file bot/desk/status.hpp
/// `phare objectives status`: every objective as it stands on a day, as text or JSON. Fewer than five people are not
/// shown, nor what would give them away: then the gap, the landing, P and the pace are not there either. Where no
/// figure is known there is none: null, never zero.
///
/// Threads: functions of their arguments.

#include "bot/desk/settings.hpp"

#include <string>

namespace bot::desk {

struct StatusAsked {
    Day day{};
    std::string only;   ///< id of one objective; empty: all
    bool json = false;
    bool money = true;  ///< envelopes too
    bool explain = false;  ///< `only` in detail (explain.hpp)
    Day since{};           ///< with `explain`: from where on; none: the eve of its last figures
};
/// Ends with a line feed.
[[nodiscard]] std::string status_of(const steering::Steering&, const StatusAsked&);

}  // namespace bot::desk
