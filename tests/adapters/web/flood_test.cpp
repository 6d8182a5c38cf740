/// A thousand connections that say nothing to the end, readers that read nothing, and a flood: memory stays bounded and
/// somebody else is answered meanwhile.

#include "tests/adapters/web/world.hpp"

#include <boost/asio/steady_timer.hpp>
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <vector>

namespace tests::web {
namespace flood_test {

/// Resident memory in MiB (proc(5), status).
std::size_t resident() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6)) / 1024;
    return 0;
}

TEST(Flood, SlowPeersAndFloodersHoldNeitherMemoryNorOthersUp) {
    Folder const folder;
    adapters::net::Limits limits;
    limits.connections = 600;  // both ends are in this process: stays below its limit of descriptors
    limits.header_time = std::chrono::milliseconds(3000);
    adapters::web::ChatSettings settings;
    settings.requests = {1e6, 1e6};  // everybody comes from one address here
    World world(folder.path, settings, limits);
    world.run(
        [&]() -> asio::awaitable<void> {
            Browser victim(world.port);
            Page page = co_await victim.get("/");
            page = co_await victim.say("g 19 ans jsui a rouen");
            std::size_t const before = resident();
            // Slow loris: half a header each.
            std::vector<tests::Peer> slow;
            for (int i = 0; i < 400; ++i) {
                slow.push_back(co_await tests::Peer::connect(world.port));
                co_await slow.back().send("GET / HTTP/1.1\r\nHost: x\r\nX-a: ");
            }
            // Streams that are never read.
            std::vector<tests::Peer> deaf;
            for (int i = 0; i < 60; ++i) {
                Browser browser(world.port);
                page = co_await browser.get("/");
                deaf.push_back(co_await tests::Peer::connect(world.port));
                co_await deaf.back().send("GET /flux HTTP/1.1\r\nHost: x\r\n" + browser.cookie_line() + "\r\n");
            }
            // One that floods; its own limit stops it.
            Browser flooder(world.port);
            page = co_await flooder.get("/");
            int refused = 0, answered = 0;
            for (int i = 0; i < 300; ++i) {
                page = co_await flooder.say("bla " + std::to_string(i), "flood-flood-flood-" + std::to_string(i));
                page.status == 429 ? ++refused : ++answered;
                if (i % 50 == 25) {  // somebody else, meanwhile
                    page = co_await victim.get("/");
                    EXPECT_EQ(page.status, 200);
                }
            }
            EXPECT_GE(refused, 250);
            page = co_await victim.say("1");
            EXPECT_EQ(page.status, 200);
            EXPECT_EQ(page.count("<p class=\"w\">Toi</p>"), 2U);
            EXPECT_LT(resident(), before + 64) << "MiB, before: " << before;
            testing::Test::RecordProperty("resident_mib", static_cast<int>(resident()));
            // The loris are closed when their time is over.
            for (auto& peer : slow) {
                std::string const told = co_await peer.rest();
                EXPECT_EQ(tests::status_of(told), 408);
            }
        },
        std::chrono::seconds(90)
    );
    EXPECT_EQ(world.server.counters().timed_out, 400U);
}

}  // namespace flood_test
}  // namespace tests::web
