#include "adapters/net/http_client.hpp"

#include "tests/adapters/net/peer.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/system/errc.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace adapters::net {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using boost::system::error_code;
using boost::system::result;
using tests::Listener;
using tests::Peer;
using tests::run;

Origin origin_at(std::uint16_t port) {
    Origin origin;
    origin.host = "127.0.0.1";
    origin.port = std::to_string(port);
    return origin;
}

Call call_of(std::string method, std::string target, std::string body = "") {
    Call call;
    call.method = std::move(method);
    call.target = std::move(target);
    call.body = std::move(body);
    call.limit = 2s;
    return call;
}

/// A client and the listener of the fake server that it talks to.
struct Pair {
    explicit Pair(const asio::any_io_executor& executor, std::size_t connections = 8)
        : listener(executor), client(executor, origin_at(listener.port()), {}, connections) {}

    /// Sends the call off; what comes of it is read with `outcome`.
    void start(Call call) {
        auto job = [this, call = std::move(call)] { return client.call(call); };
        asio::co_spawn(
            listener.executor(),
            std::move(job),
            [this](std::exception_ptr error, result<Answer> answer) {
                EXPECT_FALSE(error);
                outcomes.push_back(std::move(answer));
                arrived.cancel();
            }
        );
    }
    asio::awaitable<result<Answer>> outcome(std::size_t index = 0) {
        error_code ignored;
        while (outcomes.size() <= index) {
            arrived.expires_at(std::chrono::steady_clock::time_point::max());
            co_await arrived.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        co_return outcomes[index];
    }

    Listener listener;
    HttpClient client;
    std::vector<result<Answer>> outcomes;
    asio::steady_timer arrived{listener.executor()};
};

/// One GET against a peer that answers with these bytes and closes.
asio::awaitable<result<Answer>> answered_with(std::string bytes, Call call = call_of("GET", "/a")) {
    auto const executor = co_await asio::this_coro::executor;
    Pair pair(executor);
    pair.start(std::move(call));
    Peer peer = co_await pair.listener.accept();
    co_await peer.message();
    co_await peer.send(std::move(bytes));
    peer.socket.shutdown(asio::ip::tcp::socket::shutdown_send);
    auto answer = co_await pair.outcome();
    co_return answer;
}

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST(HttpClient, SendsWhatWasAskedFor) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor);
        Call call = call_of("PUT", "/_matrix/send/1?user_id=%40a", "{\"a\":1}");
        call.headers.emplace_back("authorization", "Bearer t");
        pair.start(std::move(call));
        Peer peer = co_await pair.listener.accept();
        std::string const request = co_await peer.message();
        co_await peer.send("HTTP/1.1 201 Made\r\nX-A: b\r\nContent-Length: 2\r\n\r\n{}");
        auto const answer = co_await pair.outcome();

        std::string const host = "Host: 127.0.0.1:" + std::to_string(pair.listener.port()) + "\r\n";
        EXPECT_EQ(
            request,
            "PUT /_matrix/send/1?user_id=%40a HTTP/1.1\r\n" + host +
                "User-Agent: phare\r\nAccept-Encoding: identity\r\nContent-Type: application/json\r\n"
                "Content-Length: 7\r\nauthorization: Bearer t\r\n\r\n{\"a\":1}"
        );
        EXPECT_EQ(answer->status, 201);
        EXPECT_EQ(header(answer->headers, "x-a"), "b");
        EXPECT_EQ(answer->body, "{}");
    });
}

TEST(HttpClient, ReadsAnswersInEveryFraming) {
    run([]() -> asio::awaitable<void> {
        auto const chunked = co_await answered_with(
            "HTTP/1.1 429 Unknown Status\r\nTransfer-Encoding: "
            "chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"
        );
        EXPECT_EQ(chunked->status, 429);
        EXPECT_EQ(chunked->body, "abcde");
        auto const trailer = co_await answered_with(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n"
        );
        EXPECT_EQ(trailer->body, "ab");
        auto const until_close = co_await answered_with("HTTP/1.0 200 OK\r\n\r\nabc");
        EXPECT_EQ(until_close->body, "abc");
        auto const interim = co_await answered_with(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + ok
        );
        EXPECT_EQ(interim->body, "ok");
        auto const none = co_await answered_with("HTTP/1.1 204 No Content\r\n\r\n");
        EXPECT_EQ(none->status, 204);
        auto const head =
            co_await answered_with("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", call_of("HEAD", "/a"));
        EXPECT_EQ(head->status, 200);
        EXPECT_EQ(head->body, "");
    });
}

TEST(HttpClient, ReadsAnAnswerThatComesByteByByte) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor);
        pair.start(call_of("GET", "/"));
        Peer peer = co_await pair.listener.accept();
        co_await peer.message();
        std::string const bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
        for (char const byte : bytes) {
            std::string one(1, byte);
            co_await peer.send(std::move(one));
        }
        auto const answer = co_await pair.outcome();
        EXPECT_EQ(answer->body, "ab");
    });
}

