#include "adapters/email/answer_budget.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

std::size_t since(const AnswerHistory& history, Instant when) {
    return static_cast<std::size_t>(std::count_if(history.begin(), history.end(), [&](auto const& one) { return one.when > when; }));
}

}  // namespace

AnswerVerdict may_send(
    const AnswerHistory& sender, const AnswerHistory& conversation, AuthVerdict auth, std::uint64_t text_hash, Instant now, const AnswerLimits& limits
) {
    using std::chrono::hours;
    for (auto const* history : {&sender, &conversation})
        for (auto const& one : *history)
            if (one.text_hash == text_hash && one.when > now - hours(1)) return AnswerVerdict::same_again;
    if (since(sender, now - hours(1)) >= limits.sender_per_hour) return AnswerVerdict::too_many;
    if (since(conversation, now - hours(24)) >= limits.conversation_per_day) return AnswerVerdict::too_many;
    bool const proven = auth == AuthVerdict::pass || auth == AuthVerdict::arc_pass;
    if (!proven && since(sender, now - limits.unproven_pause) > 0) return AnswerVerdict::too_many;
    return AnswerVerdict::send;
}

AnswerHistory with_answer(AnswerHistory history, SentAnswer answer) {
    std::erase_if(history, [&](auto const& one) { return one.when + std::chrono::hours(24) < answer.when; });
    history.push_back(answer);
    return history;
}

}  // namespace adapters::email
