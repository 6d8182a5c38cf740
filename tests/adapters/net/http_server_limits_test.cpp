#include "tests/adapters/net/server_fixture.hpp"

#include <sys/resource.h>
#include <system_error>

namespace adapters::net::server_test {
namespace {

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

        EXPECT_EQ(server.counters().timed_out, 2u)
            << "an idle connection may end, the two others had to answer";
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
        Peer peer = co_await Peer::connect(port, 64 * 1024);
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
        co_await growing.send(
            put("/open/", "Transfer-Encoding: chunked\r\n", "12c\r\n" + std::string(300, 'a') + "\r\n")
        );
        EXPECT_EQ(status_of(co_await growing.rest()), 503);

        co_await first.send(std::string(800, 'a'));
        EXPECT_EQ(status_of(co_await first.message()), 200);
        Peer third = co_await Peer::connect(port);
        co_await third.send(put("/open/", "Content-Length: 800\r\n", std::string(800, 'a')));
        EXPECT_EQ(status_of(co_await third.message()), 200);
    };
    with_server(body, limits);
}

TEST(HttpServer, PausesAcceptingWhileEveryPlaceIsAtWork) {
    Limits limits;
    limits.connections = 2;
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer first = co_await Peer::connect(port);
        Peer second = co_await Peer::connect(port);
        co_await first.send(get("/slow/"));
        co_await second.send(get("/slow/"));
        asio::steady_timer timer(co_await asio::this_coro::executor);
        while (server.counters().requests < 2) {
            timer.expires_after(1ms);
            co_await timer.async_wait(asio::use_awaitable);
        }
        Peer third = co_await Peer::connect(port);
        co_await third.send(get("/open/third"));
        EXPECT_EQ(status_of(co_await first.message()), 200);
        EXPECT_EQ(status_of(co_await second.message()), 200) << "nobody is turned out of a request";
        EXPECT_EQ(body_of(co_await third.message()), "GET /open/third 0");
    };
    with_server(body, limits);
}

TEST(HttpServer, WhoOwesAHeaderGivesItsPlaceToWhoeverComes) {
    Limits limits;
    limits.connections = 3;
    limits.header_time = 1h;  // none of these is closed by the clock
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer idle = co_await Peer::connect(port);
        co_await idle.send(get("/open/"));
        EXPECT_EQ(status_of(co_await idle.message()), 200);
        std::vector<Peer> loris;
        for (int i = 0; i < 20; ++i) {
            loris.push_back(co_await Peer::connect(port));
            co_await loris.back().send("GET /open/ HTTP/1.1\r\nHost: x\r\nX-a: ");
        }
        Peer other = co_await Peer::connect(port);
        co_await other.send(get("/open/other"));
        EXPECT_EQ(body_of(co_await other.message()), "GET /open/other 0");
        EXPECT_EQ(server.counters().evicted, 19u) << "two places for twenty, and one of these for the other";
        EXPECT_TRUE((co_await loris.front().rest()).empty());
        // The youngest has its place still; the idle one too, and both are served.
        co_await loris.back().send("b\r\n\r\n");
        EXPECT_EQ(status_of(co_await loris.back().message()), 200);
        co_await idle.send(get("/open/again"));
        EXPECT_EQ(body_of(co_await idle.message()), "GET /open/again 0");
        EXPECT_EQ(server.counters().timed_out, 0u);
    };
    with_server(body, limits);
}

TEST(HttpServer, WhereNobodyOwesAHeaderTheLongestIdleGoes) {
    Limits limits;
    limits.connections = 2;
    auto const body = [](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        std::vector<Peer> peers;
        for (int i = 0; i < 5; ++i) {
            peers.push_back(co_await Peer::connect(port));
            co_await peers.back().send(get("/open/"));
            EXPECT_EQ(status_of(co_await peers.back().message()), 200) << i;
        }
        EXPECT_EQ(server.counters().evicted, 3u);
        for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE((co_await peers[i].rest()).empty()) << i;
        co_await peers[3].send(get("/open/"));
        EXPECT_EQ(status_of(co_await peers[3].message()), 200);
    };
    with_server(body, limits);
}

TEST(HttpServer, OutlivesAShortageOfDescriptors) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "UBSan looks at an object's type through a pipe of its own, and takes the want of one for a wrong object";
#endif
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        asio::ip::tcp::socket socket(executor, asio::ip::tcp::v4());
        rlimit before{};
        getrlimit(RLIMIT_NOFILE, &before);
        rlimit none_left = before;
        none_left.rlim_cur =
            static_cast<rlim_t>(socket.native_handle()) + 1;  // it took the lowest free number
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
        EXPECT_EQ(co_await busy.rest(), "")
            << "its connection is closed; the route's coroutine ends by itself";
    });
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
}  // namespace adapters::net::server_test
