#pragma once
/// \file bot/commands/mail_config.hpp
/// The block `email:` of the configuration: where mail comes in, through whom it goes out, who we are.
///
/// Secrets stand in files of their own: only their paths are here. Values.

#include "bot/commands/listen.hpp"
#include "rules/yaml/strict_yaml.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bot::commands {

struct MailConfig {
    enum class Security : std::uint8_t { tls, starttls, none };

    /// A mail server that we call.
    struct Peer {
        std::string host, user, ca_file;
        std::uint16_t port = 0;
        Security security = Security::starttls;
        std::filesystem::path password_file, token_file;  ///< the latter: an OAuth 2.0 access token, kept fresh by somebody else
    };
    struct Lmtp {
        std::filesystem::path socket;  ///< empty: TCP
        Listen listen{"127.0.0.1", 0};
    };
    struct Imap : Peer {
        std::string folder = "INBOX", move_to;
        std::chrono::milliseconds every{20'000};
    };
    struct Webhook {
        std::string provider;                ///< "postmark", "mailgun", "brevo"
        std::filesystem::path secret_file;   ///< "name:password", or Mailgun's signing key
        std::string authserv_id{};           ///< of its border server; empty: its mails prove nobody's address
        std::filesystem::path api_key_file{};  ///< Brevo: fetches partners' files; empty: their names alone come in
        std::string api_url{};                 ///< no slash at the end; where that is asked for, if not at Brevo's own address
    };

    std::string address;                 ///< where people write and we write from
    std::string name = "Phare";
    std::vector<std::string> addresses;  ///< all of ours, `address` first
    std::string domain;                  ///< of our Message-IDs; mail from it is our own, so nobody else may have it
    std::string authserv_id;             ///< whose Authentication-Results count; empty: nobody's, so nobody is recognised
    std::vector<std::string> sealers;
    std::filesystem::path key_file;      ///< empty: `data.folder`/mail.key, made at first start
    std::optional<Lmtp> lmtp;
    std::optional<Imap> imap;
    std::vector<Webhook> webhooks;
    std::optional<Peer> smtp;
    std::filesystem::path mail_dir;      ///< answers become files there instead
    std::string hello;                   ///< the name that we greet the relay with
    Listen listen{"127.0.0.1", 29320};   ///< for webhooks and one-click unsubscribing
    std::string public_url;              ///< "https://phare.example": how that is reached from outside

    [[nodiscard]] bool needs_http() const { return !webhooks.empty() || !public_url.empty(); }
};

[[nodiscard]] std::optional<MailConfig> read_mail_config(const rules::yaml::Node&, rules::yaml::Complaints&);

/// The block as comments, for `phare config example`.
[[nodiscard]] std::string example_mail_config();

}  // namespace bot::commands
