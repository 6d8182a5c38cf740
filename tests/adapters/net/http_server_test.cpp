#include "adapters/net/http_server.hpp"

#include "tests/adapters/net/peer.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/steady_timer.hpp>

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace adapters::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using tests::body_of;
using tests::Peer;
using tests::run;
using tests::status_of;

Reply text(std::string body) {
    Reply reply;
    reply.body = std::move(body);
    return reply;
}

asio::awaitable<Reply> echo(Request request) {
    Reply reply = text(request.head.method + " " + request.head.target + " " + std::to_string(request.body.size()));
    co_return reply;
}

asio::awaitable<Reply> throwing(Request request) {
    if (request.head.method == "GET") throw std::runtime_error("a handler's bug");
    Reply reply;
    co_return reply;
}

asio::awaitable<Reply> big(Request) {
    Reply reply = text(std::string(32u << 20, 'a'));
    co_return reply;
}

/// Answers after 50 ms.
asio::awaitable<Reply> slow(Request request) {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, 50ms);
    co_await timer.async_wait(asio::use_awaitable);
    Reply reply = text(request.head.path);
    co_return reply;
}

asio::awaitable<Reply> bad_field(Request request) {
    Reply reply = text(request.head.path);
    reply.headers.emplace_back("x-said", "one\r\nSet-Cookie: two");
    co_return reply;
}

Route route(std::string prefix, std::vector<std::string> methods, std::size_t body_limit = 64 * 1024) {
    Route r;
    r.prefix = std::move(prefix);
    r.methods = std::move(methods);
    r.body_limit = body_limit;
    r.handle = echo;
    return r;
}

/// What every test talks to: an open route, a guarded one with a large limit, and three with bugs.
std::vector<Route> routes() {
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

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }
std::string put(const std::string& path, const std::string& fields, const std::string& body = "") {
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

TEST(HttpServer, AnswersOnAConnectionThatStaysOpen) {
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(get("/open/a?b=c"));
        std::string const first = co_await peer.message();
        co_await peer.send(put("/open/d", "Content-Length: 3\r\n", "abc"));
        std::string const second = co_await peer.message();

        EXPECT_EQ(status_of(first), 200);
        EXPECT_EQ(body_of(first), "GET /open/a?b=c 0");
        EXPECT_EQ(body_of(second), "PUT /open/d 3");
        EXPECT_EQ(first.find("Server:"), std::string::npos);
        EXPECT_NE(first.find("\r\nDate: "), std::string::npos);
        EXPECT_EQ(server.counters().accepted, 1u);
        EXPECT_EQ(server.counters().requests, 2u);
    });
}


TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(get("/open/1") + put("/open/2", "Content-Length: 2\r\n", "ab") + get("/open/3"));

        EXPECT_EQ(body_of(co_await peer.message()), "GET /open/1 0");
        EXPECT_EQ(body_of(co_await peer.message()), "PUT /open/2 2");
        EXPECT_EQ(body_of(co_await peer.message()), "GET /open/3 0");
    });
}

TEST(HttpServer, ReadsARequestThatComesByteByByte) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        std::string const raw = put("/open/a", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n");
        Peer peer = co_await Peer::connect(port);
        for (char const byte : raw) {
            std::string one(1, byte);
            co_await peer.send(std::move(one));
        }
        EXPECT_EQ(body_of(co_await peer.message()), "PUT /open/a 5");
    });
}

TEST(HttpServer, ClosesWhenThePeerAsksForIt) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send("GET /open/ HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n");
        std::string const answer = co_await peer.rest();
        EXPECT_EQ(status_of(answer), 200);
        EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    });
}

TEST(HttpServer, AnswersHeadLikeGetWithoutTheBody) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send("HEAD /open/a HTTP/1.1\r\nHost: x\r\n\r\n");
        std::string const answer = co_await peer.message(true);
        EXPECT_EQ(status_of(answer), 200);
        EXPECT_NE(answer.find("Content-Length: 13"), std::string::npos);

        co_await peer.send(get("/open/b"));
        EXPECT_EQ(body_of(co_await peer.message()), "GET /open/b 0");
    });
}

TEST(HttpServer, TellsUnknownPathsAndWrongMethodsApart) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(get("/nowhere") + get("/guarded/a") + "PATCH /throws/ HTTP/1.1\r\nHost: x\r\n\r\n");
        std::string const unknown = co_await peer.message();
        std::string const wrong = co_await peer.message();
        std::string const readable = co_await peer.message();

        EXPECT_EQ(status_of(unknown), 404);
        EXPECT_EQ(status_of(wrong), 405);
        EXPECT_NE(wrong.find("allow: PUT\r\n"), std::string::npos);
        EXPECT_NE(readable.find("allow: GET, HEAD\r\n"), std::string::npos);
    });
}

