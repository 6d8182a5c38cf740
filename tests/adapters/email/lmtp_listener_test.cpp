#include "adapters/email/lmtp_listener.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace lmtp_listener_test {

namespace asio = boost::asio;
using namespace adapters::email;
using namespace std::chrono_literals;
using testing::HasSubstr, testing::StartsWith;

const std::string greeting = "LHLO mx.test\r\n";
const std::string envelope = "MAIL FROM:<lea@jeunes.test>\r\nRCPT TO:<orientation@phare.test>\r\n";
const std::string mail = "From: lea@jeunes.test\r\nMessage-ID: <1@jeunes.test>\r\n\r\nbonjour\r\n.\r\n";

LmtpServer::Options options() {
    LmtpServer::Options out;
    out.hostname = "phare.test";
    out.recipient = [](std::string_view to, std::string_view) { return to.starts_with("orientation") ? RecipientVerdict::known : RecipientVerdict::unknown; };
    return out;
}

struct Peer {
    explicit Peer(const asio::any_io_executor& executor) : socket(executor) {}
    asio::ip::tcp::socket socket;
    std::string in;

    asio::awaitable<void> call(std::uint16_t port) {
        asio::ip::tcp::endpoint const at(asio::ip::make_address("127.0.0.1"), port);
        co_await socket.async_connect(at, asio::use_awaitable);
    }
    asio::awaitable<void> say(std::string words) {
        auto const buffer = asio::buffer(words);
        co_await asio::async_write(socket, buffer, asio::use_awaitable);
    }
    /// Up to and with `end`, or all until the connection ends.
    asio::awaitable<std::string> hear(std::string end) {
        boost::system::error_code error;
        auto buffer = asio::dynamic_buffer(in);
        std::size_t const got = co_await asio::async_read_until(socket, buffer, end, asio::redirect_error(asio::use_awaitable, error));
        std::string out = in.substr(0, error ? in.size() : got);
        in.erase(0, out.size());
        co_return out;
    }
};

struct World {
    explicit World(asio::any_io_executor executor, LmtpLimits limits = LmtpLimits())
        : intake(executor, store, [] {}), listener(executor, intake, options(), [] { return Instant(1h); }, limits) {}
    tests::Disk disk;
    std::vector<std::function<void()>> held;
    bool holds = false, fails = false;
    tests::MemoryStore store{
        disk,
        [this](auto const& call) {
            if (holds) held.push_back(call);
            else call();
        },
        [this] { return fails; }};
    MailIntake intake;
    LmtpListener listener;
};

TEST(LmtpListener, SaysStoredAfterTheCommitAndNotBefore) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        World world(executor);
        world.holds = true;
        Peer peer(executor);
        co_await peer.call(world.listener.listen("127.0.0.1", 0));
        co_await peer.say(greeting + envelope + "DATA\r\n");
        auto const asked = co_await peer.hear("354 end with . on a line of its own\r\n");
        EXPECT_THAT(asked, HasSubstr("250 SIZE 26214400"));
        co_await peer.say(mail + "NOOP\r\n");
        while (world.held.empty()) co_await asio::post(executor, asio::use_awaitable);
        EXPECT_EQ(peer.socket.available(), 0U);
        EXPECT_TRUE(world.disk.inbox.empty());

        world.held.front()();
        auto const said = co_await peer.hear("ok\r\n");

        EXPECT_EQ(said, "250 2.0.0 stored\r\n250 2.0.0 ok\r\n");
        EXPECT_EQ(world.disk.inbox.size(), 1U);
    });
}

