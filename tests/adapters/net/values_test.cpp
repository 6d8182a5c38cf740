#include "adapters/net/detail/body_pace.hpp"
#include "adapters/net/detail/peer_count.hpp"
#include "adapters/net/detail/reply_writer.hpp"
#include "adapters/net/http.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace adapters::net {
namespace {

using namespace std::chrono_literals;

TEST(PercentCoding, GivesBackWhatItWasGiven) {
    unsigned const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> letter(1, 127);
    for (int i = 0; i < 200; ++i) {
        std::string text = "é€\xF0\x9F\x98\x80";
        for (int k = 0; k < 40; ++k) text.push_back(static_cast<char>(letter(random)));
        std::string back;
        EXPECT_TRUE(percent_decode(percent_encode(text), back));
        EXPECT_EQ(back, text);
    }
}

TEST(PercentCoding, EncodesAllButTheUnreserved) {
    EXPECT_EQ(percent_encode("@a-b.c_d~:x/é %"), "%40a-b.c_d~%3Ax%2F%C3%A9%20%25");
}

TEST(PercentCoding, RefusesWhatIsNoText) {
    std::string out = "left over";
    for (std::string const bad :
         {"%",
          "%4",
          "a%4g",
          "%00",
          "%C3",
          "%C3%28",
          "%C0%80",
          "%E0%80%80",
          "%ED%A0%80",
          "%F4%90%80%80",
          "%F8%88%80%80%80",
          "%80",
          "%FF"}) {
        EXPECT_FALSE(percent_decode(bad, out)) << bad;
        EXPECT_EQ(out, "");
    }
    EXPECT_TRUE(percent_decode("a+b%2B%c3%A9", out));
    EXPECT_EQ(out, "a+b+é");
}

TEST(Headers, GivesTheFirstOrNothing) {
    Headers const headers{{"a", "1"}, {"b", "2"}, {"a", "3"}};
    EXPECT_EQ(header(headers, "a"), "1");
    EXPECT_EQ(header(headers, "c"), "");
}

TEST(ReplyWriter, WritesADateAndNoVersion) {
    Reply reply;
    reply.body = "{}";
    EXPECT_EQ(
        detail::reply_header(reply, true, 784111777),
        "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nConnection: close\r\n\r\n"
    );
}

TEST(ReplyWriter, LeavesOutTheLengthWhereThereIsNoBody) {
    Reply reply;
    reply.status = 204;
    EXPECT_EQ(
        detail::reply_header(reply, false, 0),
        "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n"
    );
}

TEST(ReplyWriter, RefusesWhatBreaksTheFraming) {
    for (auto const& field :
         Headers{{"x", "a\r\nb: c"}, {"x\r\ny", "a"}, {"x: y", "a"}, {"", "a"}, {"x", "a\nb"}}) {
        Reply reply;
        reply.headers.push_back(field);
        EXPECT_FALSE(detail::reply_header(reply, false, 0));
    }
    Reply interim;
    interim.status = 100;
    EXPECT_FALSE(detail::reply_header(interim, false, 0));
}

TEST(BodyPace, AsksForALeastSpeedOverTenSeconds) {
    detail::BodyPace::Time const start{};
    detail::BodyPace pace(start, 30s, 1024);

    EXPECT_EQ(pace.next_check(), start + 10s);
    pace.received(10'240);
    EXPECT_FALSE(pace.is_too_slow(start + 10s));
    EXPECT_EQ(pace.next_check(), start + 20s);
    pace.received(10'239);
    EXPECT_TRUE(pace.is_too_slow(start + 20s));
}

TEST(BodyPace, EndsWithTheWholeTimeHoweverFast) {
    detail::BodyPace::Time const start{};
    detail::BodyPace pace(start, 30s, 1024);
    for (auto const at : {10s, 20s}) {
        pace.received(1'000'000);
        EXPECT_FALSE(pace.is_too_slow(start + at));
    }
    pace.received(1'000'000);
    EXPECT_EQ(pace.next_check(), start + 30s);
    EXPECT_TRUE(pace.is_too_slow(start + 30s));
}

TEST(PeerCount, CountsAHouseholdOnce) {
    auto const at = [](const char* text) {
        return detail::without_mapping(boost::asio::ip::make_address(text));
    };
    detail::PeerCount peers(2);

    EXPECT_TRUE(peers.enter(at("2001:db8:0:1::1")));
    EXPECT_TRUE(peers.enter(at("2001:db8:0:1:ffff::2")));
    EXPECT_FALSE(peers.enter(at("2001:db8:0:1:1234::3")));
    EXPECT_TRUE(peers.enter(at("2001:db8:0:2::1")));
    peers.leave(at("2001:db8:0:1::1"));
    EXPECT_TRUE(peers.enter(at("2001:db8:0:1:1234::3")));

    EXPECT_TRUE(peers.enter(at("192.0.2.1")));
    EXPECT_TRUE(peers.enter(at("::ffff:192.0.2.1")));
    EXPECT_FALSE(peers.enter(at("192.0.2.1")));
    EXPECT_TRUE(peers.enter(at("192.0.2.2")));
}

TEST(PeerCount, DoesNotCountThisMachine) {
    detail::PeerCount peers(1);
    for (const char* text : {"127.0.0.1", "127.0.0.1", "::1", "::1", "::ffff:127.0.0.1"}) {
        EXPECT_TRUE(peers.enter(detail::without_mapping(boost::asio::ip::make_address(text)))) << text;
    }
}

}  // namespace
}  // namespace adapters::net
