#pragma once
/// \file tests/adapters/api/world.hpp
/// The API behind a real socket: real catalogue, a store on disk, the desk with the objectives of the catalogue, on
/// 13 November 2020; and tokens in a file, as `phare token` makes them.

#include "adapters/api/api_endpoint.hpp"
#include "adapters/net/http_client.hpp"
#include "bot/commands/desk_config.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/delivery/system_alarm.hpp"
#include "bot/office/office.hpp"
#include "db/sqlite/open.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <unistd.h>

namespace tests::api {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace net = adapters::net;
using adapters::api::Scope;
using nlohmann::json;
using namespace std::chrono_literals;

/// The real catalogue and texts, read once a process.
inline const bot::talking::Tools& knowledge() {
    static const auto read = bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    for (auto const& complaint : read.complaints) ADD_FAILURE() << complaint;
    return *read.tools;
}

inline std::shared_ptr<const adapters::api::Evaluator> evaluator() {
    static const auto made = [] {
        std::vector<std::string> complaints;
        auto all = adapters::api::Evaluator::make(
            knowledge().catalogue, knowledge().gazetteer, bot::commands::Files::under(PHARE_SOURCE_DIR).catalogue, complaints
        );
        for (auto const& complaint : complaints) ADD_FAILURE() << complaint;
        return all;
    }();
    return made;
}

inline std::shared_ptr<const bot::desk::Tools> desk() {
    static const auto made = [] {
        bot::commands::Config::Desk config;
        config.bureau_room = "!bureau:test";
        config.examples = true;
        auto loaded = bot::commands::load_desk(bot::commands::Files::under(PHARE_SOURCE_DIR), config, knowledge().messages, {"matrix"});
        EXPECT_TRUE(loaded.tools);
        return loaded.tools;
    }();
    return made;
}

inline std::string example_figures() {
    std::ifstream file(PHARE_SOURCE_DIR "/bot/demo/chiffres_exemple.csv", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder, gone at the end.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("phare-api-" + std::to_string(::getpid()) + "-" + std::to_string(counter()++));
    Folder() { fs::create_directories(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    static int& counter() {
        static int n = 0;
        return n;
    }
    /// Whether a text stands somewhere in the files.
    [[nodiscard]] bool holds(const std::string& text) const {
        for (auto const& each : fs::recursive_directory_iterator(path)) {
            if (!each.is_regular_file()) continue;
            std::ifstream in(each.path(), std::ios::binary);
            std::string const all{std::istreambuf_iterator<char>(in), {}};
            if (all.find(text) != std::string::npos) return true;
        }
        return false;
    }
};

struct WorldSettings {
    WorldSettings() = default;
    net::Rate rate{10'000, 60'000};
    net::Rate bad{30, 10};  ///< tokens that are none
    bool with_desk = true;
    std::chrono::sys_days today = std::chrono::year(2020) / 11 / 13;
};

class World {
  public:
    explicit World(WorldSettings settings = WorldSettings())
        : store(open_store(folder.path / "data")),
          alarm(loop.get_executor(), [day = settings.today](bot::Instant) { return day; }),
          postman(loop.get_executor(), *store, alarm, {}),
          office(
              settings.with_desk ? std::make_unique<bot::office::Office>(
                                       loop.get_executor(), *store, alarm, desk(), std::vector<bot::delivery::Channel*>{}, postman
                                   )
                                 : nullptr
          ),
          tokens(folder.path / "api-tokens.json"),
          gate(tokens, alarm, settings.rate, settings.bad),
          endpoint(gate, alarm, evaluator(), office.get(), *store),
          server(loop.get_executor(), endpoint.routes(), net::Limits(), adapters::api::ApiEndpoint::answers()),
          port(server.listen("127.0.0.1", 0)) {
        if (office) {
            EXPECT_TRUE(office->load());
        }
    }
    ~World() {
        run([this]() -> asio::awaitable<void> { co_await server.drain(2s); });
        store->close();
    }

    /// \returns the secret
    std::string token(std::vector<Scope> scopes, std::string name = "essai") {
        auto const secret = adapters::api::fresh_token();
        tokens.change([&](adapters::api::TokenBook& book) { book.add(secret, name, std::move(scopes), "2026-11-29"); });
        return secret;
    }

    /// One request over a socket of its own.
    net::Answer call(
        const std::string& method, const std::string& target, const std::string& secret, std::string body = {}, net::Headers headers = {}
    ) {
        net::Answer answer;
        run([&]() -> asio::awaitable<void> {
            auto reply = co_await called(method, target, secret, std::move(body), std::move(headers));
            answer = std::move(reply);
        });
        return answer;
    }
    asio::awaitable<net::Answer> called(std::string method, std::string target, std::string secret, std::string body, net::Headers headers) {
        auto origin = net::parse_origin("http://127.0.0.1:" + std::to_string(port)).value();
        net::HttpClient client(loop.get_executor(), std::move(origin));
        net::Call call;
        call.method = std::move(method);
        call.target = std::move(target);
        call.body = std::move(body);
        call.reply_limit = 64U << 20U;
        for (auto& each : headers) {
            if (each.first == "content-type") call.content_type = each.second;
            else call.headers.push_back(each);
        }
        if (!secret.empty()) call.headers.emplace_back("Authorization", "Bearer " + secret);
        auto result = co_await client.call(std::move(call));
        net::Answer answer;
        if (result) answer = std::move(*result);
        else ADD_FAILURE() << "no answer: " << result.error().message();
        co_return answer;
    }

    template <class Body>
    void run(Body body) {
        bool done = false;
        std::exception_ptr failure;
        asio::co_spawn(loop, std::move(body), [&](std::exception_ptr f) {
            failure = f;
            done = true;
            loop.stop();
        });
        loop.restart();
        loop.run_for(30s);
        if (failure) std::rethrow_exception(failure);
        if (!done) ADD_FAILURE() << "still waiting";
    }

    Folder folder;
    asio::io_context loop{1};
    std::unique_ptr<db::Store> store;
    bot::delivery::SystemAlarm alarm;
    bot::delivery::Postman postman;
    std::unique_ptr<bot::office::Office> office;
    adapters::api::TokenFile tokens;
    adapters::api::Gate gate;
    adapters::api::ApiEndpoint endpoint;
    net::HttpServer server;
    std::uint16_t port;

  private:
    static std::unique_ptr<db::Store> open_store(const fs::path& folder) {
        db::sqlite::StoreOptions options;
        options.folder = folder;
        options.floor_bytes = 0;
        options.ballast_bytes = 0;
        return db::sqlite::open(options);
    }
};

inline std::string type_of(const net::Answer& answer) {
    auto const given = net::header(answer.headers, "content-type");
    return std::string(given.substr(0, given.find(';')));
}
inline json body_of(const net::Answer& answer) { return json::parse(answer.body, nullptr, false); }
inline std::string problem_of(const net::Answer& answer) {
    auto const body = body_of(answer);
    constexpr std::string_view prefix = "urn:phare:problem:";
    auto const type = body.is_object() ? body.value("type", "") : std::string();
    return type.starts_with(prefix) ? type.substr(prefix.size()) : "no problem: " + answer.body;
}

}  // namespace tests::api
