// Brevo keeps partners' files and gives them for a token and a key: a small server on this machine plays it.
#include "adapters/email/file_fetcher.hpp"

#include "adapters/email/stored_mail.hpp"
#include "adapters/email/understood.hpp"
#include "adapters/email/webhook.hpp"
#include "adapters/net/http_server.hpp"
#include "bot/delivery/virtual_alarm.hpp"
#include "tests/support/memory_store.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <mutex>
#include <thread>

namespace file_fetcher_test {

namespace asio = boost::asio;
using namespace adapters;
using namespace adapters::email;
using namespace std::chrono_literals;
using nlohmann::json;
using Result = wire::Download::Result;

Instant const posted{std::chrono::sys_days(std::chrono::year{2026} / 11 / 23) + 9h};
const std::string figures = "territoire;mesure;mois;entrees\r\nEure;CEJ;2026-10;1 204\r\n";
constexpr std::size_t plenty = 1u << 20;

/// What Brevo answers to a token, and what it was asked with.
class Brevo {
  public:
    Brevo() : server_(loop_.get_executor(), routes()) {
        port_ = server_.listen("127.0.0.1", 0);
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~Brevo() {
        loop_.stop();
        thread_.join();
    }
    void answers(const std::string& token, net::Reply reply) {
        std::lock_guard const lock(mutex_);
        replies_[token] = std::move(reply);
    }
    void gives(const std::string& token, std::string bytes) {
        net::Reply reply;
        reply.content_type = "text/csv";
        reply.body = std::move(bytes);
        answers(token, std::move(reply));
    }
    void fails(const std::string& token, int status) {
        net::Reply reply;
        reply.status = status;
        reply.body = R"({"code":"x","message":"y"})";
        answers(token, std::move(reply));
    }
    std::vector<std::string> asked() {
        std::lock_guard const lock(mutex_);
        return asked_;
    }
    /// Happens while a file is being fetched, for which the caller waits.
    void meanwhile(std::function<void()> happens) {
        std::lock_guard const lock(mutex_);
        meanwhile_ = std::move(happens);
    }
    wire::ProviderApi api() const {
        wire::ProviderApi out;
        out.base = "http://127.0.0.1:" + std::to_string(port_) + "/v3";
        out.key = [] { return std::string("cle-1"); };
        return out;
    }

  private:
    std::vector<net::Route> routes() {
        net::Route route;
        route.prefix = "/";
        route.methods = {"GET"};
        route.handle = [this](net::Request request) -> asio::awaitable<net::Reply> {
            std::lock_guard const lock(mutex_);
            std::string const path(request.head.path);
            asked_.push_back(path + " " + std::string(net::header(request.head.headers, "api-key")));
            if (meanwhile_) meanwhile_();
            net::Reply none;
            none.status = 404;
            auto const known = replies_.find(path.substr(path.rfind('/') + 1));
            net::Reply reply = known == replies_.end() ? none : known->second;
            co_return reply;
        };
        return {route};
    }

    std::mutex mutex_;
    std::map<std::string, net::Reply> replies_;
    std::vector<std::string> asked_;
    std::function<void()> meanwhile_;
    asio::io_context loop_{1};
    net::HttpServer server_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

json file(const std::string& name, const std::string& token, std::size_t size = figures.size()) {
    return {{"Name", name}, {"ContentType", "application/octet-stream"}, {"ContentLength", size}, {"ContentID", ""}, {"DownloadToken", token}};
}

InboundMail mail_with(const std::vector<json>& files) {
    json const post{{"items", {{{"Uuid", {"u-1"}}, {"From", {{"Name", "Marc"}, {"Address", "marc@mission.test"}}}, {"Subject", "Chiffres d'octobre"}, {"RawTextBody", "Voici."}, {"Attachments", json(files)}}}}};
    return read_brevo(post.dump(), posted).mails.at(0);
}

struct World {
    tests::Disk disk;
    bool fails = false;
    asio::io_context loop{1};
    tests::MemoryStore store{disk, [](auto const& call) { call(); }, [this] { return fails; }};
    MailIntake intake{loop.get_executor(), store, [] {}};
    std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);

    Taken post(InboundMail mail) {
        Parcel parcel;
        parcel.received_at = posted;
        put(parcel, std::move(mail), Limits());
        return intake.take_waiting(std::move(parcel));
    }
    FileFetcher::End round(std::optional<wire::ProviderApi> api, Instant at = posted) {
        FileFetcher fetcher(std::move(api), Limits(), intake, stop);
        return fetcher.round(at);
    }
    std::vector<NamedFile> files() {
        auto const mail = mail_from_stored(disk.inbox.begin()->second.entry.payload);
        return mail ? understand(*mail, Identity()).attachments : std::vector<NamedFile>();
    }
};

TEST(ProviderFiles, AreAskedForWithTheKeyAndTheTokenAsItIs) {
    Brevo brevo;
    brevo.gives("a%2Fb%20c", figures);

    auto const got = wire::download(brevo.api(), "a/b c", plenty);

    EXPECT_EQ(got.result, Result::had);
    EXPECT_EQ(got.bytes, figures);
    EXPECT_THAT(brevo.asked(), testing::ElementsAre("/v3/inbound/attachments/a%2Fb%20c cle-1"));
}

TEST(ProviderFiles, EachRefusalIsToldApart) {
    Brevo brevo;
    brevo.gives("large", std::string(5000, 'x'));
    for (int const status : {401, 403, 400, 404, 429, 500, 503}) brevo.fails("s" + std::to_string(status), status);
    auto const result_of = [&](const std::string& token, std::size_t most = plenty) { return wire::download(brevo.api(), token, most).result; };

    EXPECT_EQ(result_of("large", 4999), Result::too_large);
    EXPECT_EQ(result_of("large", 5000), Result::had);
    EXPECT_EQ(result_of("s401"), Result::denied);
    EXPECT_EQ(result_of("s403"), Result::denied);
    EXPECT_EQ(result_of("s400"), Result::gone);
    EXPECT_EQ(result_of("s404"), Result::gone);
    EXPECT_EQ(result_of("s429"), Result::later);
    EXPECT_EQ(result_of("s500"), Result::later);
    EXPECT_EQ(result_of("s503"), Result::later);
    wire::ProviderApi nobody = brevo.api();
    nobody.base = "http://127.0.0.1:1/v3";
    EXPECT_EQ(wire::download(nobody, "x", plenty).result, Result::later);
    nobody.base = "https" + brevo.api().base.substr(4);  // TLS to a server without it
    EXPECT_EQ(wire::download(nobody, "large", plenty).result, Result::later);
}

TEST(ProviderFiles, ARedirectionIsFollowedOnceAndWithoutTheKey) {
    Brevo brevo, store;
    store.gives("file", figures);
    net::Reply on;
    on.status = 302;
    on.headers = {{"Location", store.api().base + "/file"}};
    brevo.answers("t", on);

    auto const got = wire::download(brevo.api(), "t", plenty);

    EXPECT_EQ(got.result, Result::had);
    EXPECT_EQ(got.bytes, figures);
    EXPECT_THAT(store.asked(), testing::ElementsAre("/v3/file "));
}

TEST(FileFetcher, AMailComesInWithItsFilesInIt) {
    World world;
    Brevo brevo;
    brevo.gives("t1", figures);
    brevo.gives("t2", "PK\x03\x04 etc.");

    EXPECT_EQ(world.post(mail_with({file("octobre.csv", "t1"), file("photo.jpg", "t3"), file("suite.xlsx", "t2")})), Taken::stored);
    EXPECT_TRUE(world.disk.inbox.empty()) << "it waits for its files";
    auto const end = world.round(brevo.api());

    EXPECT_FALSE(end.next);
    ASSERT_EQ(world.disk.inbox.size(), 1U);
    auto const files = world.files();
    ASSERT_EQ(files.size(), 3U);
    EXPECT_EQ(files[0].bytes, figures);
    EXPECT_EQ(files[1].name, "photo.jpg");
    EXPECT_EQ(files[2].bytes, "PK\x03\x04 etc.");
    EXPECT_EQ(brevo.asked().size(), 2U) << "nobody opens the picture, so nobody fetches it";
    EXPECT_FALSE(world.round(brevo.api()).next) << "nothing waits any more";
    EXPECT_EQ(brevo.asked().size(), 2U);
}

TEST(FileFetcher, WhatFailsForNowIsKeptAndTriedAgainByWhicheverRun) {
    World world;
    Brevo brevo;
    brevo.fails("t1", 503);
    EXPECT_EQ(world.post(mail_with({file("octobre.csv", "t1")})), Taken::stored);

    auto const first = world.round(brevo.api());
    ASSERT_TRUE(first.next);
    EXPECT_EQ(*first.next, posted + 1min);
    EXPECT_TRUE(first.trouble);
    EXPECT_FALSE(first.denied);
    EXPECT_TRUE(world.disk.inbox.empty());
    EXPECT_EQ(world.round(brevo.api(), posted + 30s).next, first.next) << "not before its time";
    EXPECT_EQ(brevo.asked().size(), 1U);

    brevo.gives("t1", figures);
    EXPECT_FALSE(world.round(brevo.api(), posted + 1min).next);
    ASSERT_EQ(world.disk.inbox.size(), 1U);
    EXPECT_EQ(world.files().at(0).bytes, figures);
}

TEST(FileFetcher, ARefusedKeyIsTriedForSixHoursAndThenTheMailComesInWithTheName) {
    World world;
    Brevo brevo;
    brevo.fails("t1", 401);
    EXPECT_EQ(world.post(mail_with({file("octobre.csv", "t1")})), Taken::stored);

    int rounds = 0;
    std::optional<Instant> at = posted;
    while (at && rounds < 100) {
        auto const end = world.round(brevo.api(), *at);
        EXPECT_TRUE(end.denied);
        EXPECT_TRUE(!end.next || *end.next <= posted + 6h);
        at = end.next;
        ++rounds;
    }

    EXPECT_EQ(rounds, 11) << "1, 2, 5, 15, 30 minutes, then each hour";
    ASSERT_EQ(world.disk.inbox.size(), 1U);
    auto const files = world.files();
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].name, "octobre.csv");
    EXPECT_TRUE(files[0].bytes.empty()) << "so the sender is told that it did not come";
}

