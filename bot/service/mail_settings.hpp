#pragma once
/// \file bot/service/mail_settings.hpp
/// The configuration of mail in the adapter's words, with the secrets read from their files.
///
/// Errors: std::runtime_error, in words for whoever runs the service, where a file cannot be read.

#include "adapters/email/imap_poller.hpp"
#include "adapters/email/lmtp_server.hpp"
#include "adapters/email/webhook_routes.hpp"
#include "adapters/email/wire/provider_files.hpp"
#include "bot/commands/config.hpp"
#include "bot/commands/data_tools.hpp"
#include "bot/service/mail_side.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::service {

/// First line of a file, without its end.
[[nodiscard]] std::string secret_in(const std::filesystem::path&);
/// The key of our tokens; made at the first start (0600). Lost, what we sent cannot be replied to by its token.
[[nodiscard]] std::string mail_key(const commands::Config&);

/// Who we are. Without the key.
[[nodiscard]] adapters::email::MailSettings mail_settings(const commands::MailConfig&);
[[nodiscard]] MailSideSettings mail_side_settings(const commands::Config&);
[[nodiscard]] adapters::email::wire::Server server_of(const commands::MailConfig::Peer&);
[[nodiscard]] adapters::email::ImapSettings imap_settings(const commands::MailConfig::Imap&, const adapters::email::Limits&);
[[nodiscard]] adapters::email::WebhookAccess webhook_access(const commands::MailConfig&, const adapters::email::Limits&);
/// Where Brevo keeps partners' files; nothing: no key of its API is configured.
[[nodiscard]] std::optional<adapters::email::wire::ProviderApi> provider_api(const commands::MailConfig&);

/// What goes with a mail conversation that `phare erase` finds linked to a room; nothing for other channels, or without mail.
[[nodiscard]] commands::Beside mail_beside(const commands::Config&);

/// What a provider must be given, by configured webhook, each a sentence: "Adresse à donner à Postmark : https://…". Never the
/// secret itself. Without `public_url` the host is left to the reader.
[[nodiscard]] std::vector<std::string> provider_addresses(const commands::MailConfig&);

/// Whether a mail to this address is for us: one of ours with any tag, or one that stands in our own mails. A reply token
/// that was made for `sender` and is over is refused at once: its owner is told where to write, and learns it from their
/// own server. A token that is not `sender`'s (another address of theirs, a forwarder's) is looked at when the mail is read.
struct Delivery {
    std::string_view recipient;
    std::string_view sender;  ///< of the envelope; "" for <>
    std::chrono::sys_days today;
};
[[nodiscard]] adapters::email::RecipientVerdict verdict_on(const commands::MailConfig&, std::string_view key, const Delivery&);

}  // namespace bot::service
