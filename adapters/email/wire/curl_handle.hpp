#pragma once
/// \file adapters/email/wire/curl_handle.hpp
/// libcurl behind a few lines: a handle that frees itself, options that throw, TLS as we want it everywhere (verified,
/// 1.2 at least). Threads: a handle belongs to one thread at a time.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

using CURL = void;

namespace adapters::email::wire {

struct FreeCurl {
    void operator()(CURL* handle) const noexcept;
};
using CurlHandle = std::unique_ptr<CURL, FreeCurl>;

enum class Security : std::uint8_t {
    implicit_tls,  ///< ports 465, 993
    starttls,      ///< required: without it nothing is said
    none           ///< loopback only
};

/// A mail server that we call.
struct Server {
    Server() = default;
    std::string host;
    std::uint16_t port = 0;
    Security security = Security::starttls;
    std::string ca_file;  ///< further trusted certificates (PEM); empty: the system's
    std::string user;     ///< empty: no login
    std::string password;
    /// Gives an OAuth 2.0 access token: XOAUTH2 or OAUTHBEARER instead of the password. Asked before each login, because a
    /// token lives an hour or so and another program renews it; may throw std::runtime_error.
    std::function<std::string()> token;
    std::chrono::milliseconds connect_time{30'000};
    std::chrono::milliseconds time{600'000};  ///< the whole dialogue; RFC 5321 §4.5.3.2.6 grants ten minutes after the dot
    std::shared_ptr<const std::atomic<bool>> stop{};  ///< true: the dialogue under way ends within a second; null: never
};

/// A handle with nothing set yet. Throws std::runtime_error where libcurl cannot do it.
[[nodiscard]] CurlHandle bare_handle();

/// What holds for every peer: no proxy, no signals, TLS verified and 1.2 at least, time limits, an end when told. Throws
/// std::runtime_error.
void set_terms(
    const CurlHandle&, const std::string& ca_file, std::chrono::milliseconds connect_time, std::chrono::milliseconds time,
    const std::shared_ptr<const std::atomic<bool>>& stop
);

/// A handle for this server: address, TLS, login and time limits set. `scheme`: "smtp" or "imap"; `path`: what follows
/// the authority, beginning with '/'. Throws std::runtime_error where libcurl cannot do it.
[[nodiscard]] CurlHandle handle_for(const Server&, const std::string& scheme, const std::string& path);

}  // namespace adapters::email::wire
