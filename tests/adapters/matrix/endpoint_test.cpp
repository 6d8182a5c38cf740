// The endpoint behind the real server, called by our own client and by the fake homeserver.
#include "adapters/matrix/homeserver_endpoint.hpp"
#include "adapters/net/http_client.hpp"
#include "tests/adapters/matrix/stub_store.hpp"
#include "tests/adapters/matrix/traffic.hpp"
#include "tests/support/fake_homeserver.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>

namespace endpoint_test {

namespace asio = boost::asio;
namespace net = adapters::net;
using adapters::matrix::HomeserverEndpoint;
using namespace std::chrono_literals;

/// Endpoint, server and client on one context.
struct Service {
    explicit Service(const asio::any_io_executor& executor)
        : endpoint(
              tests::test_settings(),
              store,
              [this](std::vector<std::int64_t> seqs) { woken.insert(woken.end(), seqs.begin(), seqs.end()); },
              [] { return db::Micros(42); }
          ),
          server(executor, endpoint.routes(), net::Limits(), HomeserverEndpoint::answers()),
          url("http://127.0.0.1:" + std::to_string(server.listen("127.0.0.1", 0))),
          client(executor, *net::parse_origin(url)) {}

    asio::awaitable<net::Answer> call(
        std::string method, std::string target, std::string body, std::string token = "hs-secret"
    ) {
        net::Call call;
        call.method = std::move(method);
        call.target = std::move(target);
        call.body = std::move(body);
        if (!token.empty()) call.headers = {{"authorization", "Bearer " + token}};
        auto answer = co_await client.call(std::move(call));
        EXPECT_TRUE(answer) << answer.error().message();
        co_return answer ? *answer : net::Answer{};
    }

    tests::StubStore store;
    std::vector<std::int64_t> woken;
    HomeserverEndpoint endpoint;
    net::HttpServer server;
    std::string url;
    net::HttpClient client;
};

using Played = std::function<asio::awaitable<void>(Service&)>;

void with_service(Played body) {
    tests::run(
        [body]() -> asio::awaitable<void> {
            auto const executor = co_await asio::this_coro::executor;
            Service service(executor);
            co_await body(service);
        },
        20s
    );
}

asio::awaitable<bool> until(std::function<bool()> reached) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    for (int i = 0; i < 2'000 && !reached(); ++i) {
        boost::system::error_code ignored;
        timer.expires_after(1ms);
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return reached();
}

constexpr auto transactions = "/_matrix/app/v1/transactions/";

TEST(HomeserverEndpointTest, AcknowledgesWhatIsCommittedAndWakesThePump) {
    with_service([](Service& s) -> asio::awaitable<void> {
        auto body = tests::traffic("batch.json");
        auto const answer = co_await s.call("PUT", std::string(transactions) + "7", std::move(body));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "{}");
        EXPECT_EQ(s.store.admitted.size(), 3u);
        EXPECT_EQ(s.store.admitted.at(0).conversation.channel, "matrix");
        EXPECT_EQ(s.store.admitted.at(0).received_at, 42);
        EXPECT_EQ(s.woken, (std::vector<std::int64_t>{1, 2, 3}));
        EXPECT_TRUE(s.endpoint.last_heard());
    });
}

TEST(HomeserverEndpointTest, KnownEventsUnderANewIdAreNotStoredAgainAndOldIdsWithNewEventsAre) {
    with_service([](Service& s) -> asio::awaitable<void> {
        for (auto const* const file :
             {"retry-1.json", "retry-2.json", "txnid-reused-a.json", "txnid-reused-b.json"}) {
            auto body = tests::traffic(file);
            auto const answer = co_await s.call("PUT", std::string(transactions) + "1", std::move(body));
            EXPECT_EQ(answer.status, 200);
        }
        EXPECT_EQ(s.store.admitted.size(), 3u);
    });
}

TEST(HomeserverEndpointTest, AUnitThatRunsTwiceIsCountedOnce) {
    with_service([](Service& s) -> asio::awaitable<void> {
        s.store.runs_units_twice = true;
        auto body = tests::traffic("batch.json");
        auto const answer = co_await s.call("PUT", std::string(transactions) + "1", std::move(body));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(s.woken.size(), 3u);
    });
}

