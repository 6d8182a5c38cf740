// The channel against the fake homeserver: each row arrives once, whatever happens to the answer.
#include "adapters/matrix/doctor.hpp"
#include "adapters/matrix/matrix_channel.hpp"
#include "adapters/matrix/startup.hpp"
#include "tests/adapters/matrix/traffic.hpp"
#include "tests/support/fake_homeserver.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>

namespace delivery_test {

namespace asio = boost::asio;
using adapters::matrix::CsClient;
using adapters::matrix::MatrixChannel;
using bot::delivery::Attempt;
using Result = bot::delivery::Attempt::Result;
using namespace std::chrono_literals;

constexpr auto alice = "@alice:phare.test";

struct World {
    explicit World(const asio::any_io_executor& ex) : executor(ex), hs(ex, tests::HomeserverOptions()) {
        hs.listen();
        auto settings = tests::test_settings();
        settings.homeserver_url = hs.url();
        settings.url = "http://127.0.0.1:9";
        settings.max_members = 3;
        settings.ping_every = 20ms;
        client = std::make_shared<CsClient>(ex, settings);
        channel = std::make_unique<MatrixChannel>(ex, client);
        room = hs.chat(alice);
    }
    void enter() { hs.enter(room, hs.bot()); }

    db::OutboxEntry row(std::string kind, std::string payload) {
        db::OutboxEntry entry;
        entry.id = ++last_id;
        entry.conversation = {"matrix", room};
        entry.kind = std::move(kind);
        entry.payload = std::move(payload);
        entry.key = "key" + std::to_string(last_id);
        return entry;
    }
    db::OutboxEntry message(const std::string& text) {
        bot::Say wish;
        wish.document = {{bot::wording::Paragraph{{{{bot::wording::Span::Style::plain, text, {}}}}}}};
        auto const wires = channel->render(wish);
        return row(wires.at(0).kind, wires.at(0).payload);
    }
    asio::awaitable<Attempt> deliver(
        db::OutboxEntry entry, std::string target = {}, bool may_have_arrived = false
    ) {
        Attempt attempt = co_await channel->deliver(std::move(entry), std::move(target), may_have_arrived);
        co_return attempt;
    }

    asio::any_io_executor executor;
    tests::FakeHomeserver hs;
    std::shared_ptr<CsClient> client;
    std::unique_ptr<MatrixChannel> channel;
    std::string room;
    std::int64_t last_id = 0;
};

using Body = std::function<asio::awaitable<void>(World&)>;

void in_world(Body body) {
    tests::run(
        [body]() -> asio::awaitable<void> {
            auto const executor = co_await asio::this_coro::executor;
            World world(executor);
            co_await body(world);
            world.hs.close();
        },
        20s
    );
}

asio::awaitable<void> pause(std::chrono::milliseconds how_long) {
    boost::system::error_code ignored;
    asio::steady_timer timer(co_await asio::this_coro::executor, how_long);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

TEST(MatrixDelivery, AMessageArrivesWithItsMark) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto row = w.message("Bonjour");
        auto const attempt = co_await w.deliver(row);
        EXPECT_EQ(attempt.result, Result::delivered);
        auto const answers = w.hs.answers(w.room);
        EXPECT_EQ(answers.size(), 1u);
        EXPECT_EQ(answers.at(0).body, "Bonjour");
        EXPECT_EQ(answers.at(0).key, row.key);
        EXPECT_EQ(attempt.remote_id, answers.at(0).event_id);
        auto const again = co_await w.deliver(row);
        EXPECT_EQ(again.remote_id, attempt.remote_id) << "same key, same event";
        EXPECT_EQ(w.hs.answers(w.room).size(), 1u);
    });
}

TEST(MatrixDelivery, ALostAnswerIsLookedForAndNotSentAgain) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto row = w.message("Bonjour");
        // The client itself tries an idempotent request once more on a new connection: both answers must be
        // lost.
        w.hs.lose_replies(2);
        auto const lost = co_await w.deliver(row);
        EXPECT_EQ(lost.result, Result::unknown);
        EXPECT_EQ(lost.status, 0);
        w.hs.restart();  // its memory of transaction ids is gone
        auto const found = co_await w.deliver(row, "", true);
        EXPECT_EQ(found.result, Result::delivered);
        EXPECT_EQ(w.hs.answers(w.room).size(), 1u);
        EXPECT_EQ(found.remote_id, w.hs.answers(w.room).at(0).event_id);
    });
}

