#pragma once
/// \file adapters/email/mail_inbound.hpp
/// A mail, understood, as something that happened to a conversation; and what it says of an address. Pure.
///
/// Whose conversation it is (reference: email.md §2.8, §1):
/// - somebody trusted vouches for From (and an answer goes there, or to its domain): the address's own conversation,
///   with its role;
/// - otherwise "unproven ADDRESS THREAD", of where the answer goes, never of what From claims. It has no role. A mail
///   written anew begins a thread of its own; our answer's reply token names it and leads back into it. So a forged From
///   learns nothing and disturbs nothing: only whoever reads that address's mail can go on with a thread.
/// - "unproven ADDRESS" without a thread: a reply to what we wrote to a proven conversation, from a server that does not
///   vouch this time.

#include "adapters/email/mail_settings.hpp"
#include "adapters/email/suppression.hpp"
#include "adapters/email/understood.hpp"
#include "bot/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// \returns nothing for what must never be answered. `event_id`: the stored entry's.
[[nodiscard]] std::optional<bot::Inbound> inbound_of(
    const InboundMail&, const Understood&, const MailSettings&, const std::string& event_id
);

/// The conversation of an address, and the address of a conversation.
[[nodiscard]] std::string unproven(std::string_view address, std::string_view thread = {});
[[nodiscard]] std::string_view thread_in(std::string_view conversation);
[[nodiscard]] std::string address_of(std::string_view conversation);
[[nodiscard]] bool is_proven(std::string_view conversation);

/// What a mail says of addresses that we wrote to; nothing unless it is proven: a VERP token of ours for that address,
/// a reply token or a trusted sender for a wish.
struct AddressFact {
    std::string address;
    DeliveryFact fact = DeliveryFact::soft_bounce;
};
[[nodiscard]] std::vector<AddressFact> facts_of(const InboundMail&, const Understood&, const MailSettings&);
/// The same of a bounce or complaint about a mail that a Message-ID names as ours: what happened, if anything, to whoever
/// it was sent to.
[[nodiscard]] std::optional<DeliveryFact> fact_of_original(const Understood&, const MailSettings&);
/// Outbox row of one of our Message-IDs; 0: it is none of ours.
[[nodiscard]] std::int64_t row_of(std::string_view message_id, const MailSettings&);

}  // namespace adapters::email