TEST(HomeserverEndpointTest, GarbageWithAGoodTokenIsAcknowledgedAndSetAside) {
    with_service([](Service& s) -> asio::awaitable<void> {
        std::string garbage = "{\"events\":[1";
        auto const answer = co_await s.call("PUT", std::string(transactions) + "1", garbage);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "{}");
        EXPECT_EQ(s.store.quarantined, std::vector<std::string>{garbage});
    });
}

TEST(HomeserverEndpointTest, WithoutSpaceTheHomeserverKeepsItForUs) {
    with_service([](Service& s) -> asio::awaitable<void> {
        auto const put = [&s]() -> asio::awaitable<int> {
            auto body = tests::traffic("message-text.json");
            auto const answer = co_await s.call("PUT", std::string(transactions) + "1", std::move(body));
            co_return answer.status;
        };
        s.store.accepts = false;
        EXPECT_EQ(co_await put(), 503);
        s.store.accepts = true;
        s.store.fails = true;
        EXPECT_EQ(co_await put(), 503);
        s.store.fails = false;
        s.store.throws_at_once = true;
        EXPECT_EQ(co_await put(), 503);
        s.store.throws_at_once = false;
        EXPECT_TRUE(s.woken.empty());
        EXPECT_EQ(co_await put(), 200);
        EXPECT_EQ(s.woken.size(), 1u);
    });
}

TEST(HomeserverEndpointTest, TokensAreLookedAtBeforeAnythingElse) {
    with_service([](Service& s) -> asio::awaitable<void> {
        std::string const target = std::string(transactions) + "1";
        auto const wrong = co_await s.call("PUT", target, "{}", "wrong");
        EXPECT_EQ(wrong.status, 403);
        EXPECT_NE(wrong.body.find("M_FORBIDDEN"), std::string::npos);
        auto const none = co_await s.call("PUT", target, "{}", "");
        EXPECT_EQ(none.status, 401);
        EXPECT_FALSE(s.endpoint.last_heard());
        EXPECT_TRUE(s.store.admitted.empty());
    });
}

TEST(HomeserverEndpointTest, TheOtherPaths) {
    struct Case {
        const char* method;
        const char* target;
        int status;
        const char* words;
    };
    static constexpr std::array<Case, 13> cases = {{
        {"POST", "/_matrix/app/v1/ping", 200, "{}"},
        {"GET", "/_matrix/app/v1/ping", 405, "M_UNRECOGNIZED"},
        {"POST", "/_matrix/app/v1/pingo", 404, "M_UNRECOGNIZED"},
        {"POST", "/_matrix/app/v1/transactions/1", 405, "M_UNRECOGNIZED"},
        {"PUT", "/_matrix/app/v1/transactions/", 404, "M_UNRECOGNIZED"},
        {"GET", "/_matrix/app/v1/users/%40_phare_bot%3Aphare.test", 200, "{}"},
        {"GET", "/_matrix/app/v1/users/%40_phare_a/b%3Aphare.test", 404, "M_NOT_FOUND"},
        {"GET", "/_matrix/app/v1/users/%4", 404, "M_NOT_FOUND"},
        {"GET", "/_matrix/app/v1/rooms/%23_phare_accueil%3Aphare.test", 404, "M_NOT_FOUND"},
        {"GET", "/_matrix/app/v1/thirdparty/protocol/phare", 404, "M_NOT_FOUND"},
        {"POST", "/_matrix/app/unstable/org.matrix.msc3984/keys/query", 404, "M_UNRECOGNIZED"},
        {"PUT", "/transactions/1", 404, "M_UNRECOGNIZED"},
        {"GET", "/", 404, "M_UNRECOGNIZED"},
    }};
    with_service([](Service& s) -> asio::awaitable<void> {
        for (auto const& c : cases) {
            std::string body = std::string_view(c.method) == "GET" ? "" : "{}";
            auto const answer = co_await s.call(c.method, c.target, std::move(body));
            EXPECT_EQ(answer.status, c.status) << c.method << " " << c.target;
            EXPECT_NE(answer.body.find(c.words), std::string::npos) << c.target << ": " << answer.body;
        }
    });
}

