#pragma once
/// \file tests/adapters/net/peer.hpp
/// The other end of a connection, as plain bytes: what a client or server of ours really sends, and what it
/// makes of bytes that no decent peer would send. Loopback only.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace tests {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Peer {
  public:
    explicit Peer(tcp::socket s) : socket(std::move(s)) {}

    /// \param receive_buffer bytes; 0: the kernel lets it grow, on some machines to what a whole answer takes.
    static asio::awaitable<Peer> connect(std::uint16_t port, int receive_buffer = 0) {
        auto const executor = co_await asio::this_coro::executor;
        tcp::socket socket(executor, tcp::v4());
        if (receive_buffer > 0) socket.set_option(tcp::socket::receive_buffer_size(receive_buffer));
        tcp::endpoint const endpoint(asio::ip::address_v4::loopback(), port);
        co_await socket.async_connect(endpoint, asio::use_awaitable);
        Peer peer(std::move(socket));
        co_return peer;
    }

    asio::awaitable<void> send(std::string bytes) {
        error_code ec;
        co_await asio::async_write(
            socket, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, ec)
        );
        if (ec && !ended) ended = ec;
    }

    /// One more piece. \returns false at the end of the connection.
    asio::awaitable<bool> more() {
        error_code ec;
        std::string piece(16 * 1024, '\0');
        std::size_t const n = co_await socket.async_read_some(
            asio::buffer(piece), asio::redirect_error(asio::use_awaitable, ec)
        );
        got.append(piece, 0, n);
        if (ec && !ended) ended = ec;
        co_return !ec;
    }

    /// One whole message with a Content-Length, taken out of `got`; empty: the connection ended before.
    /// \param to_head the message answers a HEAD: its length counts nothing.
    asio::awaitable<std::string> message(bool to_head = false) {
        bool open = true;
        for (;;) {
            auto const end = got.find("\r\n\r\n");
            std::size_t whole = std::string::npos;
            if (end != std::string::npos) {
                auto const length = got.find("Content-Length: ");
                whole = end + 4 + (length < end && !to_head ? std::stoul(got.substr(length + 16)) : 0);
            }
            if (whole <= got.size()) {
                std::string message = got.substr(0, whole);
                got.erase(0, whole);
                co_return message;
            }
            std::string nothing;
            if (!open) co_return nothing;
            open = co_await more();
        }
    }

    /// Everything until the other end closes.
    asio::awaitable<std::string> rest() {
        bool open = true;
        while (open) open = co_await more();
        co_return std::move(got);
    }

    tcp::socket socket;
    std::string got;
    error_code ended;  ///< how the connection ended: asio::error::eof in good order, else a reset
};

/// A listening socket for a fake server.
class Listener {
  public:
    explicit Listener(asio::any_io_executor executor)
        : acceptor_(executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}
    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    asio::awaitable<Peer> accept() {
        tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
        Peer peer(std::move(socket));
        co_return peer;
    }
    [[nodiscard]] asio::any_io_executor executor() { return acceptor_.get_executor(); }
    void close() { acceptor_.close(); }

  private:
    tcp::acceptor acceptor_;
};

inline int status_of(std::string_view reply) {
    if (!reply.starts_with("HTTP/1.1 ") || reply.size() < 12) return 0;
    return (reply[9] - '0') * 100 + (reply[10] - '0') * 10 + (reply[11] - '0');
}
inline std::string body_of(const std::string& reply) {
    auto const end = reply.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : reply.substr(end + 4);
}

}  // namespace tests