TEST(HttpServer, RefusesAnUnknownPathWithoutReadingItsBody) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(put("/nowhere", "Content-Length: 20000000\r\n"));
        std::string const answer = co_await peer.rest();
        EXPECT_EQ(status_of(answer), 404);
    });
}

TEST(HttpServer, DecidesOnTheTokenBeforeTheBodyComes) {
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(put("/guarded/t", "Authorization: Bearer wrong\r\nContent-Length: 20000000\r\n"));
        std::string const answer = co_await peer.rest();

        EXPECT_EQ(status_of(answer), 403);
        EXPECT_EQ(server.counters().refused_admission, 1u);
        EXPECT_EQ(server.counters().bodies_in_flight, 0u);
    });
}

TEST(HttpServer, DeliversTheRefusalEvenIfTheBodyIsAlreadyOnItsWay) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(put("/guarded/t", "Content-Length: 500000\r\n", std::string(500'000, 'a')));
        std::string const answer = co_await peer.rest();
        EXPECT_EQ(status_of(answer), 403);
    });
}

TEST(HttpServer, TakesALargeBodyWhereTheRouteAllowsIt) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        std::string const fields = "Authorization: Bearer right\r\nContent-Length: 20000000\r\n";
        co_await peer.send(put("/guarded/t", fields, std::string(20'000'000, 'a')));
        EXPECT_EQ(body_of(co_await peer.message()), "PUT /guarded/t 20000000");

        // In chunks of 1 MB
        std::string body;
        for (int i = 0; i < 20; ++i) body += "f4240\r\n" + std::string(1'000'000, 'b') + "\r\n";
        body += "0\r\n\r\n";
        co_await peer.send(put("/guarded/t", "Authorization: Bearer right\r\nTransfer-Encoding: chunked\r\n", body));
        EXPECT_EQ(body_of(co_await peer.message()), "PUT /guarded/t 20000000");
    });
}

TEST(HttpServer, RefusesABodyAboveTheLimit) {
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer announced = co_await Peer::connect(port);
        co_await announced.send(put("/open/a", "Content-Length: 65537\r\n"));
        EXPECT_EQ(status_of(co_await announced.rest()), 413);

        Peer growing = co_await Peer::connect(port);
        std::string body = "8000\r\n" + std::string(0x8000, 'a') + "\r\n8001\r\n" + std::string(0x8001, 'a') + "\r\n0\r\n\r\n";
        co_await growing.send(put("/open/a", "Transfer-Encoding: chunked\r\n", body));
        EXPECT_EQ(status_of(co_await growing.rest()), 413);

        Peer exact = co_await Peer::connect(port);
        co_await exact.send(put("/open/a", "Content-Length: 65536\r\n", std::string(65536, 'a')));
        EXPECT_EQ(status_of(co_await exact.message()), 200);
        EXPECT_EQ(server.counters().too_large, 2u);
    });
}

TEST(HttpServer, AsksForTheBodyOnlyAfterAdmission) {
    with_server([](HttpServer&, std::uint16_t port) -> asio::awaitable<void> {
        std::string const expecting = "Expect: 100-continue\r\nContent-Length: 3\r\n";
        Peer right = co_await Peer::connect(port);
        co_await right.send(put("/guarded/t", "Authorization: Bearer right\r\n" + expecting));
        EXPECT_EQ(co_await right.message(), "HTTP/1.1 100 Continue\r\n\r\n");
        co_await right.send("abc");
        EXPECT_EQ(body_of(co_await right.message()), "PUT /guarded/t 3");

        Peer wrong = co_await Peer::connect(port);
        co_await wrong.send(put("/guarded/t", "Authorization: Bearer wrong\r\n" + expecting));
        EXPECT_EQ(status_of(co_await wrong.rest()), 403);

        Peer large = co_await Peer::connect(port);
        co_await large.send(put("/open/", "Expect: 100-continue\r\nContent-Length: 65537\r\n"));
        EXPECT_EQ(status_of(co_await large.rest()), 413);

        Peer strange = co_await Peer::connect(port);
        co_await strange.send(put("/open/", "Expect: 200-maybe\r\nContent-Length: 3\r\n"));
        EXPECT_EQ(status_of(co_await strange.rest()), 417);
    });
}

