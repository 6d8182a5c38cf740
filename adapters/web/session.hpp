#pragma once
/// \file adapters/web/session.hpp
/// Who sits before the page: a random cookie, and what is derived from it. No account, nothing in the address, nothing
/// in the browser's storage (reliability: T8).
///
/// The cookie is set when the chat is opened (CNIL: needed for what is asked for, no consent). Threads: pure.

#include "adapters/net/http.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::web {

/// What of the deployment matters to requests.
struct Place {
    std::string origin;  ///< "https://aide.exemple.fr"; empty: whatever Host the browser used, without TLS
    std::vector<std::string> proxies{"127.0.0.1", "::1"};  ///< whose X-Forwarded-For is believed: addresses, networks
    [[nodiscard]] bool is_secure() const { return origin.starts_with("https://"); }
};

struct Session {
    std::string cookie;        ///< 128 random bits
    std::string conversation;  ///< the name the store knows: nobody comes from it to the cookie
    std::string token;         ///< that forms carry against forgery
};
[[nodiscard]] Session session_of(std::string cookie);
[[nodiscard]] Session fresh_session();
/// The first cookie of that name whose value is of the form of ours (secret.hpp).
[[nodiscard]] std::optional<std::string> cookie_in(const net::RequestHead&, std::string_view name);
/// The session that the request names; nothing: no cookie, or not one of ours.
[[nodiscard]] std::optional<Session> session_in(const net::RequestHead&, const Place&);
/// `Set-Cookie`: HttpOnly, SameSite=Strict, Secure and __Host- behind TLS, until the browser closes.
[[nodiscard]] std::string set_cookie(const Session&, const Place&);
[[nodiscard]] std::string drop_cookie(const Place&);

/// Whether a request that changes something was sent by a page of ours: Origin if there is one, else Sec-Fetch-Site; a
/// browser that sends neither is left to the token.
[[nodiscard]] bool comes_from_us(const net::RequestHead&, const Place&);
/// A link elsewhere was followed: a SameSite=Strict cookie stays at home then, though there may be one.
[[nodiscard]] bool comes_from_elsewhere(const net::RequestHead&);

/// The visitor's address, grouped as one household or machine has it (IPv4 address, IPv6 /64): X-Forwarded-For from the
/// right as far as proxies of ours go, else the peer.
[[nodiscard]] std::string address_of(const net::RequestHead&, const Place&);

}  // namespace adapters::web
