#pragma once
/// \file adapters/email/unsubscribe_routes.hpp
/// One-click unsubscribing (RFC 8058) from alerts and digests: /desabonnement/ADDRESS/TOKEN, the address in hex, the token
/// an HMAC for that address alone. POST alone changes anything, and answers 200 after the commit, never a redirect; GET
/// shows a page with a button, because link scanners press GETs (reference: email.md §2.10).
///
/// Lifetime: store and alarm outlive the server that has the routes. Threads: the loop's.

#include "adapters/email/mail_settings.hpp"
#include "adapters/net/http_server.hpp"
#include "bot/delivery/alarm.hpp"
#include "db/store.hpp"

#include <string>
#include <vector>

namespace adapters::email {

[[nodiscard]] std::vector<net::Route> unsubscribe_routes(db::Store&, bot::delivery::Alarm&, MailSettings);

/// What a mail's List-Unsubscribe names. `token`: of TokenPurpose::unsubscribe.
[[nodiscard]] std::string unsubscribe_url(const MailSettings&, std::string_view address, std::string_view token);

}  // namespace adapters::email
