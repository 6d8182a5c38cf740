#pragma once
/// \file tests/adapters/net/server_fixture.hpp
/// A live server with a route for each behaviour, and the requests that the tests send to it.

#include "adapters/net/http_server.hpp"
#include "tests/adapters/net/peer.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace adapters::net::server_test {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using tests::body_of;
using tests::Peer;
using tests::run;
using tests::status_of;

inline Reply text(std::string body) {
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

inline asio::awaitable<Reply> echo(Request request) {
    Reply reply =
        text(request.head.method + " " + request.head.target + " " + std::to_string(request.body.size()));
    co_return reply;
}

inline asio::awaitable<Reply> throwing(Request request) {
    if (request.head.method == "GET") throw std::runtime_error("a handler's bug");
    Reply reply;
    co_return reply;
}

inline asio::awaitable<Reply> big(Request) {
    Reply reply = text(std::string(32u << 20, 'a'));
    co_return reply;
}

/// Answers after 50 ms.
inline asio::awaitable<Reply> slow(Request request) {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, 50ms);
    co_await timer.async_wait(asio::use_awaitable);
    Reply reply = text(request.head.path);
    co_return reply;
}

inline asio::awaitable<Reply> bad_field(Request request) {
    Reply reply = text(request.head.path);
    reply.headers.emplace_back("x-said", "one\r\nSet-Cookie: two");
    co_return reply;
}

inline Route route(std::string prefix, std::vector<std::string> methods, std::size_t body_limit = 64 * 1024) {
    Route r;
    r.prefix = std::move(prefix);
    r.methods = std::move(methods);
    r.body_limit = body_limit;
    r.handle = echo;
    return r;
}

/// What every test talks to: an open route, a guarded one with a large limit, and three with bugs.
inline std::vector<Route> routes() {
    std::vector<Route> all;
    all.push_back(route("/open/", {"GET", "PUT", "POST", "DELETE"}));
    all.push_back(route("/guarded/", {"PUT"}, 32u << 20));
    all.back().admit = [](const RequestHead& head) -> std::optional<Reply> {
        if (header(head.headers, "authorization") == "Bearer right") return std::nullopt;
        Reply reply = text("forbidden");
        reply.status = 403;
        return reply;
    };
    all.push_back(route("/throws/", {"GET"}));
    all.back().handle = throwing;
    all.push_back(route("/field/", {"GET"}));
    all.back().handle = bad_field;
    all.push_back(route("/big/", {"GET"}));
    all.back().handle = big;
    all.push_back(route("/slow/", {"GET"}));
    all.back().handle = slow;
    all.push_back(route("/admit-throws/", {"GET"}));
    all.back().admit = [](const RequestHead&) -> std::optional<Reply> { throw std::runtime_error("a bug"); };
    return all;
}

inline std::string get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
}
inline std::string put(const std::string& path, const std::string& fields, const std::string& body = "") {
    return "PUT " + path + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + body;
}

/// A coroutine on a live server; the server is drained at the end, which must be quick.
template <class Body>
void with_server(Body body, Limits limits = Limits(), HttpServer::Answers answers = HttpServer::Answers()) {
    run([&]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        HttpServer server(executor, routes(), limits, answers);
        std::uint16_t const port = server.listen("127.0.0.1", 0);
        co_await body(server, port);
        co_await server.drain(2s);
        EXPECT_EQ(server.counters().open, 0u);
        EXPECT_EQ(server.counters().bodies_in_flight, 0u);
    });
}

}  // namespace adapters::net::server_test
