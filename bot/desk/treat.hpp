#pragma once
/// \file bot/desk/treat.hpp
/// Taking an alert on, or giving it back, where there is no message to answer to: on the bureau's page. Whoever was told of
/// the alert in a room or by mail is told of this too, in the same thread.
///
/// The right is the caller's to look up. Threads: functions of their arguments.

#include "bot/desk/rounds.hpp"

#include <optional>
#include <string>

namespace bot::desk {

struct Treat {
    EpisodeId id;
    std::string by, reason;
    std::optional<Day> until;  ///< nothing: 31 days
    bool gives_back = false;   ///< then reason and until count for nothing
};

/// \returns the refusal in French, or nothing: `Outcome` holds state and posts
[[nodiscard]] std::optional<std::string> treat(const Tools&, Outcome&, const Treat&, Day today);

}  // namespace bot::desk
