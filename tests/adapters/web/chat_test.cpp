#include "bot/delivery/commit.hpp"
#include "bot/talking/link.hpp"
#include "bot/wording/french.hpp"
#include "tests/adapters/web/world.hpp"

#include <gmock/gmock.h>

namespace tests::web {
namespace chat_test {

using testing::HasSubstr;
using testing::Not;

constexpr auto key_1 = "aaaaaaaaaaaaaaaaaaaaa1";
constexpr auto lea = "g 19 ans jsui a rouen";

TEST(Chat, AWholeConversationWithoutScript) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.header, HasSubstr("Set-Cookie: phare="));
        EXPECT_THAT(page.header, HasSubstr("HttpOnly; SameSite=Strict"));
        EXPECT_THAT(page.header, HasSubstr("Cache-Control: no-store"));

        page = co_await browser.say(lea);
        EXPECT_EQ(page.status, 200);
        EXPECT_EQ(page.count(lea), 1U);
        EXPECT_THAT(page.body, HasSubstr("assistant automatique"));
        EXPECT_THAT(page.body, HasSubstr("value=\"1\">1. "));  // a question with choices

        page = co_await browser.pick("1");
        EXPECT_EQ(page.count("<p class=\"t\" dir=\"auto\">1</p>"), 1U);
        EXPECT_EQ(page.count(lea), 1U);
        EXPECT_EQ(page.count("<p class=\"w\">Assistant</p>"), 2U);
        EXPECT_THAT(page.body, Not(HasSubstr("http-equiv")));

        page = co_await browser.pick("HUMAIN");
        EXPECT_EQ(page.count("<p class=\"w\">Assistant</p>"), 3U);
    });
}

TEST(Chat, TheSameKeyTwiceIsAnsweredOnceAndOtherWordsUnderItAreNew) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        for (int i = 0; i < 3; ++i) page = co_await browser.say(lea, key_1);
        EXPECT_EQ(page.count(lea), 1U);
        EXPECT_EQ(page.count("<p class=\"w\">Assistant</p>"), 1U);
        page = co_await browser.say("bonjour", key_1);
        EXPECT_EQ(page.count("<p class=\"w\">Toi</p>"), 2U);
    });
}

TEST(Chat, KilledBetweenCommitAndReplyNothingIsLostAndNothingIsDoubled) {
    Folder const folder;
    std::string cookie, token;
    {
        World world(folder.path);
        world.dies_on_admission = true;
        Browser browser(world.port);
        bool const survived = world.run([&]() -> asio::awaitable<void> {
            Page page = co_await browser.get("/");
            cookie = browser.cookie;
            page = co_await browser.say(lea, key_1);
            ADD_FAILURE() << "was answered " << page.status;
        });
        EXPECT_FALSE(survived);
    }
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        browser.cookie = cookie;
        Page page = co_await browser.get("/");
        for (int i = 0; i < 200 && page.count("<p class=\"w\">Assistant</p>") == 0; ++i) page = co_await browser.get("/");
        EXPECT_EQ(page.count(lea), 1U);
        page = co_await browser.say(lea, key_1);  // the browser never heard: it sends again
        EXPECT_EQ(page.count(lea), 1U);
        EXPECT_EQ(page.count("<p class=\"w\">Assistant</p>"), 1U);
    });
}

TEST(Chat, AfterErasureThePageIsEmptyAndTheFilesHoldNothing) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        page = co_await browser.say("j ai 19 ans et je dis zanzibar");
        EXPECT_EQ(page.count("zanzibar"), 1U);
        page = co_await browser.pick("EFFACER");
        EXPECT_THAT(page.body, HasSubstr("1. Oui"));
        page = co_await browser.pick("1");
        for (int i = 0; i < 200 && page.count("zanzibar") != 0; ++i) page = co_await browser.get("/");
        EXPECT_EQ(page.count("zanzibar"), 0U);
        EXPECT_EQ(page.count("<p class=\"w\">Toi</p>"), 0U);
        EXPECT_EQ(page.count("<p class=\"w\">Assistant</p>"), 1U);  // that it is done
        EXPECT_THAT(page.body, HasSubstr("effacé"));
    });
    world.store->close();
    EXPECT_FALSE(folder.holds("zanzibar"));
}

