#include "adapters/email/suppression.hpp"

#include <algorithm>

namespace adapters::email {

std::string_view word_of(SuppressedFor reason) {
    switch (reason) {
        case SuppressedFor::nothing: return "nothing";
        case SuppressedFor::dead: return "dead";
        case SuppressedFor::failing: return "failing";
        case SuppressedFor::complaint: return "complaint";
        case SuppressedFor::unsubscribed: return "unsubscribed";
    }
    return "nothing";
}

AddressState after(AddressState state, DeliveryFact fact, Instant now) {
    constexpr std::size_t limit = 3;
    auto const suppress = [&](SuppressedFor reason) {
        // A complaint outweighs the rest; a wish is not undone by a bounce.
        bool const weaker = state.reason == SuppressedFor::complaint || (state.reason == SuppressedFor::unsubscribed && reason == SuppressedFor::failing);
        if (weaker && reason != SuppressedFor::complaint) return;
        if (state.reason != reason) state.since = now;
        state.reason = reason;
    };
    switch (fact) {
        case DeliveryFact::hard_bounce: suppress(SuppressedFor::dead); break;
        case DeliveryFact::complaint: suppress(SuppressedFor::complaint); break;
        case DeliveryFact::unsubscribed: suppress(SuppressedFor::unsubscribed); break;
        case DeliveryFact::soft_bounce:
            std::erase_if(state.soft, [&](Instant when) { return when + std::chrono::days(7) < now; });
            state.soft.push_back(now);
            if (state.soft.size() >= limit && state.reason == SuppressedFor::nothing) suppress(SuppressedFor::failing);
            break;
        case DeliveryFact::delivered: state.soft.clear(); break;
        case DeliveryFact::undone_by_operator: state = AddressState{}; break;
    }
    return state;
}

bool may_get_answers(const AddressState& state) { return state.reason == SuppressedFor::nothing || state.reason == SuppressedFor::unsubscribed; }
bool may_get_alerts(const AddressState& state) { return state.reason == SuppressedFor::nothing; }

}  // namespace adapters::email
