#pragma once
/// \file adapters/net/http_server.hpp
/// HTTP/1.1 server: listener, limits and guards around routes that are plain functions.
///
/// Guards (reliability: T1–T5): after the header and before the body, refuse framing that Beast 1.81 lets
/// through (version, Host, Content-Length, Transfer-Encoding, obs-fold, body on GET, more than 64 headers, 16
/// KiB of header); then the route's `admit` decides, before a byte of the body is read; then the route's body
/// limit applies. Deadlines: header 10 s, body 30 s and 1 kB/s at least, write 30 s, idle 180 s (longer than
/// Synapse's pool of 120 s). Limits: connections in all and per peer prefix, bytes of bodies in flight.
/// Where all places are taken, whoever comes gets that of the connection that has owed a whole header for longest, else
/// of the one idle for longest; accepting pauses only while every place is at work. HTTP/1.0 is refused (505): a proxy in front must speak 1.1 (nginx:
/// `proxy_http_version 1.1`). Threads: everything on the executor's one thread. Lifetime: the server keeps
/// its sessions alive until `drain` is done; its destructor closes what is left. A route's coroutine is never
/// cancelled (it may be waiting on another executor): it ends by itself, or with the io_context, which must
/// outlive the server.

#include "adapters/net/http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace adapters::net {

struct Limits {
    Limits() = default;
    std::size_t header_bytes = 16 * 1024;
    std::size_t header_count = 64;
    std::size_t connections = 1024;
    std::size_t connections_per_peer = 32;      ///< IPv4 address or IPv6 /64; loopback is not counted
    std::size_t bodies_in_flight = 128u << 20;  ///< bytes, over all connections; above: 503
    std::chrono::milliseconds header_time{10'000};
    std::chrono::milliseconds body_time{30'000};
    std::size_t body_bytes_per_second = 1024;  ///< slower than that over 10 s: closed
    std::chrono::milliseconds write_time{30'000};
    std::chrono::milliseconds idle_time{180'000};
};

/// An answer that has no end of its own (`text/event-stream`): the connection is closed after it. Each write waits until
/// the peer has taken the bytes, at most Limits::write_time: a slow reader holds one piece, never a queue.
class ReplyStream {
  public:
    virtual ~ReplyStream() = default;
    /// Header and first bytes (`head.body`), without a length. \returns false if the peer is gone.
    virtual boost::asio::awaitable<bool> begin(Reply head) = 0;
    /// \returns false if the peer is gone or too slow, or the server drains: end.
    virtual boost::asio::awaitable<bool> write(std::string bytes) = 0;
};

/// What becomes of a path. The first route whose `prefix` matches wins (longest first).
struct Route {
    std::string prefix;  ///< "/_matrix/app/v1/transactions/"
    std::vector<std::string>
        methods;  ///< others get 405 from `wrong_method`; with "GET", HEAD comes as a GET too
    std::size_t body_limit = 64 * 1024;
    /// Before the body: a reply refuses it (the connection is closed after it), nothing lets it in.
    std::function<std::optional<Reply>(const RequestHead&)> admit;
    std::function<boost::asio::awaitable<Reply>(Request)> handle;
    /// Instead of `handle`. The stream lives until the coroutine ends, which it must do soon after a failed write.
    std::function<boost::asio::awaitable<void>(Request, ReplyStream&)> stream;
};

struct Counters {  ///< since start; read on the loop's thread
    std::uint64_t accepted = 0, requests = 0, refused_framing = 0, refused_admission = 0, too_large = 0,
                  timed_out = 0, paused = 0;
    std::uint64_t evicted = 0;        ///< gave their place to others before they had sent a whole header, or idle
    std::uint64_t refused_peers = 0;  ///< connections above `connections_per_peer`
    std::uint64_t failures = 0;       ///< exceptions of routes, each answered 500
    std::size_t open = 0, bodies_in_flight = 0;
};

class HttpServer {
  public:
    struct Answers {  ///< what the server says by itself; defaults are bare
        Answers();
        std::function<Reply(const RequestHead&)> not_found, wrong_method;
        std::function<Reply(int status)> refused;  ///< 400, 408, 413, 417, 431, 500, 501, 503, 505
        std::function<void(std::exception_ptr)>
            failed;  ///< told what a route threw; may be empty; does not throw
    };
    HttpServer(boost::asio::any_io_executor, std::vector<Route>, Limits = Limits(), Answers = Answers());
    ~HttpServer();

    /// Binds and listens. `address` "127.0.0.1" or "::"; port 0 picks one. \returns the port. Throws
    /// std::system_error.
    std::uint16_t listen(const std::string& address, std::uint16_t port);
    /// Stops accepting; sessions finish the request they are in; completes when none is left or `limit` has
    /// passed.
    boost::asio::awaitable<void> drain(std::chrono::milliseconds limit);
    [[nodiscard]] const Counters& counters() const;

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace adapters::net