TEST(FileFetcher, WhatIsGoneOrTooLargeStopsNothing) {
    World world;
    Brevo brevo;
    brevo.gives("t2", figures);

    EXPECT_EQ(world.post(mail_with({file("perdu.csv", "t1"), file("octobre.csv", "t2"), file("enorme.csv", "t3", 30u << 20)})), Taken::stored);
    EXPECT_FALSE(world.round(brevo.api()).next);

    auto const files = world.files();
    ASSERT_EQ(files.size(), 3U);
    EXPECT_TRUE(files[0].bytes.empty());
    EXPECT_EQ(files[1].bytes, figures);
    EXPECT_TRUE(files[2].bytes.empty());
    EXPECT_EQ(brevo.asked().size(), 2U) << "what says that it is too large is not asked for";
}

TEST(FileFetcher, APostThatComesAgainIsOneMailWhetherItWaitsOrIsIn) {
    World world;
    Brevo brevo;
    brevo.gives("t1", figures);
    auto const mail = mail_with({file("octobre.csv", "t1")});

    EXPECT_EQ(world.post(mail), Taken::stored);
    EXPECT_EQ(world.post(mail), Taken::stored);
    static_cast<void>(world.round(brevo.api()));
    EXPECT_EQ(world.post(mail), Taken::stored);
    static_cast<void>(world.round(brevo.api()));
    EXPECT_EQ(world.disk.inbox.size(), 1U);

    // Long afterwards, when the mark in its place is gone: fetched again, and known by the name of what came first.
    world.store.write([&](db::Transaction& tx) { tx.erase(waiting_ref(mail), "test", 0); }, [](std::exception_ptr) {});
    EXPECT_EQ(world.post(mail), Taken::stored);
    EXPECT_FALSE(world.round(brevo.api()).next);
    EXPECT_EQ(brevo.asked().size(), 2U);
    EXPECT_EQ(world.disk.inbox.size(), 1U);
}

