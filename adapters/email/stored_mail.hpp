#pragma once
/// \file adapters/email/stored_mail.hpp
/// A mail as the inbox keeps it: one line of JSON with all that is not in the bytes (source, envelope, time, the provider's
/// ids), a line feed, the bytes as they came. Every source stores the same form, so that one reader decides. Pure.

#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/webhook.hpp"
#include "db/store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::email {

[[nodiscard]] std::string stored_form(const InboundMail&);
/// Nothing: not of this form.
[[nodiscard]] std::optional<InboundMail> mail_from_stored(std::string_view payload);

/// Ready to be admitted. Its conversation is what the envelope says, {"email", address in lower case} or "<>" for the null
/// sender and where nothing is known: whose conversation the mail belongs to is found out when it is read. Its event id
/// is `repeat_key` (or what it was known as before files were put in): the same mail, delivered twice, is admitted once.
[[nodiscard]] db::NewInbound inbox_entry(const InboundMail&);

/// \name A provider's word about an address (webhook.hpp), kept like a mail: a line of JSON, and nothing after it. Told
/// twice it is admitted once.
///@{
[[nodiscard]] std::string stored_form(const ProviderEvent&);
[[nodiscard]] std::optional<ProviderEvent> event_from_stored(std::string_view payload);
[[nodiscard]] db::NewInbound inbox_entry(const ProviderEvent&, Instant received_at);
///@}

}  // namespace adapters::email
