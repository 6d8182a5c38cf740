// Throughput of the whole trip as a ratio to a bare Beast server, both fed the same transactions in one run.
//
//   pipeline_bench [--events N] [--rooms N] [--batch N] [--rounds N] [--folder DIR]
//
// One thread plays the homeserver (one transaction at a time, as Synapse does, and takes the answers), one
// serves. Printed: the floor; ours to the acknowledgement (sealed, stored, fsynced); ours to the last answer
// seen, intake included; and their ratios. Then messages a second through the terminal's channel: the same
// trip without HTTP.

#include "adapters/matrix/homeserver_endpoint.hpp"
#include "adapters/matrix/matrix_channel.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/net/http_server.hpp"
#include "adapters/terminal/conversation.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/delivery/pump.hpp"
#include "bot/delivery/system_alarm.hpp"
#include "bot/observing/log.hpp"
#include "db/sqlite/open.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/bare_beast.hpp"
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <thread>

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace net = adapters::net;
using Steady = std::chrono::steady_clock;

namespace {

struct Options {
    int events = 4000, rooms = 200, batch = 100, rounds = 3;
    std::string folder;
};

/// Loop on a thread of its own, until the end of its life.
struct Thread {
    asio::io_context loop{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{loop.get_executor()};
    std::thread thread{[this] { loop.run(); }};
    void end() {
        if (!thread.joinable()) return;
        work.reset();
        loop.stop();
        thread.join();
    }
    ~Thread() { end(); }
};

const char* line(int i) {
    static constexpr const char* lines[] = {
        "g 19 ans",
        "j'habite à Rouen",
        "pas de diplôme",
        "c'est quoi le CEJ ?",
        "17 ans",
        "je cherche une formation",
        "pourquoi",
        "Le Havre"};
    return lines[i % 8];
}

std::vector<std::string> transactions(const Options& o, int round) {
    std::vector<std::string> all;
    for (int first = 0; first < o.events; first += o.batch) {
        nlohmann::json events = nlohmann::json::array();
        for (int i = first; i < std::min(first + o.batch, o.events); ++i)
            events.push_back(
                {{"type", "m.room.message"},
                 {"event_id", fmt::format("$r{}e{}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", round, i)},
                 {"room_id", fmt::format("!room{}r{}:phare.test", i % o.rooms, round)},
                 {"sender", fmt::format("@user{}:phare.test", i % o.rooms)},
                 {"user_id", fmt::format("@user{}:phare.test", i % o.rooms)},
                 {"origin_server_ts", 1795317836872},
                 {"age", 97},
                 {"content", {{"body", line(i / o.rooms)}, {"msgtype", "m.text"}}},
                 {"unsigned", {{"age", 97}}}}
            );
        all.push_back(nlohmann::json{{"events", std::move(events)}}.dump());
    }
    return all;
}

/// Pushes one after the other, as a homeserver does. \returns events a second.
double push(
    Thread& homeserver, const std::string& origin, const std::vector<std::string>& bodies, const Options& o
) {
    std::atomic<bool> ended = false;
    auto const begin = Steady::now();
    asio::co_spawn(
        homeserver.loop,
        [&]() -> asio::awaitable<void> {
            net::HttpClient client(homeserver.loop.get_executor(), *net::parse_origin(origin));
            int id = 0;
            for (auto const& body : bodies) {
                net::Call call;
                call.method = "PUT";
                call.target = fmt::format("/_matrix/app/v1/transactions/{}", ++id);
                call.headers = {{"authorization", "Bearer hs"}};
                call.body = body;
                auto const answer = co_await client.call(std::move(call));
                if (!answer || answer->status != 200) std::cerr << "refused\n";
            }
        },
        [&](std::exception_ptr failure) {
            if (failure) std::abort();
            ended = true;
        }
    );
    while (!ended) std::this_thread::sleep_for(std::chrono::microseconds(200));
    return o.events / std::chrono::duration<double>(Steady::now() - begin).count();
}

struct Figures {
    double floor = 0, acknowledged = 0, answered = 0;
};

Figures round(const Options& o, int number, const bot::talking::Tools& tools, const fs::path& folder) {
    auto const bodies = transactions(o, number);
    Figures figures;
    Thread homeserver;
    {
        Thread bare;
        auto const port = bench::serve_bare(bare.loop);
        figures.floor = push(homeserver, fmt::format("http://127.0.0.1:{}", port), bodies, o);
    }

    std::atomic<int> seen = 0;
    net::Route sink;
    sink.prefix = "/_matrix/client/v3/rooms/";
    sink.methods = {"PUT", "POST", "GET"};
    sink.handle = [&seen](net::Request request) -> asio::awaitable<net::Reply> {
        net::Reply reply;
        if (request.head.path.find("/send/m.room.message/") != std::string::npos) {
            reply.body = fmt::format("{{\"event_id\":\"$a{}\"}}", seen.load());
            ++seen;
        } else {
            reply.body = "{}";
        }
        co_return reply;
    };
    net::HttpServer rooms(homeserver.loop.get_executor(), {sink});
    auto const rooms_port = rooms.listen("127.0.0.1", 0);

    adapters::matrix::Settings settings;
    settings.homeserver_url = fmt::format("http://127.0.0.1:{}", rooms_port);
    settings.server_name = "phare.test";
    settings.as_token = "as";
    settings.hs_token = "hs";
    db::sqlite::StoreOptions store_options;
    store_options.folder = folder;
    store_options.floor_bytes = 1;
    store_options.ballast_bytes = 0;
    auto const store = db::sqlite::open(store_options);
    bot::delivery::PumpSettings pump_settings;
    pump_settings.loop.fast = std::chrono::milliseconds(0);
    pump_settings.loop.answers = 1 << 30;
    pump_settings.loop.repeats = 1 << 30;

    Thread ours;
    auto const executor = ours.loop.get_executor();
    bot::delivery::SystemAlarm alarm(executor, [](bot::Instant) {
        return std::chrono::sys_days(std::chrono::year{2026} / 11 / 22);
    });
    auto client = std::make_shared<adapters::matrix::CsClient>(executor, settings);
    adapters::matrix::MatrixChannel channel(executor, client);
    bot::delivery::Postman postman(executor, *store, alarm, {&channel});
    bot::delivery::Pump pump(executor, *store, alarm, tools, {&channel}, postman, pump_settings);
    adapters::matrix::HomeserverEndpoint endpoint(
        settings,
        *store,
        [&](auto const&) { pump.wake(); },
        [&] { return alarm.now().time_since_epoch().count(); }
    );
    net::HttpServer server(executor, endpoint.routes());
    std::atomic<int> port = 0;
    asio::post(executor, [&] {
        postman.start();
        port = server.listen("127.0.0.1", 0);
    });
    while (port == 0) std::this_thread::yield();

    // First the intake alone, then the answers: together, the one thread of the loop would share itself
    // between both.
    figures.acknowledged = push(homeserver, fmt::format("http://127.0.0.1:{}", port.load()), bodies, o);
    auto const begin = Steady::now();
    asio::post(executor, [&] { pump.start(); });
    for (;;) {
        auto const counts = store->counts();
        if (counts.inbox_pending == 0 && counts.outbox_pending == 0) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    double const draining = std::chrono::duration<double>(Steady::now() - begin).count();
    figures.answered = o.events / (draining + o.events / figures.acknowledged);
    homeserver.end();
    ours.end();
    store->close();
    if (seen < o.events) std::cerr << "only " << seen << " answers\n";
    return figures;
}

/// The same trip without HTTP, one message after the other as a person types. \returns messages a second.
double terminal(const Options& o, const bot::talking::Tools& tools, const fs::path& folder) {
    db::sqlite::StoreOptions store_options;
    store_options.folder = folder;
    store_options.floor_bytes = 1;
    store_options.ballast_bytes = 0;
    auto const store = db::sqlite::open(store_options);
    adapters::terminal::Conversation conversation(
        *store,
        tools,
        [](bot::Instant) { return std::chrono::sys_days(std::chrono::year{2026} / 11 / 22); },
        {}
    );
    int const messages = std::max(o.events / 10, 100);
    auto const begin = Steady::now();
    for (int i = 0; i < messages; ++i) conversation.say(line(i % 8), fmt::format("person{}", i / 8));
    double const seconds = std::chrono::duration<double>(Steady::now() - begin).count();
    store->close();
    return messages / seconds;
}

double median(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    Options o;
    for (int i = 1; i + 1 < argc; i += 2) {
        std::string const name = argv[i];
        if (name == "--folder")
            o.folder = argv[i + 1];
        else if (int* const number = name == "--events" ? &o.events : name == "--rooms" ? &o.rooms : name == "--batch" ? &o.batch : name == "--rounds" ? &o.rounds : nullptr)
            *number = std::atoi(argv[i + 1]);
        else {
            std::cerr << "unknown option " << name << '\n';
            return 2;
        }
    }
    bot::observing::set_level(bot::observing::Level::error);
    auto const knowledge =
        bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    if (!knowledge.tools) {
        std::cerr << knowledge.complaints.front() << '\n';
        return 4;
    }
    std::string pattern =
        (o.folder.empty() ? fs::temp_directory_path() : fs::path(o.folder)) / "phare-bench-XXXXXX";
    fs::path const folder = mkdtemp(pattern.data());
    std::vector<double> floor, acknowledged, answered, ack_ratio, answer_ratio;
    for (int r = 0; r < o.rounds; ++r) {
        auto const f = round(o, r, *knowledge.tools, folder / std::to_string(r));
        fmt::print(
            "round {}: floor {:.0f}, acknowledged {:.0f}, answered {:.0f} events/s\n",
            r + 1,
            f.floor,
            f.acknowledged,
            f.answered
        );
        floor.push_back(f.floor);
        acknowledged.push_back(f.acknowledged);
        answered.push_back(f.answered);
        ack_ratio.push_back(f.acknowledged / f.floor);
        answer_ratio.push_back(f.answered / f.floor);
    }
    double const typed = terminal(o, *knowledge.tools, folder / "terminal");
    fs::remove_all(folder);
    fmt::print(
        "terminal: {:.0f} messages/s, one after the other, each stored, answered and delivered\n", typed
    );
    fmt::print(
        "batch {}: bare Beast {:.0f} events/s · stored and acknowledged {:.0f} (ratio {:.3f}) · answered "
        "{:.0f} (ratio {:.3f})\n",
        o.batch,
        median(floor),
        median(acknowledged),
        median(ack_ratio),
        median(answered),
        median(answer_ratio)
    );
}