TEST(HttpServer, GivesUpOnSlowPeers) {
    Limits limits;
    limits.header_time = 40ms;
    limits.idle_time = 40ms;
    limits.body_time = 3s;
    limits.body_bytes_per_second = 1000;
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer silent = co_await Peer::connect(port);
        EXPECT_EQ(co_await silent.rest(), "");

        Peer slow_header = co_await Peer::connect(port);
        co_await slow_header.send("GET /open/ HTTP/1.1\r\nHos");
        EXPECT_EQ(status_of(co_await slow_header.rest()), 408);

        Peer idle = co_await Peer::connect(port);
        co_await idle.send(get("/open/"));
        EXPECT_EQ(status_of(co_await idle.message()), 200);
        EXPECT_EQ(co_await idle.rest(), "");

        EXPECT_EQ(server.counters().timed_out, 2u) << "an idle connection may end, the two others had to answer";
    };
    with_server(body, limits);
}

TEST(HttpServer, GivesUpOnABodyThatTrickles) {
    Limits limits;
    limits.body_time = 150ms;
    limits.body_bytes_per_second = 100'000;
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        auto const start = std::chrono::steady_clock::now();
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(put("/open/", "Content-Length: 1000\r\n", "abc"));
        EXPECT_EQ(status_of(co_await peer.rest()), 408);
        EXPECT_LT(std::chrono::steady_clock::now() - start, 140ms) << "one window, not the whole time";
        EXPECT_EQ(server.counters().timed_out, 1u);
    };
    with_server(body, limits);
}

TEST(HttpServer, GivesUpOnAPeerThatDoesNotReadItsAnswer) {
    Limits limits;
    limits.write_time = 40ms;
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(get("/big/"));
        auto const executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor);
        while (server.counters().timed_out == 0) {
            timer.expires_after(5ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        std::string const cut = co_await peer.rest();
        EXPECT_LT(cut.size(), 32u << 20);
    };
    with_server(body, limits);
}

TEST(HttpServer, KeepsABudgetForAllBodiesTogether) {
    Limits limits;
    limits.bodies_in_flight = 1000;
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer first = co_await Peer::connect(port);
        co_await first.send(put("/open/", "Expect: 100-continue\r\nContent-Length: 800\r\n"));
        co_await first.message();
        EXPECT_EQ(server.counters().bodies_in_flight, 800u);

        Peer second = co_await Peer::connect(port);
        co_await second.send(put("/open/", "Content-Length: 800\r\n"));
        EXPECT_EQ(status_of(co_await second.rest()), 503);
        Peer growing = co_await Peer::connect(port);
        co_await growing.send(put("/open/", "Transfer-Encoding: chunked\r\n", "12c\r\n" + std::string(300, 'a') + "\r\n"));
        EXPECT_EQ(status_of(co_await growing.rest()), 503);

        co_await first.send(std::string(800, 'a'));
        EXPECT_EQ(status_of(co_await first.message()), 200);
        Peer third = co_await Peer::connect(port);
        co_await third.send(put("/open/", "Content-Length: 800\r\n", std::string(800, 'a')));
        EXPECT_EQ(status_of(co_await third.message()), 200);
    };
    with_server(body, limits);
}

TEST(HttpServer, PausesAcceptingAtTheLimitAndServesLater) {
    Limits limits;
    limits.connections = 2;
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer first = co_await Peer::connect(port);
        co_await first.send(get("/open/"));
        co_await first.message();
        Peer second = co_await Peer::connect(port);
        co_await second.send(get("/open/"));
        co_await second.message();
        Peer third = co_await Peer::connect(port);
        co_await third.send(get("/open/third"));
        co_await second.send(get("/slow/"));
        co_await second.message();
        EXPECT_EQ(server.counters().accepted, 2u);
        EXPECT_GE(server.counters().paused, 1u);

        first.socket.close();
        EXPECT_EQ(body_of(co_await third.message()), "GET /open/third 0");
        second.socket.close();
    };
    with_server(body, limits);
}

TEST(HttpServer, OutlivesAShortageOfDescriptors) {
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        asio::ip::tcp::socket socket(executor, asio::ip::tcp::v4());
        rlimit before{};
        getrlimit(RLIMIT_NOFILE, &before);
        rlimit none_left = before;
        none_left.rlim_cur = static_cast<rlim_t>(socket.native_handle()) + 1;  // it took the lowest free number
        setrlimit(RLIMIT_NOFILE, &none_left);

        Peer peer(std::move(socket));
        asio::ip::tcp::endpoint const endpoint(asio::ip::address_v4::loopback(), port);
        co_await peer.socket.async_connect(endpoint, asio::use_awaitable);
        co_await peer.send(get("/open/patient"));
        asio::steady_timer timer(executor);
        while (server.counters().paused == 0) {
            timer.expires_after(1ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        EXPECT_EQ(server.counters().accepted, 0u);
        setrlimit(RLIMIT_NOFILE, &before);
        EXPECT_EQ(body_of(co_await peer.message()), "GET /open/patient 0");
    });
}