TEST(MatrixDelivery, APictureIsUploadedAndFollowsItsTextOnce) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto picture = std::make_shared<bot::wording::Picture>();
        picture->square = std::string("\x89PNG\0bytes", 10);
        picture->alternative = "Courbe de l’AIJ";
        bot::Say wish;
        wish.document = {{bot::wording::Paragraph{{{{bot::wording::Span::Style::plain, "ALERTE", {}}}}}}, picture};
        auto const wires = w.channel->render(wish);
        EXPECT_EQ(wires.size(), 2u);
        EXPECT_EQ(wires.at(1).kind, "image");
        auto row = w.row(wires.at(1).kind, wires.at(1).payload);
        w.hs.lose_replies(2);
        auto const lost = co_await w.deliver(row);
        EXPECT_EQ(lost.result, Result::unknown);
        w.hs.restart();
        auto const found = co_await w.deliver(row, "", true);
        EXPECT_EQ(found.result, Result::delivered);
        auto const seen = w.hs.answers(w.room);
        EXPECT_EQ(seen.size(), 1u);
        EXPECT_EQ(seen.at(0).body, "Courbe de l’AIJ");
        EXPECT_EQ(w.hs.uploads().at(0), picture->square);
        auto const raw = w.hs.raw_event(seen.at(0).event_id);
        EXPECT_NE(raw.find("m.image"), std::string::npos);
        EXPECT_NE(raw.find("mxc://phare.test/media"), std::string::npos);
        auto broken = w.row("image", "{}");
        auto const refused = co_await w.deliver(broken);
        EXPECT_EQ(refused.result, Result::refused);
    });
}

TEST(MatrixDelivery, AFileIsUploadedUnderItsNameAndType) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        bot::Say wish;
        wish.document = {{bot::wording::Paragraph{{{{bot::wording::Span::Style::plain, "Deux lignes à corriger", {}}}}}}};
        wish.files.push_back(std::make_shared<const bot::File>(bot::File{"refus-chiffres.csv", "text/csv", "a;b\r\n1;2\r\n"}));
        auto const wires = w.channel->render(wish);
        EXPECT_EQ(wires.size(), 2u);
        EXPECT_EQ(wires.at(1).kind, "file");
        auto row = w.row(wires.at(1).kind, wires.at(1).payload);
        auto const sent = co_await w.deliver(row);
        EXPECT_EQ(sent.result, Result::delivered);
        EXPECT_EQ(w.hs.uploads().at(0), "a;b\r\n1;2\r\n");
        auto const raw = w.hs.raw_event(sent.remote_id);
        EXPECT_NE(raw.find("m.file"), std::string::npos);
        EXPECT_NE(raw.find("refus-chiffres.csv"), std::string::npos);
        EXPECT_NE(raw.find("text/csv"), std::string::npos);
    });
}

TEST(MatrixDelivery, AnAttachedFileIsFetchedUpToALimit) {
    in_world([](World& w) -> asio::awaitable<void> {
        auto const name = w.hs.keep_file(std::string(1000, 'x'));
        auto const whole = co_await w.channel->fetch(name, 1000);
        EXPECT_TRUE(whole && whole->size() == 1000);
        auto const too_much = co_await w.channel->fetch(name, 999);
        EXPECT_FALSE(too_much);
        std::vector<std::string> const wrongs{"mxc://phare.test/media9", "mxc://phare.test/..", "mxc://phare.test/a/b", "mxc://", "https://phare.test/media1", ""};
        for (auto const& wrong : wrongs) {
            auto const nothing = co_await w.channel->fetch(wrong, 1000);
            EXPECT_FALSE(nothing) << wrong;
        }
        w.hs.fail_requests(1, 502);
        auto const away = co_await w.channel->fetch(name, 1000);
        EXPECT_FALSE(away);
    });
}