TEST(HttpClient, RefusesAnswersThatItCannotTrust) {
    run([]() -> asio::awaitable<void> {
        std::vector<std::string> const bad{
            "hello\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'a') + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n",
            "HTTP/1.1 200 OK\r\n\r\n" + std::string(1001, 'a'),
        };
        for (auto const& bytes : bad) {
            SCOPED_TRACE(bytes.substr(0, 80));
            Call call = call_of("GET", "/");
            call.reply_limit = 1000;
            auto const answer = co_await answered_with(bytes, std::move(call));
            EXPECT_EQ(answer.error(), client_errc::bad_reply);
        }
    });
}

TEST(HttpClient, SaysThatAnAnswerWasLost) {
    run([]() -> asio::awaitable<void> {
        for (std::string const bytes :
             {"",
              "HTTP/1.1 200 O",
              "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
            SCOPED_TRACE(bytes);
            auto const answer = co_await answered_with(bytes);
            EXPECT_EQ(answer.error(), client_errc::lost);
            EXPECT_TRUE(may_have_been_sent(answer.error()));
        }
    });
}

TEST(HttpClient, KeepsItsConnection) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor);
        pair.start(call_of("GET", "/1"));
        Peer peer = co_await pair.listener.accept();
        co_await peer.message();
        co_await peer.send(ok);
        co_await pair.outcome(0);
        pair.start(call_of("POST", "/2", "b"));
        std::string const second = co_await peer.message();
        co_await peer.send(ok);
        auto const answer = co_await pair.outcome(1);
        EXPECT_TRUE(second.starts_with("POST /2 "));
        EXPECT_EQ(answer->body, "ok");
    });
}

TEST(HttpClient, DoesNotUseAConnectionThatThePeerHasClosed) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        for (std::string const& last :
             {ok,
              std::string("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"),
              ok + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"}) {
            Pair pair(executor);
            pair.start(call_of("POST", "/1", "a"));
            Peer peer = co_await pair.listener.accept();
            co_await peer.message();
            co_await peer.send(last);
            if (last == ok) peer.socket.close();
            co_await pair.outcome(0);
            pair.start(call_of("POST", "/2", "b"));
            Peer again = co_await pair.listener.accept();
            co_await again.message();
            co_await again.send(ok);
            auto const answer = co_await pair.outcome(1);
            EXPECT_EQ(answer->body, "ok");
        }
    });
}

TEST(HttpClient, TriesOnceMoreOnlyWhatMayBeRepeated) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        for (std::string const method : {"GET", "PUT", "POST", "DELETE"}) {
            SCOPED_TRACE(method);
            bool const repeats = method == "GET" || method == "PUT";
            Pair pair(executor);
            pair.start(call_of("GET", "/1"));
            Peer peer = co_await pair.listener.accept();
            co_await peer.message();
            co_await peer.send(ok);
            co_await pair.outcome(0);
            pair.start(call_of(method, "/2"));
            co_await peer.message();  // it has arrived, and the connection dies before an answer
            peer.socket.close();
            if (repeats) {
                Peer again = co_await pair.listener.accept();
                co_await again.message();
                co_await again.send(ok);
            }
            auto const answer = co_await pair.outcome(1);
            EXPECT_EQ(answer.has_value(), repeats);
            if (repeats) continue;
            EXPECT_EQ(answer.error(), client_errc::lost);
        }
    });
}

TEST(HttpClient, TriesOnceMoreOnlyOnce) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor);
        pair.start(call_of("GET", "/1"));
        Peer peer = co_await pair.listener.accept();
        co_await peer.message();
        co_await peer.send(ok);
        co_await pair.outcome(0);
        pair.start(call_of("GET", "/2"));
        co_await peer.message();
        peer.socket.close();
        Peer again = co_await pair.listener.accept();
        co_await again.message();
        again.socket.close();
        auto const answer = co_await pair.outcome(1);
        EXPECT_EQ(answer.error(), client_errc::lost);
    });
}

TEST(HttpClient, GivesUpInTime) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor);
        Call call = call_of("GET", "/");
        call.limit = 40ms;
        pair.start(std::move(call));
        Peer peer = co_await pair.listener.accept();
        co_await peer.message();
        co_await peer.send("HTTP/1.1 200 OK\r\nContent-Le");
        auto const answer = co_await pair.outcome();
        EXPECT_EQ(answer.error(), client_errc::timed_out);
        EXPECT_TRUE(may_have_been_sent(answer.error()));
    });
}