TEST(HttpServer, DrainFinishesTheRequestAndClosesTheIdle) {
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer idle = co_await Peer::connect(port);
        co_await idle.send(get("/open/"));
        co_await idle.message();
        Peer busy = co_await Peer::connect(port);
        co_await busy.send(get("/slow/last") + get("/slow/too-late"));
        while (server.counters().requests < 2) {
            asio::steady_timer timer(busy.socket.get_executor(), 1ms);
            co_await timer.async_wait(asio::use_awaitable);
        }

        co_await server.drain(2s);

        EXPECT_EQ(server.counters().open, 0u);
        EXPECT_EQ(co_await idle.rest(), "");
        std::string const answer = co_await busy.rest();
        EXPECT_EQ(body_of(answer), "/slow/last");
        EXPECT_NE(answer.find("Connection: close"), std::string::npos);
        tests::error_code refused;
        asio::ip::tcp::endpoint const endpoint(asio::ip::address_v4::loopback(), port);
        asio::ip::tcp::socket late(idle.socket.get_executor());
        co_await late.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, refused));
        EXPECT_EQ(refused, asio::error::connection_refused);
    });
}

TEST(HttpServer, DrainEndsAtItsLimit) {
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer busy = co_await Peer::connect(port);
        co_await busy.send(get("/slow/"));
        while (server.counters().requests < 1) {
            asio::steady_timer timer(busy.socket.get_executor(), 1ms);
            co_await timer.async_wait(asio::use_awaitable);
        }

        co_await server.drain(1ms);

        EXPECT_EQ(server.counters().open, 1u);
        EXPECT_EQ(co_await busy.rest(), "") << "its connection is closed; the route's coroutine ends by itself";
    });
}

TEST(HttpServer, TurnsABugOfARouteInto500) {
    std::string told;
    HttpServer::Answers answers;
    answers.failed = [&told](std::exception_ptr error) {
        try {
            std::rethrow_exception(error);
        } catch (const std::exception& e) {
            told += std::string(e.what()) + ";";
        }
    };
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer handler = co_await Peer::connect(port);
        co_await handler.send(get("/throws/"));
        std::string const answer = co_await handler.rest();
        EXPECT_EQ(status_of(answer), 500);
        EXPECT_EQ(body_of(answer), "{}");

        Peer admission = co_await Peer::connect(port);
        co_await admission.send(get("/admit-throws/"));
        EXPECT_EQ(status_of(co_await admission.rest()), 500);

        Peer split = co_await Peer::connect(port);
        co_await split.send(get("/field/"));
        std::string const refused = co_await split.rest();
        EXPECT_EQ(status_of(refused), 500);
        EXPECT_EQ(refused.find("Set-Cookie"), std::string::npos);
        EXPECT_EQ(server.counters().failures, 3u);
    };
    with_server(body, Limits(), answers);
    EXPECT_EQ(told, "a handler's bug;a bug;");
}

TEST(HttpServer, MayDieWithOpenConnections) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        auto server = std::make_unique<HttpServer>(executor, routes());
        std::uint16_t const port = server->listen("127.0.0.1", 0);
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(get("/open/"));
        co_await peer.message();

        server.reset();

        EXPECT_EQ(co_await peer.rest(), "");
    });
}

TEST(HttpServer, SaysWhichAddressItCannotHave) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        HttpServer first(executor, routes());
        HttpServer second(executor, routes());
        std::uint16_t const port = first.listen("127.0.0.1", 0);
        EXPECT_THROW(second.listen("127.0.0.1", port), std::system_error);
        EXPECT_THROW(second.listen("nonsense", 0), std::system_error);
    });
}

TEST(HttpServer, ListensOnBothFamilies) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        HttpServer server(executor, routes());
        std::uint16_t port = 0;
        try {
            port = server.listen("::", 0);
        } catch (const std::system_error&) {
            co_return;  // this machine has no IPv6
        }
        Peer peer = co_await Peer::connect(port);
        co_await peer.send(get("/open/"));
        EXPECT_EQ(status_of(co_await peer.message()), 200);
        co_await server.drain(1s);
    });
}

}  // namespace
}  // namespace adapters::net
