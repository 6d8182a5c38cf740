#pragma once
/// \file adapters/email/reply_token.hpp
/// Tokens in addresses ("orientation+TOKEN@…", "…+verp-TOKEN@…", "…/u/TOKEN"): 16 letters of base32, any case. Two bytes of
/// expiry, eight of an HMAC-SHA256 over purpose, sender, subject matter and expiry: they cannot be guessed, work for
/// one address only, and end. Reference: email.md §1 "unguessable reply token". Pure; compared in constant time.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::email {

enum class TokenPurpose { reply, verp, unsubscribe, link };

struct TokenScope {
    TokenPurpose purpose = TokenPurpose::reply;
    std::string_view address;  ///< whom it was given to; case does not matter, nor whether its domain is in Unicode or in ASCII
    std::string_view matter;   ///< conversation or mail it belongs to; case matters
};

/// `key`: at least 16 bytes, secret. `last_day`: the last on which it holds (2020-01-01 … 2199), later ones are cut.
[[nodiscard]] std::string make_token(std::string_view key, const TokenScope&, std::chrono::sys_days last_day);

enum class TokenVerdict { good, expired, wrong };
[[nodiscard]] TokenVerdict check_token(std::string_view key, std::string_view token, const TokenScope&, std::chrono::sys_days today);

/// The tag of a reply address: a token, and behind it, where nobody vouched for the mail that was answered, eight letters
/// that name its thread (and are the token's matter).
struct ReplyTag {
    std::string_view token, thread;
};
[[nodiscard]] ReplyTag reply_tag(std::string_view tag);

/// Before the token of a wish to get no more alerts: "orientation+desabonnement-TOKEN@…".
inline constexpr std::string_view unsubscribe_tag = "desabonnement-";

/// "orientation@phare.test" with a tag: "orientation+TAG@phare.test".
[[nodiscard]] std::string with_tag(std::string_view address, std::string_view tag);

/// HMAC-SHA256 as 32 raw bytes.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// Whether two texts are the same, in time that does not depend on where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);
/// Lower case base32 (RFC 4648 alphabet, no padding).
[[nodiscard]] std::string to_base32(std::string_view bytes);

}  // namespace adapters::email