TEST(HttpClient, TellsThatNobodyIsThere) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Listener listener(executor);
        HttpClient client(executor, origin_at(listener.port()));
        listener.close();
        Call call = call_of("PUT", "/");
        auto const answer = co_await client.call(std::move(call));
        EXPECT_EQ(answer.error(), client_errc::unreachable);
        EXPECT_FALSE(may_have_been_sent(answer.error()));
    });
}

TEST(HttpClient, LooksUpNames) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Listener listener(executor);
        Origin origin = origin_at(listener.port());
        origin.host = "localhost";
        HttpClient client(executor, origin);
        bool is_done = false;
        asio::co_spawn(
            executor,
            [&client] { return client.call(call_of("GET", "/")); },
            [&is_done](std::exception_ptr, const result<Answer>& answer) { is_done = answer.has_value(); }
        );
        Peer peer = co_await listener.accept();
        std::string const request = co_await peer.message();
        EXPECT_NE(request.find("Host: localhost:" + origin.port), std::string::npos);
        co_await peer.send(ok);
        asio::steady_timer timer(executor);
        while (!is_done) {
            timer.expires_after(1ms);
            co_await timer.async_wait(asio::use_awaitable);
        }

        Origin unknown = origin;
        unknown.host = "nobody.invalid";
        HttpClient lost(executor, unknown);
        Call call = call_of("GET", "/");
        auto const answer = co_await lost.call(std::move(call));
        EXPECT_EQ(answer.error(), client_errc::unreachable);
    });
}

TEST(HttpClient, QueuesCallsAboveItsConnections) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor, 1);
        pair.start(call_of("GET", "/1"));
        Call impatient = call_of("POST", "/2");
        impatient.limit = 20ms;
        pair.start(std::move(impatient));
        pair.start(call_of("GET", "/3"));
        Peer peer = co_await pair.listener.accept();
        std::string const first = co_await peer.message();
        auto const without_room = co_await pair.outcome(0);
        EXPECT_EQ(without_room.error(), client_errc::unreachable) << "nothing of it was sent";

        co_await peer.send(ok);
        std::string const third = co_await peer.message();
        co_await peer.send(ok);
        auto const last = co_await pair.outcome(2);
        EXPECT_TRUE(first.starts_with("GET /1 "));
        EXPECT_TRUE(third.starts_with("GET /3 "));
        EXPECT_TRUE(last.has_value());
    });
}

TEST(HttpClient, HearsARefusalWhileItIsStillSending) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor);
        pair.start(call_of("PUT", "/", std::string(20'000'000, 'a')));
        Peer peer = co_await pair.listener.accept();
        co_await peer.more();
        co_await peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        peer.socket.shutdown(asio::ip::tcp::socket::shutdown_send);
        std::size_t read = 0;
        bool open = true;
        while (open) {
            open = co_await peer.more();
            read += peer.got.size();
            peer.got.clear();
        }
        auto const answer = co_await pair.outcome();
        EXPECT_EQ(answer->status, 413);
        EXPECT_GT(read, 0u);
    });
}

TEST(HttpClient, SendsNothingThatBreaksTheFraming) {
    run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Pair pair(executor);
        std::vector<Call> bad(5, call_of("GET", "/"));
        bad[0].target = "/a b";
        bad[1].target = "/a\r\nX: y";
        bad[2].headers.emplace_back("x", "a\r\nb: c");
        bad[3].method = "GET /x";
        bad[4].target = "http://other/";
        for (auto const& call : bad) {
            Call copy = call;
            auto const answer = co_await pair.client.call(std::move(copy));
            EXPECT_EQ(answer.error(), boost::system::errc::invalid_argument);
            EXPECT_FALSE(may_have_been_sent(answer.error()));
        }
    });
}

TEST(Origin, IsReadFromAUrl) {
    auto const plain = parse_origin("http://127.0.0.1:8008");
    auto const tls = parse_origin("https://matrix.example.org/base/path/");
    auto const six = parse_origin("http://[::1]:81/");

    EXPECT_EQ(plain->host + "|" + plain->port + "|" + plain->base_path, "127.0.0.1|8008|");
    EXPECT_FALSE(plain->tls);
    EXPECT_EQ(tls->host + "|" + tls->port + "|" + tls->base_path, "matrix.example.org|443|/base/path");
    EXPECT_TRUE(tls->tls);
    EXPECT_EQ(six->host + "|" + six->port, "::1|81");
    for (std::string const bad :
         {"",
          "matrix.org",
          "ftp://x",
          "http://",
          "http://u@x",
          "http://x:0",
          "http://x:65536",
          "http://x:80a",
          "http://x:",
          "http://x?a",
          "http://x/a?b",
          "http://[::1",
          "http://[x]",
          "http://a b",
          "http://x/\xC3\xA9"}) {
        EXPECT_FALSE(parse_origin(bad).has_value()) << bad;
    }
}

}  // namespace
}  // namespace adapters::net
