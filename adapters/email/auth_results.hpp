#pragma once
/// \file adapters/email/auth_results.hpp
/// Who vouches for From: what our own border server wrote into Authentication-Results (RFC 8601), nobody else.
/// Nothing is verified here; the border server must strip forged fields (install guide). Reference: email.md §2.8.
///
/// pass: dmarc=pass for From's domain, or no dmarc verdict and an aligned dkim=pass. spf alone never. arc_pass:
/// dmarc=fail, but arc=pass and the last sealer is a trusted list: enough for a general answer, not for partner data.
/// Pure; linear; closed on doubt.

#include "adapters/email/headers.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

enum class AuthVerdict { none, fail, arc_pass, pass };
[[nodiscard]] std::string_view word_of(AuthVerdict);

struct AuthMethod {
    std::string method;  ///< "dmarc"
    std::string result;  ///< "pass"
    std::vector<std::pair<std::string, std::string>> properties;  ///< "header.from" → "prefecture.example"
};
struct AuthResults {
    std::string authserv_id;  ///< lower case
    std::vector<AuthMethod> methods;
};
/// One field's value. Comments skipped, quoted strings understood.
[[nodiscard]] AuthResults read_auth_results(std::string_view value);

/// `from_domain`: of the one From address; empty (none, several, a group): no identity, at most `fail`.
[[nodiscard]] AuthVerdict auth_verdict(
    const HeaderBlock&, std::string_view authserv_id, std::string_view from_domain, std::span<const std::string> trusted_sealers
);

}  // namespace adapters::email