TEST(Chat, DangerShowsNumbersToCallAndArrivesAtThem) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        page = co_await browser.say("j ai envie de mourir");
        EXPECT_THAT(page.body, HasSubstr("href=\"tel:3114\""));
        EXPECT_THAT(page.body, HasSubstr("id=\"fin\" class=\"u\""));
        page = co_await browser.get("/urgence");
        EXPECT_THAT(page.body, HasSubstr("href=\"tel:112\""));
        EXPECT_THAT(page.body, HasSubstr("href=\"sms:114\""));
        page = co_await browser.get("/quitter");
        EXPECT_EQ(page.status, 303);
        EXPECT_THAT(page.header, HasSubstr("Clear-Site-Data"));
        EXPECT_THAT(page.header, HasSubstr("Max-Age=0"));
    });
}

TEST(Chat, AStrangersPageCannotSendAndWhatWasTypedIsKeptWhereTheTokenIsOld) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        std::string const good = browser.token();
        std::string const body = "message=coucou&cle=" + std::string(key_1) + "&jeton=" + good;
        for (auto const* origin : {"http://evil.example", "null"}) {
            std::string request = "POST / HTTP/1.1\r\nHost: " + browser.host() + "\r\nOrigin: " + origin + "\r\n" +
                                  browser.cookie_line() +
                                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                                  std::to_string(body.size()) + "\r\n\r\n" + body;
            page = co_await browser.trip(std::move(request));
            EXPECT_EQ(page.status, 403);
            EXPECT_EQ(page.count("coucou"), 0U);
        }
        browser.last.body = "name=\"jeton\" value=\"AAAAAAAAAAAAAAAAAAAAAA\"";
        page = co_await browser.say("coucou", key_1);
        EXPECT_EQ(page.status, 403);
        EXPECT_EQ(page.count("coucou</textarea>"), 1U);
        page = co_await browser.say("coucou", key_1);  // the page that came back can send it
        EXPECT_EQ(page.status, 200);
        EXPECT_EQ(page.count("<p class=\"w\">Toi</p>"), 1U);
    });
}

TEST(Chat, HostileWordsStayText) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        page = co_await browser.say("</p><script>alert(1)</script><img src=x onerror=alert(1)>");
        EXPECT_EQ(page.count("<script>"), 1U);  // ours
        EXPECT_EQ(page.count("<img"), 0U);
        EXPECT_GE(page.count("&lt;img src=x onerror=alert(1)&gt;"), 1U);
        std::string const tagged = "<b>" + std::string(3997, 'a');
        page = co_await browser.say(tagged);
        EXPECT_EQ(page.status, 200);
        page = co_await browser.say(tagged + "aa");
        EXPECT_EQ(page.status, 422);
        EXPECT_THAT(page.body, HasSubstr("aa</textarea>"));
    });
}

TEST(Chat, TooManyMessagesAreRefusedWithTheWordsKeptAndOthersAreAnswered) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    settings.messages = {2, 1};
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port), other(world.port);
        Page page = co_await browser.get("/");
        page = co_await browser.say("bonjour");
        page = co_await browser.say(lea);
        EXPECT_EQ(page.status, 200);
        page = co_await browser.say("encore");
        EXPECT_EQ(page.status, 429);
        EXPECT_THAT(page.header, HasSubstr("Retry-After: "));
        EXPECT_EQ(page.count("encore</textarea>"), 1U);
        page = co_await other.get("/");
        page = co_await other.say("bonjour");
        EXPECT_EQ(page.status, 200);
    });
}

