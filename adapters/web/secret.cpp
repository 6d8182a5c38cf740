#include "adapters/web/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace adapters::web {
namespace {

constexpr std::string_view url_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t name_bytes = 16, name_length = 22;

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view text) {
    Digest digest{};
    unsigned int length = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not to be had");
    return digest;
}

std::string base64(const unsigned char* bytes, std::size_t count, std::string_view alphabet, bool padded) {
    std::string out;
    unsigned int held = 0;
    int bits = 0;
    for (std::size_t i = 0; i < count; ++i) {
        held = (held << 8 | bytes[i]) & 0xFFFFu;
        for (bits += 8; bits >= 6;) {
            bits -= 6;
            out += alphabet[(held >> bits) & 63u];
        }
    }
    if (bits > 0) out += alphabet[(held << (6 - bits)) & 63u];
    while (padded && out.size() % 4 != 0) out += '=';
    return out;
}

}  // namespace

std::string fresh_name() {
    std::array<unsigned char, name_bytes> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("the system has no randomness");
    return base64(bytes.data(), bytes.size(), url_letters, false);
}

bool is_name(std::string_view name) {
    return name.size() == name_length &&
           std::all_of(name.begin(), name.end(), [](char c) { return url_letters.find(c) != std::string_view::npos; });
}

std::string derived(std::string_view purpose, std::string_view secret) {
    std::string text("phare web ");
    text.append(purpose).append("\n").append(secret);
    auto const digest = sha256(text);
    return base64(digest.data(), name_bytes, url_letters, false);
}

std::string digest_base64(std::string_view text) {
    auto const digest = sha256(text);
    return base64(digest.data(), digest.size(), letters, true);
}

bool same(std::string_view given, std::string_view expected) {
    auto const a = sha256(given), b = sha256(expected);
    return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace adapters::web
