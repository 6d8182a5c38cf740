#pragma once
/// \file tests/adapters/web/world.hpp
/// The whole way of a message behind a real socket: page, store on disk, pump, postman; and a browser without script.

#include "adapters/web/chat_endpoint.hpp"
#include "adapters/web/web_channel.hpp"
#include "bot/commands/knowledge.hpp"
#include "bot/delivery/pump.hpp"
#include "bot/delivery/system_alarm.hpp"
#include "bot/talking/people.hpp"
#include "db/sqlite/open.hpp"
#include "tests/adapters/net/peer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace tests::web {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// The real catalogue and texts, read once a process.
inline const bot::talking::Tools& tools() {
    static const auto knowledge = bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    for (auto const& complaint : knowledge.complaints) ADD_FAILURE() << complaint;
    return *knowledge.tools;
}

/// A folder for a store, gone at the end.
struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("phare-web-" + std::to_string(::getpid()) + "-" + std::to_string(counter()++));
    Folder() = default;
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    static int& counter() {
        static int n = 0;
        return n;
    }
    /// Whether a text stands somewhere in the files.
    [[nodiscard]] bool holds(const std::string& text) const {
        for (auto const& each : std::filesystem::directory_iterator(path)) {
            std::ifstream in(each.path(), std::ios::binary);
            std::string const all{std::istreambuf_iterator<char>(in), {}};
            if (all.find(text) != std::string::npos) return true;
        }
        return false;
    }
};

inline std::unique_ptr<db::Store> open_store(const std::filesystem::path& folder) {
    db::sqlite::StoreOptions options;
    options.folder = folder;
    options.floor_bytes = 0;
    options.ballast_bytes = 0;
    return db::sqlite::open(options);
}

inline bot::delivery::PumpSettings patient() {
    bot::delivery::PumpSettings settings;
    settings.loop.fast = 0ms;  // tests type faster than people
    return settings;
}

struct World {
    explicit World(
        const std::filesystem::path& folder,
        adapters::web::ChatSettings settings = adapters::web::ChatSettings(),
        adapters::net::Limits limits = adapters::net::Limits()
    )
        : store(open_store(folder)),
          alarm(loop.get_executor(), [](bot::Instant at) { return std::chrono::floor<std::chrono::days>(at); }),
          hub(loop.get_executor()),
          channel(hub, settings.lifetime),
          postman(loop.get_executor(), *store, alarm, {&channel}),
          pump(loop.get_executor(), *store, alarm, tools(), {&channel}, postman, patient()),
          endpoint(
              loop.get_executor(),
              *store,
              alarm,
              hub,
              {tools().messages,
               bot::wording::Register::tu,
               settings.lifetime,
               bot::talking::all_numbers(tools(), bot::wording::Register::tu)},
              [this] {
                  if (dies_on_admission)
                      loop.stop();
                  else
                      pump.wake();
              },
              settings
          ),
          server(loop.get_executor(), endpoint.routes(), limits, endpoint.answers()),
          port(server.listen("127.0.0.1", 0)) {
        postman.start();
        pump.start();
    }

    /// Runs a browser's doings to their end. \returns false if the world died before.
    template <class Body>
    bool run(Body body, std::chrono::seconds limit = 20s) {
        bool done = false;
        std::exception_ptr failure;
        asio::co_spawn(loop, std::move(body), [&](std::exception_ptr f) {
            failure = f;
            done = true;
            loop.stop();
        });
        loop.restart();
        loop.run_for(limit);
        if (failure) std::rethrow_exception(failure);
        if (!done && !dies_on_admission) ADD_FAILURE() << "still waiting";
        return done;
    }

    asio::io_context loop{1};
    bool dies_on_admission = false;  ///< committed, but nobody was told
    std::unique_ptr<db::Store> store;
    bot::delivery::SystemAlarm alarm;
    adapters::web::Hub hub;
    adapters::web::WebChannel channel;
    bot::delivery::Postman postman;
    bot::delivery::Pump pump;
    adapters::web::ChatEndpoint endpoint;
    adapters::net::HttpServer server;
    std::uint16_t port;
};

struct Page {
    int status = 0;
    std::string header, body;
    [[nodiscard]] std::string field(const std::string& name) const {
        auto const mark = "name=\"" + name + "\" value=\"";
        auto const at = body.find(mark);
        return at == std::string::npos ? std::string() : body.substr(at + mark.size(), 22);
    }
    [[nodiscard]] std::size_t count(std::string_view what) const {
        std::size_t n = 0;
        for (auto at = body.find(what); at != std::string::npos; at = body.find(what, at + 1)) ++n;
        return n;
    }
};

/// Without script: a cookie, a form, a page.
class Browser {
  public:
    explicit Browser(std::uint16_t port) : port_(port) {}
    std::string cookie, more;  ///< further header lines
    Page last;

    asio::awaitable<Page> get(std::string path) {
        std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n" + cookie_line() + more + "\r\n";
        co_return co_await trip(std::move(request));
    }
    /// Posts, follows the redirection if there is one. \param key empty: the page's own
    asio::awaitable<Page> say(std::string text, std::string key = {}) {
        std::string fields = "message=" + adapters::net::percent_encode(text);
        Page answer = co_await post(std::move(fields), std::move(key));
        co_return answer;
    }
    asio::awaitable<Page> pick(std::string choice) {
        std::string fields = "message=&choix=" + choice;
        std::string no_key;
        Page answer = co_await post(std::move(fields), std::move(no_key));
        co_return answer;
    }
    asio::awaitable<Page> post(std::string fields, std::string key) {
        std::string body = fields + "&cle=" + (key.empty() ? last.field("cle") : key) + "&jeton=" + token();
        std::string request = "POST / HTTP/1.1\r\nHost: " + host() + "\r\nOrigin: http://" + host() + "\r\n" +
                              cookie_line() + more + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                              std::to_string(body.size()) + "\r\n\r\n" + body;
        Page answer = co_await trip(std::move(request));
        if (answer.status == 303) {
            std::string root = "/";
            answer = co_await get(std::move(root));
        }
        co_return answer;
    }
    asio::awaitable<Page> trip(std::string request, bool to_head = false) {
        tests::Peer peer = co_await tests::Peer::connect(port_);
        co_await peer.send(std::move(request));
        std::string const raw = co_await peer.message(to_head);
        Page page;
        page.status = tests::status_of(raw);
        page.header = raw.substr(0, raw.find("\r\n\r\n"));
        page.body = tests::body_of(raw);
        for (auto const* field : {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff", "Referrer-Policy: ", "Cache-Control: "})
            EXPECT_NE(page.header.find(field), std::string::npos) << field << " on every reply\n" << page.header;
        auto const set = page.header.find("Set-Cookie: ");
        if (set != std::string::npos) cookie = page.header.substr(set + 12, page.header.find(';', set) - set - 12);
        if (page.body.find("name=\"jeton\"") != std::string::npos) last = page;
        co_return page;
    }
    [[nodiscard]] std::string token() const { return last.field("jeton"); }
    [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::string cookie_line() const { return cookie.empty() ? "" : "Cookie: " + cookie + "\r\n"; }
    void move_to(std::uint16_t port) { port_ = port; }

  private:
    std::uint16_t port_;
};

}  // namespace tests::web
