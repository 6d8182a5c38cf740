#pragma once
/// \file adapters/email/transfer.hpp
/// Content-Transfer-Encoding, tolerant: padding in the middle of base64 does not end it, a broken =XX stays as it
/// stands, an unknown name means "as it is" (reference: email.md §2.3). Pure; linear.

#include <string>
#include <string_view>

namespace adapters::email {

[[nodiscard]] std::string from_base64(std::string_view);
/// `underscore_is_space`: the Q encoding of RFC 2047.
[[nodiscard]] std::string from_quoted_printable(std::string_view, bool underscore_is_space = false);
/// %XX (RFC 2231 §4, RFC 3986 §2.1); a broken one stays as it stands.
[[nodiscard]] std::string percent_decoded(std::string_view);
/// By the field's value.
[[nodiscard]] std::string transfer_decoded(std::string_view bytes, std::string_view encoding);

}  // namespace adapters::email
