#pragma once
/// \file adapters/email/suppression.hpp
/// Addresses that get no more mail: a dead one at once, a failing one after three times in seven days, whoever complained or
/// wants no more at once. Undone by command. Reference: email.md §1, §2.6. Pure; the state is stored by the caller.
///
/// Only proven reports may come here (`Understood::bounce_proven`, or a provider's event): anybody can forge a bounce.

#include "adapters/email/inbound_mail.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace adapters::email {

enum class DeliveryFact { hard_bounce, soft_bounce, complaint, unsubscribed, delivered, undone_by_operator };

enum class SuppressedFor { nothing, dead, failing, complaint, unsubscribed };
[[nodiscard]] std::string_view word_of(SuppressedFor);

struct AddressState {
    SuppressedFor reason = SuppressedFor::nothing;
    Instant since{};
    std::vector<Instant> soft;  ///< soft bounces of the last seven days
};

[[nodiscard]] AddressState after(AddressState, DeliveryFact, Instant now);

/// What may still go there. An unsubscribed person still gets answers to what they ask themselves.
[[nodiscard]] bool may_get_answers(const AddressState&);
[[nodiscard]] bool may_get_alerts(const AddressState&);

}  // namespace adapters::email