TEST(Chat, ALinkFromElsewhereDoesNotThrowTheConversationAway) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        browser.more = "Sec-Fetch-Site: cross-site\r\n";
        Page const page = co_await browser.get("/");
        EXPECT_THAT(page.header, Not(HasSubstr("Set-Cookie")));
        EXPECT_THAT(page.body, HasSubstr("content=\"0;url=/\""));
    });
}

TEST(Chat, PastItsTimeAConversationIsNotShownAgain) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    settings.lifetime.idle = 0min;
    settings.answer_wait = 0ms;
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        std::string const before = browser.cookie;
        page = co_await browser.say("zanzibar");
        EXPECT_EQ(page.count("zanzibar"), 0U);
        EXPECT_THAT(page.body, HasSubstr("est effacée"));
        EXPECT_NE(browser.cookie, before);
    });
}

TEST(Chat, TheStreamTellsEachTurnOnceAndGoesOnWhereItWasCut) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        tests::Peer stream = co_await tests::Peer::connect(world.port);
        std::string const head = "GET /flux?depuis=0 HTTP/1.1\r\nHost: x\r\n" + browser.cookie_line();
        co_await stream.send(head + "\r\n");
        page = co_await browser.say(lea);
        for (int i = 0; i < 50 && stream.got.find("id: 2\n") == std::string::npos; ++i) {
            bool const open = co_await stream.more();
            if (!open) break;
        }
        EXPECT_THAT(stream.got, HasSubstr("Content-Type: text/event-stream"));
        EXPECT_THAT(stream.got, Not(HasSubstr("Content-Length")));
        EXPECT_THAT(stream.got, HasSubstr("id: 1\ndata: {"));
        EXPECT_THAT(stream.got, HasSubstr("\"x\":\"g 19 ans jsui a rouen\""));
        EXPECT_THAT(stream.got, HasSubstr("id: 2\ndata: {\"c\":[[1,"));

        tests::Peer again = co_await tests::Peer::connect(world.port);
        co_await again.send(head + "Last-Event-ID: 1\r\n\r\n");
        while (again.got.find("id: 2\n") == std::string::npos) {
            bool const open = co_await again.more();
            if (!open) break;
        }
        EXPECT_THAT(again.got, Not(HasSubstr("id: 1\n")));

        tests::Peer nobody = co_await tests::Peer::connect(world.port);
        co_await nobody.send("GET /flux HTTP/1.1\r\nHost: x\r\n\r\n");
        std::string const refused = co_await nobody.rest();
        EXPECT_EQ(tests::status_of(refused), 403);
        world.hub.stop();
        std::string const rest = co_await again.rest();  // ends with us
    });
}

TEST(Chat, OneAddressOrOneSessionDoesNotTakeEveryStream) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    settings.streams = 12, settings.streams_per_session = 2, settings.streams_per_address = 5;
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        std::vector<tests::Peer> held;
        // \returns the status; an open stream stays open.
        auto const listen = [&](std::string request) -> asio::awaitable<int> {
            tests::Peer peer = co_await tests::Peer::connect(world.port);
            co_await peer.send(std::move(request));
            bool open = true;
            while (open && peer.got.find("\r\n\r\n") == std::string::npos) open = co_await peer.more();
            int const status = tests::status_of(peer.got);
            if (status == 503) {
                EXPECT_THAT(peer.got, HasSubstr("Retry-After: 30"));
            } else {
                held.push_back(std::move(peer));
            }
            co_return status;
        };
        std::vector<std::string> cookies;
        for (int i = 0; i < 8; ++i) {
            Browser browser(world.port);
            Page page = co_await browser.get("/");
            cookies.push_back(browser.cookie_line());
        }
        struct Try {
            std::size_t whose;
            const char* address;
            int status;
        };
        std::vector<Try> tries;
        for (std::size_t i = 0; i < 8; ++i) tries.push_back({i, "203.0.113.7", i < 5 ? 200 : 503});
        tries.push_back({7, "203.0.113.8", 200});  // somebody else's address
        tries.push_back({7, "203.0.113.8", 200});
        tries.push_back({7, "203.0.113.9", 503});  // a third page of one session
        for (std::size_t i = 0; i < 5; ++i) tries.push_back({i, "2001:db8::1", 200});
        tries.push_back({6, "198.51.100.1", 503});  // all of them are taken
        for (auto const& each : tries) {
            std::string request = "GET /flux HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + std::string(each.address) + "\r\n" + cookies[each.whose] + "\r\n";
            int const status = co_await listen(std::move(request));
            EXPECT_EQ(status, each.status) << each.whose << " from " << each.address;
        }
        world.hub.stop();
        for (auto& peer : held) {
            std::string const rest = co_await peer.rest();
            EXPECT_THAT(rest, Not(HasSubstr("event: fin"))) << "the browser comes again";
        }
    });
}

