#pragma once
/// \file adapters/email/answer_budget.hpp
/// The backstop against loops, whatever the headers say: so many automatic answers for a sender in an hour and for a
/// conversation in a day, and never the same text twice in an hour. Reference: email.md §2.2, reliability.md T18.
/// Pure; the state is stored by the caller, one for each sender and one for each conversation.

#include "adapters/email/auth_results.hpp"
#include "adapters/email/inbound_mail.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace adapters::email {

struct SentAnswer {
    Instant when{};
    std::uint64_t text_hash = 0;
};
/// Answers of the last day, oldest first.
using AnswerHistory = std::vector<SentAnswer>;

struct AnswerLimits {
    std::size_t sender_per_hour = 6;
    std::size_t conversation_per_day = 20;
    std::chrono::minutes unproven_pause{10};  ///< between answers to a sender that nobody vouches for
};

enum class AnswerVerdict {
    send,
    too_many,   ///< hold, tell the bureau once
    same_again  ///< hold, tell the bureau: two machines may be talking
};
[[nodiscard]] AnswerVerdict may_send(
    const AnswerHistory& sender, const AnswerHistory& conversation, AuthVerdict, std::uint64_t text_hash, Instant now, const AnswerLimits& = {}
);
/// The history with this answer, without what is older than a day.
[[nodiscard]] AnswerHistory with_answer(AnswerHistory, SentAnswer);

}  // namespace adapters::email
