#pragma once
/// \file adapters/matrix/secret.hpp
/// Tokens: drawn from the system's random source, compared in a time that tells nothing.
/// Threads: any.

#include <string>
#include <string_view>

namespace adapters::matrix {

/// 256 random bits as 43 characters of base64url. Throws std::runtime_error if the system has no randomness.
[[nodiscard]] std::string fresh_secret();

/// Compares SHA-256 of both with CRYPTO_memcmp: neither the length nor a common prefix shows in the time.
[[nodiscard]] bool same_secret(std::string_view given, std::string_view expected);

}  // namespace adapters::matrix