TEST(Chat, TheStreamAsksBeforeTheEndAndASignOfLifePutsItOff) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    settings.lifetime.warned = settings.lifetime.idle;  // from the first word on
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        page = co_await browser.say(lea);
        tests::Peer stream = co_await tests::Peer::connect(world.port);
        co_await stream.send("GET /flux HTTP/1.1\r\nHost: x\r\n" + browser.cookie_line() + "\r\n");
        while (stream.got.find("event: temps\n") == std::string::npos) {
            bool const open = co_await stream.more();
            if (!open) break;
        }
        EXPECT_THAT(stream.got, HasSubstr("event: temps\ndata: {\"c\":\"Continuer\",\"t\":\"Tu es là"));
        EXPECT_THAT(stream.got, Not(HasSubstr("event: fin")));

        db::ConversationRef const ref{"web", adapters::web::session_of(browser.cookie.substr(browser.cookie.find('=') + 1)).conversation};
        auto const before = world.store->rows_of(ref);
        auto const state = world.store->read_state(ref);
        auto const turns = page.count("<li data-i");
        page = co_await browser.pick("CONTINUER");
        EXPECT_EQ(page.status, 200);
        EXPECT_EQ(page.count("<li data-i"), turns) << "nobody has said anything";
        auto const after = world.store->rows_of(ref);
        EXPECT_EQ(after.size(), before.size() + 1);
        EXPECT_GT(adapters::web::end_of(after, settings.lifetime).at, adapters::web::end_of(before, settings.lifetime).at);
        EXPECT_EQ(world.store->read_state(ref), state);
        EXPECT_EQ(world.store->counts().inbox_pending, 0);
    });
}

TEST(Chat, APageWithoutScriptSaysUntilWhenItIsKeptAndPutsItOffWithoutLosingWhatIsTyped) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        EXPECT_EQ(page.count("<noscript>"), 0U) << "what has not begun does not end";
        page = co_await browser.say(lea);
        db::ConversationRef const ref{"web", adapters::web::session_of(browser.cookie.substr(browser.cookie.find('=') + 1)).conversation};
        auto const hour = [&] {
            auto const end = adapters::web::end_of(world.store->rows_of(ref), settings.lifetime).at;
            return bot::wording::french_hour(std::chrono::floor<std::chrono::seconds>(bot::delivery::instant(end)));
        };
        EXPECT_THAT(page.body, HasSubstr("<noscript><p class=\"q\">Sans message de ta part, la discussion s’efface à " + hour() + "."));
        EXPECT_THAT(page.body, HasSubstr("name=\"choix\" value=\"CONTINUER\">Garder plus longtemps</button>"));
        EXPECT_LT(page.body.size(), 15'000U + 4'000U) << "a page with a conversation on it";

        auto const before = world.store->rows_of(ref);
        std::string fields = "message=un+d%C3%A9but&choix=CONTINUER";
        std::string no_key;
        page = co_await browser.post(std::move(fields), std::move(no_key));
        EXPECT_EQ(page.status, 200);
        EXPECT_THAT(page.body, HasSubstr("un début</textarea>"));
        auto const after = world.store->rows_of(ref);
        EXPECT_GT(adapters::web::end_of(after, settings.lifetime).at, adapters::web::end_of(before, settings.lifetime).at);
        EXPECT_THAT(page.body, HasSubstr("s’efface à " + hour() + "."));
    });
}

