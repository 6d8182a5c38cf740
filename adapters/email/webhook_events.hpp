#pragma once
/// \file adapters/email/webhook_events.hpp
/// What became of mails that we sent, as Postmark and Mailgun tell it (Brevo's events come through `read_brevo`): dead
/// addresses, failures, complaints, wishes to get no more. Everything else (delivered, opened, …) is read and left alone.
/// Pure; throws nothing.
///
/// Sources: Postmark "Bounce webhook" (RecordType, Type, Email, MessageID: their own id, none of ours) and the types of its
/// official client library; Mailgun "Webhooks" (event-data: event, severity, recipient, message.headers.message-id;
/// signature: timestamp, token, signature).

#include "adapters/email/webhook.hpp"

#include <optional>
#include <string_view>

namespace adapters::email {

/// Nothing: this post is no event (then it is an inbound mail: `read_postmark`).
[[nodiscard]] std::optional<WebhookPost> read_postmark_event(std::string_view json);
/// The signature is checked as for mails; 406 if it does not hold.
[[nodiscard]] WebhookPost read_mailgun_event(std::string_view json, std::string_view signing_key, Instant now);

}  // namespace adapters::email
