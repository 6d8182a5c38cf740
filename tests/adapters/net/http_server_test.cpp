#include "tests/adapters/net/server_fixture.hpp"

namespace adapters::net::server_test {
namespace {

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
        std::string const raw =
            put("/open/a", "Transfer-Encoding: chunked\r\n", "2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n");
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
        co_await peer.send(
            get("/nowhere") + get("/guarded/a") + "PATCH /throws/ HTTP/1.1\r\nHost: x\r\n\r\n"
        );
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
        EXPECT_EQ(peer.ended, asio::error::eof) << "a reset could have destroyed the answer on its way";
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
        co_await peer.send(
            put("/guarded/t", "Authorization: Bearer right\r\nTransfer-Encoding: chunked\r\n", body)
        );
        EXPECT_EQ(body_of(co_await peer.message()), "PUT /guarded/t 20000000");
    });
}

TEST(HttpServer, RefusesABodyAboveTheLimit) {
    with_server([](HttpServer& server, std::uint16_t port) -> asio::awaitable<void> {
        Peer announced = co_await Peer::connect(port);
        co_await announced.send(put("/open/a", "Content-Length: 65537\r\n"));
        EXPECT_EQ(status_of(co_await announced.rest()), 413);

        Peer growing = co_await Peer::connect(port);
        std::string body = "8000\r\n" + std::string(0x8000, 'a') + "\r\n8001\r\n" + std::string(0x8001, 'a') +
                           "\r\n0\r\n\r\n";
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

}  // namespace
}  // namespace adapters::net::server_test
