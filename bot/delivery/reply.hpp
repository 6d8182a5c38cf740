#pragma once
/// \file bot/delivery/reply.hpp
/// What a turn leaves in the store, as one unit: the entry is done, the state is kept, answers and letters are queued.
///
/// Pure but for the channels' rendering. Errors: std::runtime_error for a letter by a channel that is switched off.

#include "bot/delivery/recall.hpp"

#include <chrono>

namespace bot::delivery {

struct ReplyTerms {
    Instant now;  ///< by the clock that dates rows
    std::chrono::sys_days today;
    std::chrono::hours answers_expire;  ///< where the channel has no term of its own
};

struct Reply {
    db::Store::Unit unit;
    bool sends = false;  ///< there is something in the outbox
};

/// How long an answer is worth sending.
[[nodiscard]] std::chrono::hours expiry(const Channel& by, std::chrono::hours otherwise);

[[nodiscard]] Reply reply_of(
    const Taken&, const Known&, talking::Step step, const Channels&, const ReplyTerms&, const talking::Tools&
);

}  // namespace bot::delivery
