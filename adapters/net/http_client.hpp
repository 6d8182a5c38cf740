#pragma once
/// \file adapters/net/http_client.hpp
/// HTTP/1.1 client with TLS (verified), keep-alive connections per origin, a limit on everything.
///
/// Threads: the executor's one thread. Lifetime: outlives its requests.

#include "adapters/net/http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace adapters::net {

/// Scheme, host and port of "http://127.0.0.1:8008" or "https://matrix.example.org".
struct Origin {
    bool tls = false;
    std::string host;
    std::string port;
    std::string base_path;  ///< without trailing slash
};
/// \returns boost::system::errc::invalid_argument for another scheme, a user, a query, a fragment, or no
/// host.
[[nodiscard]] boost::system::result<Origin> parse_origin(const std::string& url);

struct Call {
    Call() = default;
    std::string method = "GET";
    std::string target;  ///< path and query, encoded
    Headers headers;
    std::string body;
    std::string content_type = "application/json";
    std::chrono::milliseconds limit{30'000};
    std::size_t reply_limit = 8u << 20;
};
/// Why there was no answer; `may_have_been_sent` tells apart what may have reached the peer. Besides these,
/// boost::system::errc::invalid_argument: a call that would break the framing (nothing was sent).
enum class client_errc {
    unreachable = 1,  ///< no connection, or none free, within the limit: nothing was sent
    tls_refused,      ///< certificate or handshake: nothing was sent
    lost,       ///< the connection broke after the request was (partly) sent: it may have been carried out
    timed_out,  ///< no answer in time: it may have been carried out
    bad_reply   ///< no HTTP, or too large
};
[[nodiscard]] boost::system::error_code make_error_code(client_errc);
[[nodiscard]] bool may_have_been_sent(const boost::system::error_code&);

class HttpClient {
  public:
    /// \param ca_file further trusted certificates (PEM); empty: the system's only. Throws std::system_error
    /// if it cannot be read. \param connections at most so many at once; further calls wait for one, first
    /// come first served.
    HttpClient(boost::asio::any_io_executor, Origin, std::string ca_file = {}, std::size_t connections = 8);
    ~HttpClient();
    /// A request on a kept connection that turns out closed before any byte of an answer is tried once more
    /// on a new one if it is idempotent (GET, PUT). An answer is delivered even if the peer did not read all
    /// of the request (413). The limit covers everything: waiting for a connection, name, connection,
    /// handshake, request, answer.
    boost::asio::awaitable<boost::system::result<Answer>> call(Call);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace adapters::net

namespace boost::system {
template <>
struct is_error_code_enum<adapters::net::client_errc> : std::true_type {};
}  // namespace boost::system