TEST(Chat, TheLongestTimeIsSaidWithoutAButtonThatCouldNotHelp) {
    auto const texts = adapters::web::Texts(tools().messages, bot::wording::Register::tu, {}, bot::talking::all_numbers(tools(), bot::wording::Register::tu));
    adapters::web::View view;
    view.kept_until = texts.kept_until(std::chrono::sys_days(std::chrono::year{2026} / 11 / 22) + std::chrono::hours(13), false);
    auto const page = adapters::web::chat_page(texts, view);
    EXPECT_THAT(page, HasSubstr("s’efface à 14\u00a0h\u00a000. Elle ne peut pas durer plus longtemps."));
    EXPECT_THAT(page, Not(HasSubstr("CONTINUER")));
}

TEST(Chat, ASignOfLifeKeepsWhatIsKnownAlsoWhereItIsKeptElsewhere) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        db::ConversationRef const here{"web", adapters::web::session_of(browser.cookie.substr(browser.cookie.find('=') + 1)).conversation}, there{"matrix", "!a:b"},
            stranger{"matrix", "!c:d"};
        auto const now = bot::delivery::micros(world.alarm.stamp());
        constexpr db::Micros minute = 60'000'000;
        db::Store::Unit unit = [=](db::Transaction& tx) {
            tx.save_state(here, bot::talking::pointer_to({there.channel, there.id}), now, now + minute);
            tx.save_state(there, "known", now, now + minute);
            tx.save_state(stranger, "known", now, now + minute);
        };
        std::exception_ptr failure = co_await bot::delivery::commit(*world.store, std::move(unit));
        EXPECT_FALSE(failure);
        page = co_await browser.pick("CONTINUER");
        EXPECT_EQ(page.status, 200);
        db::PurgeBefore before;
        before.state_expired_at = now + 2 * minute;
        std::function<void(db::Store::Completion)> purge = [&](db::Store::Completion done) { world.store->purge(before, now + 2 * minute, std::move(done)); };
        failure = co_await bot::delivery::completion_of(std::move(purge));
        EXPECT_FALSE(failure);
        EXPECT_TRUE(world.store->read_state(here));
        EXPECT_EQ(world.store->read_state(there), "known");
        EXPECT_FALSE(world.store->read_state(stranger)) << "nobody has asked for it";
    });
}

TEST(Chat, TheStreamOfAConversationThatIsOverSaysSoAndEnds) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    settings.lifetime.idle = 0min;
    settings.answer_wait = 0ms;
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        std::string const line = browser.cookie_line();
        page = co_await browser.say("zanzibar");
        // Past its time; and purged long since, while the page that showed it was asleep.
        std::vector<std::pair<std::string, int>> const both{{line, 0}, {browser.cookie_line(), 7}};
        for (auto const& [cookie, seen] : both) {
            tests::Peer stream = co_await tests::Peer::connect(world.port);
            std::string request = "GET /flux?depuis=" + std::to_string(seen) + " HTTP/1.1\r\nHost: x\r\n" + cookie + "\r\n";
            co_await stream.send(std::move(request));
            std::string const told = co_await stream.rest();
            EXPECT_THAT(told, HasSubstr("event: fin\ndata: {\"c\":\"Recharger la page\",\"t\":\"La discussion est fermée"));
            EXPECT_THAT(told, Not(HasSubstr("zanzibar")));
        }
    });
}

TEST(Chat, AnEmptyFormIsAnsweredWithAWord) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        auto const key = page.field("cle");
        std::vector<std::string> const blank{"", "  \n "};
        for (auto const& nothing : blank) {
            page = co_await browser.say(nothing);
            EXPECT_EQ(page.status, 422);
            EXPECT_THAT(page.body, HasSubstr("role=\"alert\">Ton message est vide."));
            EXPECT_THAT(page.body, HasSubstr("aria-describedby=\"n\""));
            EXPECT_EQ(page.field("cle"), key);
        }
        page = co_await browser.say("bonjour");
        EXPECT_EQ(page.status, 200);
        EXPECT_EQ(page.count("<p class=\"w\">Toi</p>"), 1U);
    });
}

