#pragma once
/// \file adapters/email/mail_settings.hpp
/// How the mail channel presents itself and what it allows. From the configuration. Values only.

#include "adapters/email/answer_budget.hpp"
#include "adapters/email/identity.hpp"

#include <chrono>
#include <string>

namespace adapters::email {

struct MailSettings {
    MailSettings() = default;
    Identity us;
    std::string name = "Phare";  ///< display name of From
    std::string address;         ///< where people write and we write from: "orientation@phare.test"; one of `us.addresses`
    std::string key;             ///< secret, at least 16 bytes: tokens, Message-IDs
    std::string public_url;      ///< "https://phare.example", for one-click unsubscribing; empty: by mail only
    AnswerLimits limits;
    std::chrono::days token_life{60};  ///< how long a reply to one of our mails proves the mailbox; bounces as well
};

}  // namespace adapters::email
