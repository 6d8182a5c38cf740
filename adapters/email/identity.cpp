#include "adapters/email/identity.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"

#include <algorithm>

namespace adapters::email {

std::string Identity::authserv_for(const std::string& source) const {
    if (source != "postmark" && source != "mailgun" && source != "brevo") return authserv_id;
    auto const named = provider_authserv_ids.find(source);
    return named == provider_authserv_ids.end() ? std::string() : named->second;
}

bool Identity::is_ours(std::string_view address) const {
    if (address.empty()) return false;
    if (!domain.empty() && same_word(domain_part(address), domain)) return true;
    auto const tag = tagged(address);
    std::string const plain = tag ? tag->base + "@" + std::string(domain_part(address)) : std::string(address);
    return std::any_of(addresses.begin(), addresses.end(), [&](auto const& own) { return same_address(own, plain); });
}

bool Identity::is_our_message_id(std::string_view id) const {
    id = trimmed(id);
    if (id.ends_with('>')) id.remove_suffix(1);
    return !domain.empty() && same_word(domain_part(id), domain);
}

}  // namespace adapters::email