TEST(HomeserverEndpointTest, TwentyMegabytesAreTaken) {
    with_service([](Service& s) -> asio::awaitable<void> {
        std::string body = R"({"events":[)";
        for (int i = 0; i < 40; ++i) {
            if (i > 0) body += ',';
            body +=
                R"({"type":"m.room.message","event_id":"$)" + std::to_string(i) +
                R"(","room_id":"!r:phare.test","sender":"@alice:phare.test","content":{"msgtype":"m.text","body":")" +
                std::string(64'000, 'x') + R"("}})";
        }
        body += R"(],"de.sorunome.msc2409.to_device":[)";  // what else may come with it
        while (body.size() < 20'000'000) body += R"({"x":")" + std::string(64'000, 'y') + "\"},";
        body += "{}]}";
        auto const answer = co_await s.call("PUT", std::string(transactions) + "1", std::move(body));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(s.store.admitted.size(), 40u);
    });
}

TEST(HomeserverEndpointTest, EveryBadDayOfTheHomeserverEndsWithEachEventStoredOnce) {
    with_service([](Service& s) -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        tests::FakeHomeserver hs(executor, tests::HomeserverOptions());
        hs.listen();
        hs.set_appservice(s.url);
        auto const room = hs.chat("@alice:phare.test");
        hs.lose_acknowledgements(2);
        hs.repeat_transactions(2);
        hs.duplicate_events(2);
        std::vector<std::string> said;
        for (int i = 0; i < 250; ++i) said.push_back(hs.say_raw(room, hs.bot(), "m.room.name", "{}"));
        // The bot is invited only: nothing but the invitation is its business until it joins.
        bool const quiet = co_await until([&] { return hs.idle(); });
        EXPECT_TRUE(quiet);
        EXPECT_EQ(s.store.admitted.size(), 1u);
        hs.enter(room, hs.bot());
        for (int i = 0; i < 250; ++i) said.push_back(hs.say(room, "@alice:phare.test", std::to_string(i)));
        bool const done = co_await until([&] { return hs.idle() && s.store.admitted.size() == 252; });
        EXPECT_TRUE(done) << s.store.admitted.size();
        for (int i = 0; i < 250; ++i)
            EXPECT_NE(
                s.store.admitted.at(static_cast<std::size_t>(i) + 2)
                    .payload.find("\"" + std::to_string(i) + "\""),
                std::string::npos
            );
        hs.close();
    });
}

TEST(HomeserverEndpointTest, AnOutageOfOursAndARestartOfTheHomeserverLoseNothing) {
    with_service([](Service& s) -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        tests::FakeHomeserver hs(executor, tests::HomeserverOptions());
        hs.listen();
        hs.set_appservice(s.url);
        auto const room = hs.chat("@alice:phare.test");
        hs.enter(room, hs.bot());
        s.store.accepts = false;
        for (int i = 0; i < 5; ++i) hs.say(room, "@alice:phare.test", "un");
        bool const refused = co_await until([&] { return hs.totals().transactions_failed >= 2; });
        EXPECT_TRUE(refused);
        EXPECT_EQ(hs.totals().last_status, 503);
        hs.restart();
        s.store.accepts = true;
        hs.say(room, "@alice:phare.test", "deux");
        bool const done = co_await until([&] { return hs.idle() && s.store.admitted.size() == 8; });
        EXPECT_TRUE(done) << s.store.admitted.size();
        hs.restart();
        hs.say(room, "@alice:phare.test", "trois");
        bool const again = co_await until([&] { return s.store.admitted.size() == 9; });
        EXPECT_TRUE(again);
        EXPECT_EQ(hs.transaction_ids().back(), 1u) << "the id came back, with another content";
        hs.close();
    });
}

}  // namespace endpoint_test
