#pragma once
/// \file adapters/email/address.hpp
/// Addresses of From, To, Reply-To … (RFC 5322 §3.4, lenient; RFC 6532 for 8-bit). Pure; linear.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct Mailbox {
    std::string name;     ///< decoded display name, may be empty
    std::string address;  ///< local@domain as written
    bool in_group = false;  ///< stood in "group: …;": proves nothing about who wrote
};

/// At most `limit` mailboxes; what has no "@" is left out. Never fails.
[[nodiscard]] std::vector<Mailbox> read_mailboxes(std::string_view raw, std::size_t limit = 1000);

/// `a@b` is an address that may go on a wire: one @, no spaces or controls, no angle brackets, at most 254 bytes.
[[nodiscard]] bool is_address(std::string_view);
[[nodiscard]] std::string_view local_part(std::string_view address);
[[nodiscard]] std::string_view domain_part(std::string_view address);
/// The same with its domain in ASCII ("a@écoles.test" → "a@xn--coles-9ra.test", UTS 46), as the wire wants it; as it is where that
/// is no domain.
[[nodiscard]] std::string with_ascii_domain(std::string_view address);
/// The one name under which an address is known here, whichever of its two forms (U-label, A-label) a mail was written with: domain in
/// ASCII, all in lower case. Conversations, tokens and records go by it.
[[nodiscard]] std::string known_address(std::string_view address);
/// Compared as hosts do in practice: all in lower case.
[[nodiscard]] bool same_address(std::string_view a, std::string_view b);
/// "orientation+k4x7@phare.test": {"orientation", "k4x7"}, lower case; nothing without a "+".
struct Tagged {
    std::string base;
    std::string tag;
};
[[nodiscard]] std::optional<Tagged> tagged(std::string_view address);
/// Every text of the form local@domain that stands somewhere in `text`, in order, at most `limit`.
[[nodiscard]] std::vector<std::string> addresses_in(std::string_view text, std::size_t limit = 50);

}  // namespace adapters::email
