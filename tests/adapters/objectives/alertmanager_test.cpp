// Our alerts to an Alertmanager that takes some, refuses one, and goes away.

#include "adapters/net/http_server.hpp"
#include "adapters/objectives/alertmanager.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <deque>

namespace adapters::objectives {
namespace alertmanager_test {

namespace asio = boost::asio;

/// Says what it was told to say, then 200.
struct Peer {
    explicit Peer(const asio::any_io_executor& executor) {
        net::Route route;
        route.prefix = "/am/api/v2/alerts";
        route.methods = {"POST"};
        route.body_limit = 1U << 20U;
        route.handle = [this](net::Request request) -> asio::awaitable<net::Reply> {
            bodies.push_back(request.body);
            tokens.emplace_back(net::header(request.head.headers, "authorization"));
            net::Reply reply;
            if (!statuses.empty()) reply.status = statuses.front(), statuses.pop_front();
            co_return reply;
        };
        server = std::make_unique<net::HttpServer>(executor, std::vector<net::Route>{route});
        port = server->listen("127.0.0.1", port);
    }
    std::deque<int> statuses;
    std::vector<std::string> bodies, tokens;
    std::uint16_t port = 0;
    std::unique_ptr<net::HttpServer> server;
};

std::vector<bot::desk::Pushed> three() { return {{"shortfall A", "[{\"a\":1}]"}, {"shortfall B", "[{\"b\":2}]"}, {"data C", "[{\"c\":3}]"}}; }

TEST(AlertmanagerPush, OneBadAlertTakesNoOtherAlong) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Peer peer(executor);
        peer.statuses = {200, 400};
        Alertmanager ours(executor, {"http://127.0.0.1:" + std::to_string(peer.port) + "/am", "jeton-de-seize-signes", {}});
        auto alerts = three();
        auto const round = co_await ours.push(std::move(alerts));
        EXPECT_EQ(round.taken, 2);
        EXPECT_EQ(round.refused, 1);
        EXPECT_EQ(round.unsent, 0);
        EXPECT_EQ(peer.bodies, (std::vector<std::string>{"[{\"a\":1}]", "[{\"b\":2}]", "[{\"c\":3}]"}));
        for (auto const& token : peer.tokens) EXPECT_EQ(token, "Bearer jeton-de-seize-signes");
    });
}

TEST(AlertmanagerPush, APeerThatIsAwayIsNotAskedAgainInThatRound) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        Peer peer(executor);
        peer.statuses = {200, 503};
        Alertmanager ours(executor, {"http://127.0.0.1:" + std::to_string(peer.port) + "/am", {}, {}});
        auto alerts = three();
        auto const round = co_await ours.push(std::move(alerts));
        EXPECT_EQ(round.taken, 1);
        EXPECT_EQ(round.unsent, 2);
        EXPECT_EQ(peer.bodies.size(), 2U);
        auto once_more = three();
        auto const next = co_await ours.push(std::move(once_more));  // all of them: there they end by themselves otherwise
        EXPECT_EQ(next.taken, 3);
        peer.server.reset();
        auto last = three();
        auto const gone = co_await ours.push(std::move(last));
        EXPECT_EQ(gone.taken, 0);
        EXPECT_EQ(gone.unsent, 3);
    });
}

TEST(AlertmanagerPush, AnAddressThatIsNoneIsRefusedAtTheStart) {
    asio::io_context loop;
    EXPECT_THROW(Alertmanager(loop.get_executor(), {"ftp://127.0.0.1", {}, {}}), std::invalid_argument);
}

}  // namespace alertmanager_test
}  // namespace adapters::objectives
