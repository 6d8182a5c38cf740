#pragma once
/// \file adapters/net/secret.hpp
/// Tokens: drawn from the system's random source, compared in a time that tells nothing.
/// Threads: any. Errors: std::runtime_error if OpenSSL or the system refuses.

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace adapters::net {

using Digest = std::array<unsigned char, 32>;
[[nodiscard]] Digest sha256(std::string_view);

/// RFC 4648 §5, without padding.
[[nodiscard]] std::string base64url(std::span<const unsigned char>);

/// So many random bytes in base64url: 43 characters for 32 bytes.
[[nodiscard]] std::string fresh_secret(std::size_t bytes = 32);

/// Compares SHA-256 of both with CRYPTO_memcmp: neither the length nor a common prefix shows in the time.
[[nodiscard]] bool same_secret(std::string_view given, std::string_view expected);

}  // namespace adapters::net
