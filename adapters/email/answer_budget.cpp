#include "adapters/email/answer_budget.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

std::size_t since(const AnswerHistory& history, Instant when) {
    return static_cast<std::size_t>(std::count_if(history.begin(), history.end(), [&](auto const& one) { return one.when > when; }));
}

}  // namespace

AnswerDecision may_send(
    const AnswerHistory& sender, const AnswerHistory& conversation, const AnswerAsked& asked, const AnswerLimits& limits
) {
    using std::chrono::hours;
    auto const now = asked.now;
    for (auto const* history : {&sender, &conversation})
        for (auto const& one : *history)
            if (one.row == asked.row) return {};  // it was let through before and is tried again
    // A chain that has used up its day ends here: what is never sent provokes no reply.
    if (since(conversation, now - hours(24)) >= limits.conversation_per_day) return {AnswerVerdict::too_many, {}};
    if (asked.urgent) return {};
    for (auto const* history : {&sender, &conversation})
        for (auto const& one : *history)
            if (one.text_hash == asked.text_hash && one.when > now - hours(1)) return {AnswerVerdict::same_again, {}};
    Instant at = now;
    if (!sender.empty() && since(sender, now - hours(1)) >= limits.sender_per_hour)
        at = std::max(at, sender[sender.size() - limits.sender_per_hour].when + hours(1));
    if (!sender.empty() && !asked.proven) at = std::max(at, sender.back().when + limits.unproven_pause);
    if (at > now) return {AnswerVerdict::later, at};
    return {};
}

AnswerHistory with_answer(AnswerHistory history, SentAnswer answer) {
    std::erase_if(history, [&](auto const& one) { return one.when + std::chrono::hours(24) < answer.when; });
    history.push_back(answer);
    return history;
}

}  // namespace adapters::email