TEST(LmtpListener, WhatCannotBeStoredIsTriedAgainByThePeer) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        World world(executor);
        world.fails = true;
        Peer peer(executor);
        co_await peer.call(world.listener.listen("127.0.0.1", 0));
        std::string const two = "RCPT TO:<nobody@phare.test>\r\nRCPT TO:<orientation+x@phare.test>\r\n";
        co_await peer.say(greeting + envelope + two + "DATA\r\n" + mail + "QUIT\r\n");
        auto const said = co_await peer.hear("bye\r\n");

        EXPECT_THAT(said, HasSubstr("550 5.1.1 no such address here\r\n"));
        EXPECT_THAT(said, HasSubstr("354 end with . on a line of its own\r\n451 4.3.0 not stored, try again\r\n451 4.3.0 not stored, try again\r\n221"));
        EXPECT_TRUE(world.disk.inbox.empty());
    });
}

TEST(LmtpListener, BelowTheFloorOfFreeSpaceThePeerKeepsItsMail) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        World world(executor);
        world.store.full = true;
        Peer peer(executor);
        co_await peer.call(world.listener.listen("127.0.0.1", 0));
        co_await peer.say(greeting + envelope + "QUIT\r\n");
        auto const said = co_await peer.hear("bye\r\n");

        EXPECT_THAT(said, HasSubstr("452 4.3.1"));
    });
}

TEST(LmtpListener, WhatIsOnItsWayIntoTheStoreCountsBeforeANewMail) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        LmtpLimits limits;
        limits.held_bytes = 1000;
        World world(executor, limits);
        world.holds = true;
        auto const port = world.listener.listen("127.0.0.1", 0);
        Peer first(executor), second(executor);
        co_await first.call(port);
        co_await first.say(greeting + envelope + "DATA\r\n");
        co_await first.hear("own\r\n");
        co_await first.say("From: lea@jeunes.test\r\n\r\n" + std::string(1500, 'x') + "\r\n.\r\n");
        while (world.held.empty()) co_await asio::post(executor, asio::use_awaitable);
        EXPECT_GT(world.listener.held(), limits.held_bytes);
        co_await second.call(port);
        co_await second.say(greeting + "MAIL FROM:<a@b.test>\r\nNOOP\r\n");
        auto const full = co_await second.hear("2.0.0 ok\r\n");
        EXPECT_THAT(full, HasSubstr("452 4.3.1"));

        world.held.front()();
        co_await first.hear("stored\r\n");
        EXPECT_EQ(world.listener.held(), 0U);
        co_await second.say("MAIL FROM:<a@b.test>\r\nNOOP\r\n");
        auto const again = co_await second.hear("2.0.0 ok\r\n");
        EXPECT_THAT(again, HasSubstr("250 2.1.0 ok"));
    });
}

TEST(LmtpListener, AMailThatGrowsBeyondWhatMayBeHeldIsDroppedAndComesAgain) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        LmtpLimits limits;
        limits.held_bytes = 100'000;
        World world(executor, limits);
        auto const port = world.listener.listen("127.0.0.1", 0);
        Peer first(executor), second(executor);
        std::string half = "From: lea@jeunes.test\r\n\r\n";
        while (half.size() < 60'000) half += std::string(76, 'x') + "\r\n";
        for (auto* peer : {&first, &second}) {
            co_await peer->call(port);
            co_await peer->say(greeting + envelope + "RCPT TO:<orientation+b@phare.test>\r\nDATA\r\n");
            co_await peer->hear("own\r\n");
            co_await peer->say(half);
            // The first one's is all there before the second begins.
            while (peer == &first && world.listener.held() < half.size()) co_await asio::post(executor, asio::use_awaitable);
        }
        co_await second.say(half + ".\r\n");
        auto const refused = co_await second.hear("later\r\n");
        EXPECT_EQ(refused, "452 4.3.1 not enough space, try later\r\n");
        auto const each = co_await second.hear("later\r\n");
        EXPECT_EQ(each, refused) << "one answer for each recipient";
        co_await first.say(".\r\n");
        auto const stored = co_await first.hear("stored\r\n");
        EXPECT_EQ(stored, "250 2.0.0 stored\r\n") << "who came first does not suffer from the second";

        co_await second.say(envelope + "DATA\r\n" + mail);
        auto const again = co_await second.hear("stored\r\n");
        EXPECT_THAT(again, HasSubstr("250 2.0.0 stored")) << "there is room again";
    });
}