TEST(Chat, AScriptGetsItsOwnForm) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/");
        browser.more = "Accept: application/json\r\n";
        page = co_await browser.say("bonjour");
        EXPECT_EQ(page.status, 202);
        page = co_await browser.say(std::string(4001, 'a'), key_1);
        EXPECT_EQ(page.status, 422);
        EXPECT_THAT(page.header, HasSubstr("application/problem+json"));
        EXPECT_THAT(page.body, HasSubstr("4\u00a0000"));
    });
}

/// Every route, and every way to be refused there; Browser holds each reply against what all of them must carry.
TEST(Chat, NoReplyIsWithoutThePolicy) {
    Folder const folder;
    adapters::web::ChatSettings settings;
    settings.requests = {30, 1};
    settings.streams = 0;
    World world(folder.path, settings);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page;
        std::vector<std::pair<std::string, int>> const paths{
                 {"/", 200}, {"/urgence", 200}, {"/donnees", 200}, {"/accessibilite", 200}, {"/icone.svg", 200}, {"/rien", 404}, {"/flux", 503}, {"/fluxx", 403}, {"/quitter", 303}};
        for (auto const& [path, status] : paths) {
            if (path == "/fluxx") browser.cookie.clear();
            page = co_await browser.get(path);
            EXPECT_EQ(page.status, status) << path;
        }
        EXPECT_THAT(page.header, HasSubstr("Location: https://"));
        std::string const host = "Host: x\r\n";
        std::vector<std::pair<std::string, int>> const requests{
                 {"HEAD / HTTP/1.1\r\n" + host, 200},
                 {"GET / HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\n" + host, 200},
                 {"PUT / HTTP/1.1\r\nContent-Length: 0\r\n" + host, 405},
                 {"POST /urgence HTTP/1.1\r\nContent-Length: 0\r\n" + host, 405},
                 {"POST / HTTP/1.1\r\nContent-Length: 0\r\n" + host, 400},
                 {"POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n" + host, 403},
                 {"POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\nContent-Length: 0\r\n" + host, 403},
                 {"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n" + host, 413},
                 {"GET / HTTP/1.1\r\n", 400},
                 {"GET / HTTP/1.0\r\n" + host, 505},
                 {"GET / HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n" + host, 431}};
        for (auto const& [request, status] : requests) {
            bool const to_head = request.starts_with("HEAD");
            std::string whole = request + "\r\n";
            page = co_await browser.trip(std::move(whole), to_head);
            EXPECT_EQ(page.status, status) << request.substr(0, 80);
        }
        Browser other(world.port);
        page = co_await other.get("/");
        page = co_await other.say("bonjour");
        EXPECT_EQ(page.status, 200);
        other.more = "Accept: application/json\r\n";
        page = co_await other.say("bonjour", key_1);
        EXPECT_EQ(page.status, 202);
        for (int i = 0; i < 30 && page.status != 429; ++i) page = co_await other.get("/");
        EXPECT_EQ(page.status, 429);
    });
}

TEST(Chat, UnknownPagesAndMethodsAreSaidInFrenchAndFramedLikeTheRest) {
    Folder const folder;
    World world(folder.path);
    world.run([&]() -> asio::awaitable<void> {
        Browser browser(world.port);
        Page page = co_await browser.get("/nulle/part");
        EXPECT_EQ(page.status, 404);
        EXPECT_THAT(page.body, HasSubstr("n’existe pas"));
        EXPECT_THAT(page.header, HasSubstr("Content-Security-Policy: default-src 'none'"));
        page = co_await browser.trip("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        EXPECT_EQ(page.status, 405);
    });
}

}  // namespace chat_test
}  // namespace tests::web
