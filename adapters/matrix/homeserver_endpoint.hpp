#pragma once
/// \file adapters/matrix/homeserver_endpoint.hpp
/// Where the homeserver calls us: transactions, ping, queries for users and aliases.
///
/// A transaction is taken apart and stored in one unit of work; `200 {}` is said after its commit and never
/// before. Whatever it holds, a good token gets 200, but for one case: the store takes nothing in (no space,
/// broken), then 503, and the homeserver keeps it for us. The token is checked before a byte of the body is
/// read. Source: Matrix 1.19, application service API; synapse.md §3. Threads: the server's one thread.
/// Lifetime: outlives the server that has its routes.

#include "adapters/matrix/settings.hpp"
#include "adapters/net/http_server.hpp"
#include "db/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::matrix {

class HomeserverEndpoint {
  public:
    /// Entries that were admitted, ascending; called on the loop's thread after the commit.
    using OnAdmitted = std::function<void(std::vector<std::int64_t>)>;
    using Now = std::function<db::Micros()>;

    HomeserverEndpoint(Settings, db::Store&, OnAdmitted, Now);

    [[nodiscard]] std::vector<net::Route> routes();
    /// What the server says by itself, in Matrix's words: 404 and 405 M_UNRECOGNIZED, …
    [[nodiscard]] static net::HttpServer::Answers answers();
    /// When the homeserver last called with a good token; nothing: never.
    [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> last_heard() const {
        return last_heard_;
    }

  private:
    std::optional<net::Reply> admit(const net::RequestHead&);
    boost::asio::awaitable<net::Reply> transaction(net::Request);
    boost::asio::awaitable<net::Reply> ping(net::Request);
    boost::asio::awaitable<net::Reply> user(net::Request);
    boost::asio::awaitable<net::Reply> unknown(net::Request);

    Settings settings_;
    db::Store& store_;
    OnAdmitted on_admitted_;
    Now now_;
    std::optional<std::chrono::steady_clock::time_point> last_heard_;
};

/// An error in the form of the specification: {"errcode", "error"}.
[[nodiscard]] net::Reply matrix_error(int status, std::string_view errcode, std::string_view error);

/// Nothing: let in. Else 401 M_MISSING_TOKEN without a token, 403 M_FORBIDDEN with another one. A token in
/// the query, as before Matrix 1.4, is not enough, and must be right if it is there.
[[nodiscard]] std::optional<net::Reply> refuse_token(const net::RequestHead&, std::string_view hs_token);

}  // namespace adapters::matrix
