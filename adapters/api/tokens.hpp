#pragma once
/// \file adapters/api/tokens.hpp
/// Who may use the API, and for what: tokens as they stand in a file, by the SHA-256 of 256 random bits. The token
/// itself is shown once, when it is made, and kept nowhere.
///
/// Threads: values. Errors: nothing for a damaged file; then nobody is let in.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::api {

enum class Scope : std::uint8_t {
    eligibility,
    measures,
    objectives_read,
    money_read,     ///< envelopes too, wherever objectives and alerts are read
    imports_write,
    alerts_read,
    alerts_write    ///< alerts of other systems, to be relayed
};
[[nodiscard]] std::string_view name_of(Scope);  ///< "objectives:read"
[[nodiscard]] std::optional<Scope> scope_named(std::string_view);
[[nodiscard]] std::span<const Scope> all_scopes();

struct Token {
    std::string id;      ///< first 12 digits of `digest`: names the token to people
    std::string name;    ///< whom it was given to
    std::vector<Scope> scopes;
    std::string digest;  ///< SHA-256 in 64 hexadecimal digits
    std::string created; ///< "2026-11-29"
    [[nodiscard]] bool may(Scope) const;
};

class TokenBook {
  public:
    /// \returns nothing if it is no book of ours.
    [[nodiscard]] static std::optional<TokenBook> read(std::string_view json);
    [[nodiscard]] std::string written() const;

    [[nodiscard]] std::span<const Token> tokens() const { return tokens_; }
    /// The token that this secret is of; null: none. Looks at all of them, in a time that tells nothing.
    [[nodiscard]] const Token* find(std::string_view secret) const;
    /// \param name 1 to 80 printable characters, or std::invalid_argument
    const Token& add(std::string_view secret, std::string name, std::vector<Scope> scopes, std::string day);
    /// \returns whether there was one.
    bool remove(std::string_view id);

  private:
    std::vector<Token> tokens_;
};

/// "phare_" and 43 characters of base64url.
[[nodiscard]] std::string fresh_token();

}  // namespace adapters::api