TEST(LmtpListener, TheEndLetsAMailUnderWayEndAndSaysGoodbyeToTheOthers) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        World world(executor);
        auto const port = world.listener.listen("127.0.0.1", 0);
        Peer idle(executor), busy(executor);
        co_await idle.call(port);
        co_await idle.hear("\r\n");
        co_await busy.call(port);
        co_await busy.say(greeting + envelope + "DATA\r\n");
        co_await busy.hear("own\r\n");
        bool drained = false;
        asio::co_spawn(executor, world.listener.drain(5s), [&drained](std::exception_ptr) { drained = true; });

        auto const goodbye = co_await idle.hear("nothing that comes");
        EXPECT_THAT(goodbye, StartsWith("421"));
        EXPECT_FALSE(drained);
        co_await busy.say(mail);
        auto const said = co_await busy.hear("nothing that comes");

        EXPECT_THAT(said, StartsWith("250 2.0.0 stored\r\n421"));
        EXPECT_EQ(world.disk.inbox.size(), 1U);
        while (!drained) co_await asio::post(executor, asio::use_awaitable);
        EXPECT_EQ(world.listener.connections(), 0U);
    });
}

TEST(LmtpListener, OneConnectionMoreThanAllowedWaitsUntilOneEnds) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        LmtpLimits limits;
        limits.connections = 1;
        World world(executor, limits);
        auto const port = world.listener.listen("127.0.0.1", 0);
        Peer first(executor), second(executor);
        co_await first.call(port);
        co_await first.hear("\r\n");
        co_await second.call(port);
        EXPECT_EQ(world.listener.connections(), 1U);
        first.socket.close();
        auto const greeted = co_await second.hear("\r\n");

        EXPECT_THAT(greeted, StartsWith("220"));
    });
}

TEST(LmtpListener, ASilentPeerIsLetGo) {
    tests::run([]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        LmtpLimits limits;
        limits.silence = 20ms;
        World world(executor, limits);
        Peer peer(executor);
        co_await peer.call(world.listener.listen("127.0.0.1", 0));
        auto const said = co_await peer.hear("nothing that comes");

        EXPECT_THAT(said, StartsWith("220"));
        while (world.listener.connections() != 0) co_await asio::post(executor, asio::use_awaitable);
    });
}

TEST(LmtpListener, ASocketThatAKilledRunLeftIsReplacedAndALivingOneIsNot) {
    asio::io_context loop(1);
    tests::Folder folder;
    auto const file = folder / "lmtp.sock";
    {
        asio::local::stream_protocol::acceptor dead(loop, asio::local::stream_protocol::endpoint(file.string()));
    }
    ASSERT_TRUE(std::filesystem::exists(file));
    World world(loop.get_executor());

    world.listener.listen(file);

    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms(0660));
    World other(loop.get_executor());
    EXPECT_THROW(other.listener.listen(file), std::system_error);
}

TEST(LmtpListener, SpeaksOverASocketFileAndTakesItAwayAtTheEnd) {
    tests::Folder folder;
    auto const file = folder / "lmtp.sock";
    tests::run([&file]() -> asio::awaitable<void> {
        auto const executor = co_await asio::this_coro::executor;
        World world(executor);
        world.listener.listen(file);
        asio::local::stream_protocol::socket socket(executor);
        asio::local::stream_protocol::endpoint const at(file.string());
        co_await socket.async_connect(at, asio::use_awaitable);
        std::string in;
        auto buffer = asio::dynamic_buffer(in);
        co_await asio::async_read_until(socket, buffer, "\r\n", asio::use_awaitable);
        EXPECT_THAT(in, StartsWith("220"));
    });
    EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace lmtp_listener_test