TEST(MatrixDelivery, WhoSitsInARoomIsToldWithoutOurselvesOrNotAtAll) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto const row = w.message("Bonjour");
        std::string room = row.conversation.id;
        auto const there = co_await w.channel->members(room);
        EXPECT_TRUE(there && !there->empty());
        if (there) {
            for (auto const& who : *there) EXPECT_FALSE(who.starts_with("@_phare_bot")) << who;
        }
        w.hs.fail_requests(1, 502);
        auto const away = co_await w.channel->members(room);
        EXPECT_FALSE(away);
        std::string elsewhere = w.hs.chat(alice);  // where we are not
        auto const outside = co_await w.channel->members(elsewhere);
        EXPECT_FALSE(outside);
    });
}

TEST(MatrixDelivery, AnEmptyAnswerProvesNothing) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto row = w.message("Bonjour");
        w.hs.empty_replies(1);
        auto const empty = co_await w.deliver(row);
        EXPECT_EQ(empty.result, Result::unknown);
        w.hs.restart();
        for (int i = 0; i < 120; ++i) w.hs.say(w.room, alice, "bavardage");
        auto const found = co_await w.deliver(row, "", true);
        EXPECT_EQ(found.result, Result::delivered);
        EXPECT_EQ(w.hs.answers(w.room).size(), 1u);
    });
}

TEST(MatrixDelivery, WhatDidNotArriveIsSentAfterTheLook) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto row = w.message("Bonjour");
        auto const attempt = co_await w.deliver(row, "", true);
        EXPECT_EQ(attempt.result, Result::delivered);
        EXPECT_EQ(w.hs.answers(w.room).size(), 1u);
        auto second = w.message("Suite");
        w.hs.fail_requests(1, 502);
        auto const blind = co_await w.deliver(second, "", true);
        EXPECT_NE(blind.result, Result::delivered) << "the look failed: nothing may be sent";
        EXPECT_EQ(w.hs.answers(w.room).size(), 1u);
    });
}

TEST(MatrixDelivery, ALimitIsObeyedHeaderFirst) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto row = w.message("Bonjour");
        w.hs.limit_requests(1, 234ms, "3");
        auto const header = co_await w.deliver(row);
        EXPECT_EQ(header.result, Result::later);
        EXPECT_EQ(header.status, 429);
        EXPECT_EQ(header.wait, 3s);
        w.hs.limit_requests(1, 234ms, "");
        auto const body = co_await w.deliver(row);
        EXPECT_EQ(body.wait, 234ms);
        auto const sent = co_await w.deliver(row);
        EXPECT_EQ(sent.result, Result::delivered);
    });
}

TEST(MatrixDelivery, WhatCanNeverWorkIsGivenUp) {
    in_world([](World& w) -> asio::awaitable<void> {
        auto outside = w.message("Bonjour");
        auto const forbidden = co_await w.deliver(outside);
        EXPECT_EQ(forbidden.result, Result::refused) << "not in the room";
        w.enter();
        auto huge = w.row("message", R"({"msgtype":"m.text","body":")" + std::string(70'000, 'x') + "\"}");
        auto const large = co_await w.deliver(huge);
        EXPECT_EQ(large.result, Result::refused);
        EXPECT_EQ(large.status, 413);
        auto strange = w.row("dance", "{}");
        auto const unknown = co_await w.deliver(strange);
        EXPECT_EQ(unknown.result, Result::refused);
        auto broken = w.row("message", "{");
        auto const unreadable = co_await w.deliver(broken);
        EXPECT_EQ(unreadable.result, Result::refused);
    });
}

