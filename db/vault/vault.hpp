#pragma once
/// \file db/vault/vault.hpp
/// Sealing, wrapping and blind lookup: the only file of ours that speaks to OpenSSL's ciphers.
///
/// Keys: master key (32 bytes) → HKDF-SHA256 → `wrap`, `lookup`, `mac`, `ledger`. One data key a
/// conversation, random, wrapped under `wrap`. Rows are sealed under the data key. Sealed form: format (1) |
/// key epoch (1) | nonce (12) | ciphertext | tag (16), AES-256-GCM. What is sealed is a 32-bit little-endian
/// length, the bytes, and zeros up to a multiple of the block, so that the size tells little. A seal is bound
/// to its place: table, column, row and conversation are authenticated, so a ciphertext that was moved does
/// not open. Nonces are random: a counter would repeat after a restored backup. Threads: an object belongs to
/// one thread at a time (it reuses its OpenSSL contexts). Errors: BrokenSeal if a tag does not fit;
/// std::runtime_error if OpenSSL itself fails.

#include "db/store.hpp"
#include "db/vault/secret.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace db::vault {

using Digest = std::array<unsigned char, 32>;

[[nodiscard]] inline std::string_view bytes(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Where a sealed value stands.
struct Place {
    std::string_view table;
    std::string_view column;
    std::int64_t row = 0;
    Digest conversation{};
};

/// Fills with bytes from the operating system's generator.
void random_bytes(unsigned char* out, std::size_t size);
[[nodiscard]] Secret random_key();
[[nodiscard]] Digest sha256(std::string_view text);
[[nodiscard]] Digest sha256_of_file(const std::filesystem::path& file);
/// RFC 4648 base32, lower case, no padding; the first `length` characters.
[[nodiscard]] std::string base32(const Digest& digest, std::size_t length);
[[nodiscard]] std::string hex(std::string_view bytes);

class Vault {
  public:
    static constexpr std::size_t row_block = 256;  ///< payloads and states
    static constexpr std::size_t ref_block = 128;  ///< identifiers

    explicit Vault(const Secret& master);
    ~Vault();
    Vault(const Vault&) = delete;
    Vault& operator=(const Vault&) = delete;

    /// \name Blind keys: the same input always gives the same digest, and tells nothing without the master
    /// key.
    ///@{
    [[nodiscard]] Digest conversation(const ConversationRef&);
    [[nodiscard]] Digest event(std::string_view channel, std::string_view event_id);
    [[nodiscard]] Digest ledger(const Digest& conversation);
    ///@}

    [[nodiscard]] std::string wrap(const Secret& data_key, std::int64_t id, const Digest& conversation);
    [[nodiscard]] Secret unwrap(std::string_view wrapped, std::int64_t id, const Digest& conversation);
    /// A constant under the master key: opens only with the key that sealed it.
    [[nodiscard]] std::string proof_of_key();
    [[nodiscard]] bool is_proof(std::string_view sealed);

    [[nodiscard]] std::string seal(
        const Secret& key, const Place& place, std::string_view plain, std::size_t block
    );
    [[nodiscard]] std::string open(const Secret& key, const Place& place, std::string_view sealed);

  private:
    struct Contexts;
    std::unique_ptr<Contexts> contexts_;
    Secret wrap_;
};

}  // namespace db::vault
