#pragma once
/// \file db/vault/secret.hpp
/// Thirty-two bytes of key material that leave memory when they go out of scope.

#include <openssl/crypto.h>

#include <array>
#include <cstddef>

namespace db::vault {

class Secret {
  public:
    static constexpr std::size_t size = 32;

    Secret() = default;
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    ~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

    [[nodiscard]] unsigned char* data() { return bytes_.data(); }
    [[nodiscard]] const unsigned char* data() const { return bytes_.data(); }

  private:
    std::array<unsigned char, size> bytes_{};
};

}  // namespace db::vault
