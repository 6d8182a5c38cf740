#pragma once
/// \file adapters/net/detail/stream.hpp
/// A connection on which every wait has an end: bytes in, bytes out, plain or TLS behind the same two calls,
/// so that the coroutines above are compiled once. Threads: the executor's one thread. Only one operation at
/// a time. Lifetime: outlives its operations.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace adapters::net::detail {
namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

/// A socket and the timer that cancels what it waits for.
class Wire : public std::enable_shared_from_this<Wire> {
  public:
    explicit Wire(asio::ip::tcp::socket s) : socket(std::move(s)), timer_(socket.get_executor()) {}
    /// The socket's operations are cancelled at `until`. \returns false if that is past already.
    bool arm(Clock::time_point until);
    /// Ends the watch. \returns `ec`, or asio::error::timed_out if the timer was the reason for it.
    error_code disarm(error_code ec);
    void close();

    asio::ip::tcp::socket socket;

  private:
    asio::steady_timer timer_;
    bool expired_ = false;
};

class Stream {
  public:
    virtual ~Stream() = default;
    /// \returns the count, > 0; errors: asio::error::eof, asio::error::timed_out, others of the socket.
    virtual asio::awaitable<boost::system::result<std::size_t>> read_some(
        asio::mutable_buffer, Clock::time_point until
    ) = 0;
    /// Writes all of `first`, then all of `second`.
    virtual asio::awaitable<error_code> write(
        asio::const_buffer first, asio::const_buffer second, Clock::time_point until
    ) = 0;

    [[nodiscard]] Wire& wire() { return *wire_; }

  protected:
    explicit Stream(asio::ip::tcp::socket socket) : wire_(std::make_shared<Wire>(std::move(socket))) {}
    std::shared_ptr<Wire> wire_;
};

[[nodiscard]] std::unique_ptr<Stream> make_plain_stream(asio::ip::tcp::socket);

/// Client side of TLS 1.2 or 1.3 with the peer's certificate checked against `host`. \returns the error of
/// the handshake.
asio::awaitable<boost::system::result<std::unique_ptr<Stream>>> connect_tls(
    asio::ip::tcp::socket, std::shared_ptr<asio::ssl::context>, std::string host, Clock::time_point until
);
/// System certificates and those in `ca_file` (PEM), if not empty. Throws std::system_error if the file
/// cannot be read.
[[nodiscard]] std::shared_ptr<asio::ssl::context> make_tls_context(const std::string& ca_file);

}  // namespace adapters::net::detail
