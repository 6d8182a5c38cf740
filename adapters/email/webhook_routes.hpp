#pragma once
/// \file adapters/email/webhook_routes.hpp
/// Where mail providers post: /mail/postmark, /mail/brevo, /mail/mailgun/mime, and /mail/mailgun (events, and mails in fields).
/// 200 is said after the commit; a store that takes nothing in is 503, and the provider tries again. Reference: email.md §2.9.
///
/// Postmark and Brevo sign nothing: their URL carries a name and a password (https://NAME:PASSWORD@…), asked for before a
/// byte of the body is read. Mailgun signs a time and a token, not the mail: a token that comes with another mail is
/// a replay and gets 406; with the same mail it is Mailgun trying again.
/// Lifetime: the intake outlives the server that has the routes. Threads: the loop's.

#include "adapters/email/mail_intake.hpp"
#include "adapters/net/http_server.hpp"

#include <functional>
#include <string>
#include <vector>

namespace adapters::email {

struct WebhookAccess {
    WebhookAccess() = default;
    std::string postmark_login;  ///< "name:password"; empty: no such route
    std::string mailgun_key;     ///< HTTP webhook signing key; empty: no such route
    std::string brevo_login;
    /// Called once mails whose files the provider keeps are stored (file_fetcher.hpp); null: nobody fetches, their names alone come in.
    std::function<void()> files_wait;
    Limits limits;
};

[[nodiscard]] std::vector<net::Route> webhook_routes(MailIntake&, WebhookAccess, std::function<Instant()> now);

}  // namespace adapters::email
