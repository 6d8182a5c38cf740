#include "adapters/email/reply_token.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace adapters::email {

namespace {

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::chrono::sys_days epoch = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
constexpr std::size_t expiry_bytes = 2, mac_bytes = 8;

std::optional<std::string> from_base32(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    int have = 0;
    for (char const c : text) {
        std::size_t const value = alphabet.find(lower(c));
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 5) | static_cast<std::uint32_t>(value);
        if ((have += 5) >= 8) {
            have -= 8;
            out += static_cast<char>((bits >> have) & 0xFF);
        }
    }
    return out;
}

std::string seal(std::string_view key, const TokenScope& scope, std::string_view expiry) {
    static constexpr std::array<std::string_view, 4> purposes{"reply", "verp", "unsubscribe", "link"};
    std::string text;
    std::string const address = known_address(scope.address);
    for (auto const part : {purposes[static_cast<std::size_t>(scope.purpose)], std::string_view(address), scope.matter, expiry}) {
        text += std::to_string(part.size()) + ":";
        text += part;
    }
    return hmac_sha256(key, text).substr(0, mac_bytes);
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    return std::string(reinterpret_cast<const char*>(digest.data()), size);
}

std::string to_hex(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_base32(std::string_view bytes) {
    std::string out;
    std::uint32_t bits = 0;
    int have = 0;
    for (char const c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        have += 8;
        while (have >= 5) {
            have -= 5;
            out += alphabet[(bits >> have) & 31];
        }
    }
    if (have > 0) out += alphabet[(bits << (5 - have)) & 31];
    return out;
}

std::string make_token(std::string_view key, const TokenScope& scope, std::chrono::sys_days last_day) {
    auto const days = static_cast<std::uint32_t>(std::clamp<std::int64_t>((last_day - epoch).count(), 0, 0xFFFF));
    std::string const expiry{static_cast<char>(days >> 8), static_cast<char>(days & 0xFF)};
    return to_base32(expiry + seal(key, scope, expiry));
}

TokenVerdict check_token(std::string_view key, std::string_view token, const TokenScope& scope, std::chrono::sys_days today) {
    auto const bytes = token.size() == 16 ? from_base32(token) : std::nullopt;
    if (!bytes || bytes->size() != expiry_bytes + mac_bytes) return TokenVerdict::wrong;
    std::string_view const expiry = std::string_view(*bytes).substr(0, expiry_bytes);
    if (!same_secret(seal(key, scope, expiry), std::string_view(*bytes).substr(expiry_bytes))) return TokenVerdict::wrong;
    int const days = static_cast<unsigned char>(expiry[0]) * 256 + static_cast<unsigned char>(expiry[1]);
    return today > epoch + std::chrono::days(days) ? TokenVerdict::expired : TokenVerdict::good;
}

ReplyTag reply_tag(std::string_view tag) {
    constexpr std::size_t token = 16, thread = 8;
    if (tag.size() != token + thread) return {tag, {}};
    return {tag.substr(0, token), tag.substr(token)};
}

std::string with_tag(std::string_view address, std::string_view tag) {
    return std::string(local_part(address)) + "+" + std::string(tag) + "@" + std::string(domain_part(address));
}

}  // namespace adapters::email
