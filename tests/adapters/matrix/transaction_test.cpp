#include "adapters/matrix/transaction.hpp"

#include "adapters/matrix/event_slices.hpp"
#include "tests/adapters/matrix/traffic.hpp"

#include <random>

namespace transaction_test {

using adapters::matrix::event_slices;
using adapters::matrix::split;
using tests::test_settings;

std::string text_event(const std::string& id, const std::string& body) {
    return R"({"type":"m.room.message","event_id":")" + id +
           R"(","room_id":"!r:phare.test","sender":"@alice:phare.test","content":{"msgtype":"m.text","body":")" +
           body + R"("}})";
}

TEST(MatrixTransaction, StoresTheBytesOfEachEventAsTheyCame) {
    auto const one = text_event("$1", "un");
    auto const two = text_event("$2", "deux \\u00e9");

    auto const intake =
        split(test_settings(), R"({ "events" : [ )" + one + " , " + two + R"( ], "ephemeral": [] })");

    ASSERT_EQ(intake.events.size(), 2u);
    EXPECT_EQ(intake.events[0].raw, one);
    EXPECT_EQ(intake.events[1].raw, two);
    EXPECT_EQ(intake.events[1].event_id, "$2");
    EXPECT_EQ(intake.events[1].room_id, "!r:phare.test");
    EXPECT_FALSE(intake.garbage);
}

TEST(MatrixTransaction, ABrokenEventSpoilsOnlyItself) {
    std::string body = R"({"events":[)";
    for (int i = 0; i < 100; ++i) {
        if (i > 0) body += ',';
        if (i == 40)
            body += R"({"event_id":"$x","room_id":"!r:x","content":{"body":"\ud800"}})";
        else if (i == 41)
            body += "7";
        else if (i == 42)
            body += R"({"event_id":7})";
        else if (i == 43)
            body += R"({"event_id":"$x"})";
        else if (i == 44)
            body += R"({"a":)" + std::string(300, '[') + std::string(300, ']') + "}";
        else if (i == 45)
            body += R"({"event_id":"$x",})";
        else
            body += text_event("$" + std::to_string(i), "x");
    }
    body += "]}";

    auto const intake = split(test_settings(), body);

    EXPECT_EQ(intake.events.size(), 94u);
    EXPECT_EQ(intake.bad.size(), 6u);
    EXPECT_EQ(intake.bad[1].raw, "7");
    EXPECT_EQ(intake.bad[1].why, "no_object");
    EXPECT_FALSE(intake.garbage);
}

TEST(MatrixTransaction, GarbageIsSetAsideWhole) {
    for (auto const* const body :
         {"",
          "x",
          "[]",
          "null",
          "{",
          R"({"events":7})",
          R"({"events":[1,)",
          R"({"events":[]}x)",
          R"({"events":[{"a":"])",
          R"({"events" [] })",
          "{\"events\":[\"\\"}) {
        auto const intake = split(test_settings(), body);
        EXPECT_TRUE(intake.garbage) << body;
        ASSERT_EQ(intake.bad.size(), 1u) << body;
        EXPECT_EQ(intake.bad[0].raw, body);
    }
}

TEST(MatrixTransaction, NothingForUsIsNothing) {
    for (auto const* const body :
         {"{}", R"({"events":[]})", R"({"ephemeral":[{"type":"m.typing"}],"events":[]})"}) {
        auto const intake = split(test_settings(), body);
        EXPECT_TRUE(intake.events.empty() && intake.bad.empty()) << body;
    }
}

TEST(MatrixTransaction, SoftFailedEventsAreNotReceived) {
    auto const intake = split(
        test_settings(),
        R"({"events":[{"type":"m.room.message","event_id":"$1","room_id":"!r:x",)"
        R"("sender":"@a:x","content":{"msgtype":"m.text","body":"x"},"unsigned":{"io.element.synapse.soft_failed":true}}]})"
    );
    EXPECT_TRUE(intake.events.empty());
    EXPECT_EQ(intake.ignored, 1u);
}

TEST(MatrixTransaction, TooManyElementsAreGarbageAndQuick) {
    std::string body = R"({"events":[)";
    for (int i = 0; i < 200'000; ++i) body += "1,";
    body += "1]}";
    EXPECT_TRUE(split(test_settings(), body).garbage);
}

TEST(MatrixTransaction, SlicesOfRandomBytesNeverLeaveTheBody) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    constexpr std::string_view alphabet = "{}[]\",:\\ event1";
    for (int round = 0; round < 20'000; ++round) {
        std::string body = R"({"events":[)";
        for (auto n = random() % 20; n > 0; --n) body += alphabet[random() % alphabet.size()];
        if (random() % 2) body += "]}";
        auto const slices = event_slices(body, 100);
        if (!slices) continue;
        for (auto const& [slice, depth] : *slices) {
            ASSERT_GE(slice.data(), body.data());
            ASSERT_LE(slice.data() + slice.size(), body.data() + body.size());
            ASSERT_FALSE(slice.empty());
            ASSERT_LE(depth, slice.size());
        }
    }
}

TEST(MatrixTransaction, EveryCapturedTransactionIsTakenApartWithoutLoss) {
    for (auto const* const file :
         {"batch", "message-large", "member-join-user", "retry-1", "txnid-reused-a", "txnid-reused-b"}) {
        auto const intake = split(test_settings(), tests::traffic(std::string(file) + ".json"));
        EXPECT_FALSE(intake.garbage) << file;
        EXPECT_TRUE(intake.bad.empty()) << file;
    }
}

}  // namespace transaction_test
