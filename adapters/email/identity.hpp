#pragma once
/// \file adapters/email/identity.hpp
/// Who we are, for everything that must know our own mail when it sees it. From the configuration.

#include "adapters/email/limits.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct Identity {
    std::vector<std::string> addresses;  ///< where people write to us, without tags: "orientation@phare.test"
    std::string domain;                  ///< of our Message-IDs, tokens and VERP addresses: "phare.test"
    std::string authserv_id;             ///< of the border server whose Authentication-Results count
    std::vector<std::string> trusted_sealers;  ///< ARC sealers that may forward for others
    Limits limits;

    /// The address is one of ours, whatever its tag, or anything at our domain.
    [[nodiscard]] bool is_ours(std::string_view address) const;
    /// "<…@phare.test>".
    [[nodiscard]] bool is_our_message_id(std::string_view message_id) const;
};

}  // namespace adapters::email