TEST(MatrixDelivery, AHomeserverThatIsAwayOrBrokenIsTriedLater) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto row = w.message("Bonjour");
        w.hs.fail_requests(1, 503);
        auto const busy = co_await w.deliver(row);
        EXPECT_EQ(busy.result, Result::later);
        w.hs.fail_requests(1, 504);
        auto const cut = co_await w.deliver(row);
        EXPECT_EQ(cut.result, Result::unknown) << "a proxy gave up waiting: it may have been carried out";
        w.hs.refuse_token(true);
        auto const refused = co_await w.deliver(row);
        EXPECT_EQ(refused.result, Result::later) << "somebody will repair the registration";
        EXPECT_GE(refused.wait, 10s);
        w.hs.refuse_token(false);
        w.hs.stop_listening();
        auto const away = co_await w.deliver(row);
        EXPECT_EQ(away.result, Result::later);
        EXPECT_EQ(away.status, 0);
        w.hs.listen_again();
        auto const there = co_await w.deliver(row);
        EXPECT_EQ(there.result, Result::delivered);
        EXPECT_EQ(w.hs.answers(w.room).size(), 1u);
    });
}

TEST(MatrixDelivery, EditsAndRedactionsChangeWhatIsSeen) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto row = w.message("vieux");
        auto const sent = co_await w.deliver(row);
        bot::Replace wish;
        wish.outbox_id = row.id;
        wish.document = {{bot::wording::Paragraph{{{{bot::wording::Span::Style::plain, "neuf", {}}}}}}};
        auto const wires = w.channel->render(wish);
        auto edit = w.row(wires.at(0).kind, wires.at(0).payload);
        auto const edited = co_await w.deliver(edit, sent.remote_id);
        EXPECT_EQ(edited.result, Result::delivered);
        EXPECT_EQ(w.hs.answers(w.room).at(0).body, "neuf");
        auto const found = co_await w.deliver(edit, sent.remote_id, true);
        EXPECT_EQ(found.remote_id, edited.remote_id);
        auto const lost_target = co_await w.deliver(edit);
        EXPECT_EQ(lost_target.result, Result::refused);
        auto redact = w.row("redact", "{}");
        auto const redacted = co_await w.deliver(redact, sent.remote_id);
        EXPECT_EQ(redacted.result, Result::delivered);
        EXPECT_TRUE(w.hs.answers(w.room).empty());
    });
}

TEST(MatrixDelivery, JoiningIsTriedAgainWithGrowingPauses) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.hs.refuse_joins(2);
        auto row = w.row("join", "{}");
        auto const first = co_await w.deliver(row);
        EXPECT_EQ(first.result, Result::later);
        EXPECT_EQ(first.wait, 1s);
        row.tries = 6;
        auto const seventh = co_await w.deliver(row);
        EXPECT_EQ(seventh.wait, 64s);
        auto const joined = co_await w.deliver(row);
        EXPECT_EQ(joined.result, Result::delivered);
        EXPECT_EQ(w.hs.membership(w.room, w.hs.bot()), "join");
        w.hs.refuse_joins(1);
        row.tries = 7;
        auto const last = co_await w.deliver(row);
        EXPECT_EQ(last.result, Result::refused);
    });
}

TEST(MatrixDelivery, ACrowdIsLeftAtOnceAndLeavingTwiceIsFine) {
    in_world([](World& w) -> asio::awaitable<void> {
        for (auto const* const user : {"@b:phare.test", "@c:phare.test", "@d:phare.test"})
            w.hs.enter(w.room, user);
        auto row = w.row("join", "{}");
        auto const joined = co_await w.deliver(row);
        EXPECT_EQ(joined.result, Result::refused);
        EXPECT_EQ(w.hs.membership(w.room, w.hs.bot()), "leave");
        auto leave = w.row("leave", "{}");
        auto const left = co_await w.deliver(leave);
        EXPECT_EQ(left.result, Result::delivered);
    });
}

TEST(MatrixDelivery, AnUpgradedRoomIsFollowedOnlyIfItNamesTheOldOne) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto const fresh = w.hs.upgrade(w.room, alice);
        auto row = w.row("follow", R"({"room":")" + fresh + R"(","via":"phare.test"})");
        auto const followed = co_await w.deliver(row);
        EXPECT_EQ(followed.result, Result::delivered);
        EXPECT_EQ(w.hs.membership(fresh, w.hs.bot()), "join");
        auto const trap = w.hs.upgrade(w.room, alice, false);
        auto trapped = w.row("follow", R"({"room":")" + trap + R"(","via":"phare.test"})");
        auto const refused = co_await w.deliver(trapped);
        EXPECT_EQ(refused.result, Result::refused);
        EXPECT_EQ(w.hs.membership(trap, w.hs.bot()), "leave");
    });
}

