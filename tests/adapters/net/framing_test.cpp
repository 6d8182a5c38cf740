#include "adapters/net/framing_guard.hpp"
#include "adapters/net/http_server.hpp"
#include "tests/adapters/net/peer.hpp"
#include "tests/support/run.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace adapters::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace std::string_literals;
using tests::Peer;
using tests::run;
using tests::status_of;

/// What a peer sends and what it must get. 2xx and 404 keep the connection, every other status ends it.
struct Case {
    const char* name;
    std::string raw;
    int status;
};

std::string many_fields(int count) {
    std::string out = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (int i = 1; i < count; ++i) out += "X-" + std::to_string(i) + ": 1\r\n";
    return out + "\r\n";
}

std::string chunked(const std::string& body, const std::string& fields = "") {
    return "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + fields + "\r\n" + body;
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        // What must pass
        {"plain GET", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 200},
        {"host with port", "GET / HTTP/1.1\r\nHost: phare.test:8008\r\n\r\n", 200},
        {"host in brackets", "GET / HTTP/1.1\r\nHost: [::1]:8008\r\n\r\n", 200},
        {"field names in any case", "GET / HTTP/1.1\r\nhOsT: x\r\n\r\n", 200},
        {"no blank after the colon", "GET / HTTP/1.1\r\nHost:x\r\n\r\n", 200},
        {"tab around a value", "GET / HTTP/1.1\r\nHost:\tx\t\r\n\r\n", 200},
        {"query", "GET /?a=%C3%A9 HTTP/1.1\r\nHost: x\r\n\r\n", 200},
        {"body by length", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab", 200},
        {"empty body by length", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 200},
        {"no length at all", "PUT / HTTP/1.1\r\nHost: x\r\n\r\n", 200},
        {"GET with length zero", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 200},
        {"chunks", chunked("2\r\nab\r\n0\r\n\r\n"), 200},
        {"coding in capitals",
         "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
         200},
        {"chunk with a small extension", chunked("2;a=b\r\nab\r\n0\r\n\r\n"), 200},
        {"chunks with a trailer", chunked("2\r\nab\r\n0\r\nX: y\r\n\r\n"), 200},
        {"64 fields", many_fields(64), 200},
        {"HEAD", "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", 200},

        // Version
        {"HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\n\r\n", 505},
        {"HTTP/1.0 with chunks",
         "PUT / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         505},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505},
        {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
        {"preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"HTTP/0.9", "GET /\r\n\r\n", 400},
        {"version in small letters", "GET / http/1.1\r\nHost: x\r\n\r\n", 400},
        {"version with two digits", "GET / HTTP/1.10\r\nHost: x\r\n\r\n", 400},

        // Host
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
        {"two equal Hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400},
        {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        {"two names in a Host", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n", 400},
        {"Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
        {"Host with a user", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n", 400},

        // Content-Length
        {"two equal lengths",
         "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",
         400},
        {"two lengths",
         "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
         400},
        {"a list of lengths", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\nab", 400},
        {"negative length", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
        {"signed length", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\nab", 400},
        {"hexadecimal length", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x2\r\n\r\nab", 400},
        {"length with a fraction", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2.0\r\n\r\nab", 400},
        {"empty length", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", 400},
        {"length of 2^64", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551616\r\n\r\n", 400},
        {"length with many zeros",
         "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0000000000000000002\r\n\r\nab",
         400},

        // Transfer-Encoding
        {"length and chunks", chunked("0\r\n\r\n", "Content-Length: 5\r\n"), 400},
        {"chunks and length",
         "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"chunked twice", chunked("0\r\n\r\n", "Transfer-Encoding: chunked\r\n"), 400},
        {"xchunked", "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
        {"gzip, chunked",
         "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
         400},
        {"chunked, gzip",
         "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
         400},
        {"identity", "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", 400},
        {"identity and length",
         "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nab",
         400},
        {"coding with a vertical tab",
         "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n",
         400},
        {"chunk size no number", chunked("zz\r\nab\r\n0\r\n\r\n"), 400},
        {"chunk longer than said", chunked("2\r\nabc\r\n0\r\n\r\n"), 400},
        {"chunk size of 2^64", chunked("10000000000000000\r\nab\r\n0\r\n\r\n"), 400},
        {"20 kB of chunk extension", chunked("2;" + std::string(20'000, 'a') + "\r\nab\r\n0\r\n\r\n"), 400},
        {"chunk line without end", chunked("2;" + std::string(200'000, 'a')), 400},

        // Target and method
        {"absolute target", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"star", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"target in UTF-8", "GET /\xC3\xA9 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"target with a blank", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"target with a tab", "GET /a\tb HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"target with a fragment", "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"unknown method", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"method in small letters", "get / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"body on GET", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab", 400},
        {"chunks on GET", "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"body on HEAD", "HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab", 400},

        // Lines
        {"folded line", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400},
        {"folded line with a tab", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n\tb\r\n\r\n", 400},
        {"blank before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
        {"folded coding",
         "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
         400},
        {"bare LF", "GET / HTTP/1.1\nHost: x\n\n", 400},
        {"bare LF in a value", "GET / HTTP/1.1\r\nHost: x\r\nX: a\nY: b\r\n\r\n", 400},
        {"bare CR in a value", "GET / HTTP/1.1\r\nHost: x\r\nX: a\rY: b\r\n\r\n", 400},
        {"NUL in a value", "GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n"s, 400},
        {"blank before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
        {"field without a colon", "GET / HTTP/1.1\r\nHost: x\r\nX\r\n\r\n", 400},
        {"field without a name", "GET / HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n", 400},
        {"empty line first", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"start of TLS", "\x16\x03\x01\x00\xA5\x01\x00\x00\xA1\x03\x03"s, 400},
        {"65 fields", many_fields(65), 431},
        {"2 000 fields", many_fields(1'500), 431},
        {"header of 17 kB", "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(17'000, 'a') + "\r\n\r\n", 431},
        {"target of 17 kB", "GET /" + std::string(17'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 431},
    };
    return all;
}

asio::awaitable<Reply> fine(Request) {
    Reply reply;
    reply.body = "{}";
    co_return reply;
}

TEST(Framing, EveryCaseGetsItsAnswerFromTheLiveServer) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Route route;
        route.prefix = "/";
        route.methods = {"GET", "PUT", "DELETE"};
        route.handle = fine;
        std::vector<Route> routes{route};
        HttpServer server(executor, routes);
        std::uint16_t const port = server.listen("127.0.0.1", 0);

        for (auto const& one : cases()) {
            SCOPED_TRACE(one.name);
            bool const stays = one.status == 200;
            Peer peer = co_await Peer::connect(port);
            co_await peer.send(one.raw);
            std::string answer;
            bool const to_head = one.raw.starts_with("HEAD");
            if (stays)
                answer = co_await peer.message(to_head);
            else
                answer = co_await peer.rest();
            EXPECT_EQ(status_of(answer), one.status);
            EXPECT_EQ(answer.find("Connection: close") == std::string::npos, stays);
            EXPECT_EQ(answer.find("HTTP/1.1", 8), std::string::npos) << "one request, one answer";
        }
        EXPECT_GE(cases().size(), 46u);
        co_await server.drain(1s);
    });
}

TEST(Framing, TheSameCasesByteByByte) {
    for (auto const& one : cases()) {
        SCOPED_TRACE(one.name);
        HeaderScan whole;
        HeaderScan pieces;
        HeaderScan::State const at_once = whole.advance(one.raw);
        HeaderScan::State state = HeaderScan::State::more;
        for (std::size_t n = 1; n <= one.raw.size() && state == HeaderScan::State::more; ++n) {
            state = pieces.advance(std::string_view(one.raw).substr(0, n));
        }
        EXPECT_EQ(state, at_once);
        EXPECT_EQ(pieces.end(), whole.end());
    }
}

TEST(Framing, TheEndOfTheHeaderIsAfterItsEmptyLine) {
    HeaderScan scan;
    EXPECT_EQ(scan.advance("A\r\n\r"), HeaderScan::State::more);
    EXPECT_EQ(scan.advance("A\r\n\r\nbody"), HeaderScan::State::complete);
    EXPECT_EQ(scan.end(), 5u);
}

}  // namespace
}  // namespace adapters::net
