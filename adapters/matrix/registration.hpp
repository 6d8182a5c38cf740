#pragma once
/// \file adapters/matrix/registration.hpp
/// The registration file: written for the homeserver with fresh tokens, read back by us.
///
/// Both sides hold the same file; it is the only place of the two tokens. After any change the homeserver
/// must be restarted. Source: Matrix 1.19, application service API, "Registration"; Synapse's additions:
/// matrix.md §2.2. Threads: any; files are read and written blocking (command line and start only).

#include "adapters/matrix/settings.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace adapters::matrix {

struct Registration {
    std::string id, url, as_token, hs_token, sender_localpart;
    bool rate_limited = true;                ///< Synapse's default when it is not said
    std::vector<std::string> user_patterns;  ///< regular expressions of namespaces.users
};

/// What is wrong with a registration file; `line` from 1, 0: no place.
struct RegistrationError : std::runtime_error {
    RegistrationError(const std::string& what, int at) : std::runtime_error(what), line(at) {}
    int line;
};

/// The text of a registration for these settings, with the tokens that they hold.
[[nodiscard]] std::string registration_yaml(const Settings&);

/// `settings` with two fresh tokens.
[[nodiscard]] Settings with_fresh_tokens(Settings);

enum class Overwrite : bool { no, rotate };
/// Writes the file, readable by its owner only. Throws RegistrationError if it exists already and `overwrite`
/// is `no` (its tokens would be lost), std::system_error if it cannot be written.
void write_registration(const std::filesystem::path&, const std::string& yaml, Overwrite);

/// Throws RegistrationError with the line of what is wrong.
[[nodiscard]] Registration read_registration(const std::filesystem::path&);
[[nodiscard]] Registration parse_registration(const std::string& yaml);

/// Tokens, id and sender of the registration put into the settings.
[[nodiscard]] Settings with_registration(Settings, const Registration&);

/// Whether one of the user namespaces holds this user. A pattern that is no regular expression holds nobody.
[[nodiscard]] bool namespace_holds(const Registration&, const std::string& user_id);

}  // namespace adapters::matrix
