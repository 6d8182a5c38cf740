#pragma once
/// \file adapters/api/gate.hpp
/// Who is let in: a token of the file, with the scope that is needed, and not too often. Asked before a byte of the
/// body is read, and again before anything is done: a token may be taken away in between.
///
/// Threads: the loop's. Lifetime: file and alarm outlive the gate, the gate every server that asks it.

#include "adapters/api/problem.hpp"
#include "adapters/api/token_file.hpp"
#include "adapters/net/http.hpp"
#include "adapters/net/rate_limit.hpp"
#include "bot/delivery/alarm.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adapters::api {

class Gate {
  public:
    /// \param bad an address's, for tokens that are none: then 429 instead of 401. A good token is not held up by it.
    /// \param proxies whose X-Forwarded-For is believed
    Gate(TokenFile&, bot::delivery::Alarm&, net::Rate, net::Rate bad = {30, 10}, std::vector<std::string> proxies = {"127.0.0.1", "::1"});

    /// Counts one request. \returns the refusal: 401, 403, 429 or 503, or nothing
    [[nodiscard]] std::optional<net::Reply> admit(const net::RequestHead&, Scope);
    /// Whose request it is, without counting. \returns the token, or the refusal
    [[nodiscard]] std::variant<Token, Problem> bearer(const net::RequestHead&, Scope);
    /// RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers) for whoever asked.
    void tell_limit(net::Reply&, const Token&) const;

    /// For routes of other adapters that have nothing else to ask.
    [[nodiscard]] std::function<std::optional<net::Reply>(const net::RequestHead&)> for_scope(Scope);
    /// The id of the token that asks, and nothing for whoever may not; not counted.
    [[nodiscard]] std::function<std::string(const net::RequestHead&)> asker(Scope);

  private:
    TokenFile& file_;
    bot::delivery::Alarm& alarm_;
    [[nodiscard]] net::Reply turned_away(const net::RequestHead&, const Problem&);

    net::RateLimit limit_, bad_;
    std::vector<std::string> proxies_;
};

}  // namespace adapters::api
