#pragma once
/// \file adapters/web/secret.hpp
/// Random names and names derived from them. Threads: any.

#include <string>
#include <string_view>

namespace adapters::web {

/// 128 random bits as 22 characters of base64url. Throws std::runtime_error if the system has no randomness.
[[nodiscard]] std::string fresh_name();
[[nodiscard]] bool is_name(std::string_view);  ///< 22 characters of base64url
/// SHA-256 of purpose and secret, the first 128 bits in the same form: tells nothing of the secret.
[[nodiscard]] std::string derived(std::string_view purpose, std::string_view secret);
/// SHA-256 as base64, as a Content-Security-Policy and an ETag want it.
[[nodiscard]] std::string digest_base64(std::string_view text);

}  // namespace adapters::web
