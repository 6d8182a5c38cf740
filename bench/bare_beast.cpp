#include "bench/bare_beast.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <nlohmann/json.hpp>

namespace bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

asio::awaitable<void> session(tcp::socket socket) {
    socket.set_option(tcp::no_delay(true));
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer;
    for (;;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(64U << 20);
        boost::system::error_code error;
        co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        auto const transaction = nlohmann::json::parse(parser.get().body());
        http::response<http::string_body> reply(
            transaction.contains("events") ? http::status::ok : http::status::bad_request, 11
        );
        reply.set(http::field::content_type, "application/json");
        reply.body() = "{}";
        reply.prepare_payload();
        co_await http::async_write(stream, reply, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
    }
}

asio::awaitable<void> accept(tcp::acceptor acceptor) {
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        auto const executor = acceptor.get_executor();
        asio::co_spawn(executor, session(std::move(socket)), asio::detached);
    }
}

}  // namespace

std::uint16_t serve_bare(asio::io_context& loop) {
    tcp::acceptor acceptor(loop, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    auto const port = acceptor.local_endpoint().port();
    asio::co_spawn(loop, accept(std::move(acceptor)), asio::detached);
    return port;
}

}  // namespace bench
