#pragma once
/// \file adapters/email/identity.hpp
/// Who we are, for everything that must know our own mail when it sees it. From the configuration.

#include "adapters/email/limits.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct Identity {
    std::vector<std::string> addresses;  ///< where people write to us, without tags: "orientation@phare.test"
    std::string domain;                  ///< of our Message-IDs, tokens and VERP addresses: "phare.test"
    std::string authserv_id;             ///< of the border server whose Authentication-Results count (LMTP, IMAP)
    /// The same of a provider that posts mails ("mailgun" → …). A provider hands on whatever header a mail came with, so that
    /// without an entry here no verdict counts on that way.
    std::map<std::string, std::string> provider_authserv_ids;
    std::vector<std::string> trusted_sealers;  ///< ARC sealers that may forward for others
    Limits limits;

    /// Whose verdicts count for a mail of this `InboundMail::source`; empty: nobody's.
    [[nodiscard]] std::string authserv_for(const std::string& source) const;
    /// The address is one of ours, whatever its tag, or anything at our domain.
    [[nodiscard]] bool is_ours(std::string_view address) const;
    /// "<…@phare.test>".
    [[nodiscard]] bool is_our_message_id(std::string_view message_id) const;
};

}  // namespace adapters::email
