#pragma once
/// \file adapters/email/answer_budget.hpp
/// The backstop against loops, whatever the headers say: so many automatic answers for a sender in an hour and for a
/// conversation in a day, and never the same text twice in an hour. Reference: email.md §2.2, reliability.md T18.
/// Pure; the state is stored by the caller, one for each sender and one for each conversation.

#include "adapters/email/inbound_mail.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace adapters::email {

struct SentAnswer {
    Instant when{};
    std::uint64_t text_hash = 0;
    std::int64_t row = 0;  ///< of the outbox: a second try of it is no second answer
};
/// Answers of the last day, oldest first.
using AnswerHistory = std::vector<SentAnswer>;

struct AnswerLimits {
    AnswerLimits() = default;
    std::size_t sender_per_hour = 6;
    std::size_t conversation_per_day = 20;
    std::chrono::minutes unproven_pause{10};  ///< between answers to a sender that nobody vouches for
};

enum class AnswerVerdict {
    send,
    later,      ///< a person who writes much: at `at`
    too_many,   ///< never, tell the operator: no person writes so often
    same_again  ///< never, tell the operator: two machines may be talking
};
struct AnswerDecision {
    AnswerVerdict verdict = AnswerVerdict::send;
    Instant at{};  ///< of `later`
};

/// What is asked for.
struct AnswerAsked {
    bool proven = false;  ///< somebody vouches for the sender
    bool urgent = false;  ///< danger: neither paused nor held back as a repetition; only the day's limit holds
    std::uint64_t text_hash = 0;
    std::int64_t row = 0;
    Instant now{};
};
[[nodiscard]] AnswerDecision may_send(
    const AnswerHistory& sender, const AnswerHistory& conversation, const AnswerAsked&, const AnswerLimits& = AnswerLimits()
);
/// The history with this answer, without what is older than a day.
[[nodiscard]] AnswerHistory with_answer(AnswerHistory, SentAnswer);

}  // namespace adapters::email
