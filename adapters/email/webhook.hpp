#pragma once
/// \file adapters/email/webhook.hpp
/// Posts of mail providers as mails and delivery events (reference: email.md §2.9). Raw MIME is taken where it is
/// sent; otherwise a mail is put together from the fields, so that one reader decides. Their own stripped texts are
/// not used. Pure; throws nothing.
///
/// Authenticity: Mailgun signs (checked here, with a window of time; `replay_key` must be new: the caller remembers it
/// for the window). Postmark and Brevo sign nothing: the route's secret path or basic auth is the caller's matter.

#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/web_form.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct ProviderEvent {
    std::string address;
    std::string message_id;  ///< "<…>" of our mail; may be empty
    enum class Kind { hard_bounce, soft_bounce, complaint, unsubscribed } kind = Kind::soft_bounce;
};

struct WebhookPost {
    int status = 200;  ///< to answer once `mails` and `events` are committed; 403/406: never again, 400: not understood
    std::vector<InboundMail> mails;
    std::vector<ProviderEvent> events;
    std::string replay_key;  ///< Mailgun's token; "" for the others
};

[[nodiscard]] WebhookPost read_postmark(std::string_view json, Instant now);
[[nodiscard]] WebhookPost read_mailgun(const FormFields&, std::string_view signing_key, Instant now);
/// HMAC-SHA256 of timestamp and token, hex, not older than two minutes.
[[nodiscard]] bool mailgun_signed(
    std::string_view timestamp, std::string_view token, std::string_view signature, std::string_view signing_key, Instant now
);
/// Inbound mails ({"items": …}) and transactional events ({"event": …}).
[[nodiscard]] WebhookPost read_brevo(std::string_view json, Instant now);

}  // namespace adapters::email