TEST(MatrixDelivery, CourtesiesAreFewAndNeverWaitedFor) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.enter();
        auto const event = w.hs.say(w.room, alice, "bonjour");
        for (int i = 0; i < 100; ++i) w.channel->working_on(w.room, event, true);
        for (int i = 0; i < 500 && w.hs.totals().typing < 16; ++i) co_await pause(1ms);
        co_await pause(20ms);
        EXPECT_EQ(w.hs.totals().receipts, 16u);
        EXPECT_EQ(w.hs.totals().typing, 16u);
    });
}

std::optional<std::chrono::steady_clock::time_point> never_heard() {
    return std::nullopt;
}

TEST(MatrixStartup, RegistersNamesAndPings) {
    in_world([](World& w) -> asio::awaitable<void> {
        adapters::matrix::Startup startup(w.executor, w.client, never_heard);
        bool const known = co_await startup.introduce();
        EXPECT_TRUE(known) << "the ping fails, nobody listens at our url; that is no reason to stop";
        EXPECT_TRUE(w.hs.sender_registered());
        EXPECT_EQ(w.hs.display_name(), "Phare");
        bool const again = co_await startup.introduce();
        EXPECT_TRUE(again) << "M_USER_IN_USE is fine";
        w.hs.refuse_token(true);
        bool const refused = co_await startup.introduce();
        EXPECT_FALSE(refused);
    });
}

TEST(MatrixStartup, WatchingIntroducesLaterAndPingsWhileQuiet) {
    in_world([](World& w) -> asio::awaitable<void> {
        w.hs.set_appservice(w.hs.url());  // whoever answers, an answer comes
        w.hs.stop_listening();
        auto const startup = std::make_shared<adapters::matrix::Startup>(w.executor, w.client, never_heard);
        bool const known = co_await startup->introduce();
        EXPECT_FALSE(known);
        bool ended = false;
        auto const work = [startup] { return startup->watch(); };
        asio::co_spawn(w.executor, work, [&ended](std::exception_ptr) { ended = true; });
        co_await pause(5ms);
        w.hs.listen_again();
        for (int i = 0; i < 2'000 && w.hs.totals().pings < 3; ++i) co_await pause(1ms);
        EXPECT_GE(w.hs.totals().pings, 3u);
        EXPECT_TRUE(w.hs.sender_registered());
        startup->stop();
        for (int i = 0; i < 2'000 && !ended; ++i) co_await pause(1ms);
        EXPECT_TRUE(ended);
    });
}

TEST(MatrixDoctor, EachCauseHasItsCode) {
    in_world([](World& w) -> asio::awaitable<void> {
        auto const code = [&w]() -> asio::awaitable<int> {
            auto const findings = co_await adapters::matrix::examine_homeserver(w.client);
            co_return adapters::matrix::exit_code(findings);
        };
        EXPECT_EQ(co_await code(), 70) << "no url";
        w.hs.set_appservice("http://127.0.0.1:1");
        EXPECT_EQ(co_await code(), 71) << "nobody listens";
        w.hs.set_appservice(w.hs.url());
        EXPECT_EQ(co_await code(), 74) << "somebody else listens";
        w.hs.refuse_token(true);
        EXPECT_EQ(co_await code(), 60);
        w.hs.refuse_token(false);
        w.hs.fail_requests(1, 500);
        EXPECT_EQ(co_await code(), 54);
        w.hs.fail_requests(1, 404);
        EXPECT_EQ(co_await code(), 53);
        w.hs.stop_listening();
        EXPECT_EQ(co_await code(), 50);
        w.hs.listen_again();
        auto other = w.client->settings();
        other.sender_localpart = "_phare_autre";
        auto const stranger = std::make_shared<CsClient>(w.executor, other);
        auto const findings = co_await adapters::matrix::examine_homeserver(stranger);
        EXPECT_EQ(adapters::matrix::exit_code(findings), 61);
    });
}

}  // namespace delivery_test
