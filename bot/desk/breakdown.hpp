#pragma once
/// \file bot/desk/breakdown.hpp
/// An alert that could not be handed over on one channel is told on another, once (alerting.md §2.7): otherwise a dead
/// room or mailbox looks like a quiet month. Threads: functions of their arguments.

#include "bot/desk/rounds.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace bot::desk {

/// How long a channel may be silent before it counts as broken down; tries go on after it.
inline constexpr std::chrono::hours breaks_down_after{2};

struct Undelivered {
    ThreadKey of;              ///< recipient and root
    std::int64_t outbox_id = 0;
    Instant since{};
    bool refused = false;      ///< given up: nobody will get it
};
/// Whether it has to be told now; once it is, no more.
[[nodiscard]] bool to_be_told(const State&, const Undelivered&, Instant now);
/// Adds what is to be said of them.
void tell_breakdown(const Tools&, Outcome&, std::span<const Undelivered>, Instant now);

}  // namespace bot::desk