TEST(FileFetcher, WhatIsErasedWhileItsFilesAreFetchedDoesNotComeIn) {
    for (bool const had : {true, false}) {
        World world;
        Brevo brevo;
        if (had) brevo.gives("t1", figures);
        else brevo.fails("t1", 500);
        auto const mail = mail_with({file("octobre.csv", "t1")});
        EXPECT_EQ(world.post(mail), Taken::stored);
        brevo.meanwhile([&] {
            world.store.write([&](db::Transaction& tx) { tx.erase(waiting_ref(mail), "asked", 0); }, [](std::exception_ptr) {});
        });

        static_cast<void>(world.round(brevo.api()));

        EXPECT_EQ(brevo.asked().size(), 1U);
        EXPECT_TRUE(world.disk.inbox.empty());
        EXPECT_FALSE(world.store.read_state(waiting_ref(mail)));
    }
}

TEST(FileFetcher, WhatTheStoreDoesNotTakeWaitsOn) {
    World world;
    Brevo brevo;
    brevo.gives("t1", figures);
    EXPECT_EQ(world.post(mail_with({file("octobre.csv", "t1")})), Taken::stored);

    world.fails = true;
    EXPECT_TRUE(world.round(brevo.api()).next);
    EXPECT_TRUE(world.disk.inbox.empty());
    world.fails = false;
    EXPECT_FALSE(world.round(brevo.api()).next);
    EXPECT_EQ(world.disk.inbox.size(), 1U);
}

TEST(FileFetcher, WithoutAKeyWhatAnEarlierRunLeftComesInAsItIs) {
    World world;
    EXPECT_EQ(world.post(mail_with({file("octobre.csv", "t1")})), Taken::stored);

    EXPECT_FALSE(world.round(std::nullopt).next);

    ASSERT_EQ(world.disk.inbox.size(), 1U);
    EXPECT_TRUE(world.files().at(0).bytes.empty());
}

TEST(FileErrands, ComeAgainByThemselvesUntilAllIsFetched) {
    World world;
    Brevo brevo;
    brevo.fails("t1", 500);
    bot::delivery::VirtualTime time{posted};
    bot::delivery::VirtualAlarm alarm{time};
    FileErrands errands(world.loop.get_executor(), brevo.api(), Limits(), world.intake, alarm, [](auto const& job) { job(); });
    auto const settle = [&] {
        world.loop.restart();
        world.loop.run();
    };
    EXPECT_EQ(world.post(mail_with({file("octobre.csv", "t1")})), Taken::stored);

    errands.wake();
    settle();
    errands.wake();  // another mail came: one alarm stays one
    settle();
    brevo.gives("t1", figures);
    while (!time.idle()) {
        time.step();
        settle();
    }

    EXPECT_EQ(brevo.asked().size(), 2U);
    EXPECT_EQ(world.disk.inbox.size(), 1U);
    errands.stop();
}

}  // namespace file_fetcher_test
