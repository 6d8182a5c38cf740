#include "bot/observing/log.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace bot::observing {
namespace {

using namespace std::chrono_literals;

template <class T>
concept CanStandInALog = requires(T value) {
    Field("key", value);
};

// What was typed, a name or an address arrives as one of these at run time; none of them is accepted.
static_assert(!CanStandInALog<std::string>);
static_assert(!CanStandInALog<const std::string&>);
static_assert(!CanStandInALog<std::string_view>);
static_assert(!CanStandInALog<std::vector<char>>);
static_assert(!CanStandInALog<double>);
static_assert(CanStandInALog<int>);
static_assert(CanStandInALog<std::size_t>);
static_assert(CanStandInALog<std::chrono::milliseconds>);

std::string line_of(const std::function<void()>& logging) {
    testing::internal::CaptureStderr();
    logging();
    return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneJsonObjectALine) {
    std::string const line = line_of([] {
        log(Level::warning, What::delivery_postponed, {{"tries", 3}, {"waits", 1500ms}, {"channel", "matrix"}}
        );
    });

    EXPECT_EQ(line.find('\n'), line.size() - 1);
    auto const json = nlohmann::json::parse(line);
    EXPECT_EQ(json.at("level"), "warning");
    EXPECT_EQ(json.at("event"), "delivery_postponed");
    EXPECT_EQ(json.at("tries"), 3);
    EXPECT_EQ(json.at("waits_us"), 1'500'000);
    EXPECT_EQ(json.at("channel"), "matrix");
    std::string const t = json.at("t");
    EXPECT_EQ(t.size(), 24u) << t;
    EXPECT_EQ(std::string({t[4], t[7], t[10], t[13], t[16], t[19], t[23]}), "--T::.Z");
}

TEST(Log, EncodesWhatCouldSteerATerminalOrForgeALine) {
    static constexpr std::string_view hostile = "a\r\n{\"event\":\"forged\"}\x1b[2J\"\\\x7f\xC3\xA9\xFF";
    std::string const line =
        line_of([] { log(Level::error, What::task_failed, {Field::word("why", hostile)}); });

    EXPECT_EQ(line.find('\n'), line.size() - 1);
    for (char const c : line.substr(0, line.size() - 1)) EXPECT_TRUE(c >= 0x20 && c < 0x7F);
    auto const json = nlohmann::json::parse(line);
    EXPECT_EQ(json.at("event"), "task_failed");
    EXPECT_EQ(json.at("why").get<std::string>().substr(0, 3), "a\r\n");
}

TEST(Log, DoesNotTakeABraceForAFormat) {
    std::string const line = line_of([] { log(Level::info, What::started, {{"word", "{} {0} %v"}}); });
    EXPECT_EQ(nlohmann::json::parse(line).at("word"), "{} {0} %v");
}

TEST(Log, HidesTheConversationButTellsTwoApart) {
    auto const logged = [](std::string_view channel, std::string_view id) {
        std::string const line =
            line_of([&] { log(Level::info, What::turn_answered, {Field::conversation(channel, id)}); });
        EXPECT_EQ(line.find("room"), std::string::npos);
        return nlohmann::json::parse(line).at("conversation").get<std::string>();
    };

    std::string const one = logged("matrix", "!room:phare.test");
    EXPECT_EQ(one.size(), 16u);
    EXPECT_EQ(logged("matrix", "!room:phare.test"), one);
    EXPECT_NE(logged("matrix", "!room2:phare.test"), one);
    EXPECT_NE(logged("email", "!room:phare.test"), one);
    EXPECT_NE(logged("matri", "x!room:phare.test"), one);
}

TEST(Log, LeavesOutWhatIsBelowTheLevel) {
    EXPECT_EQ(line_of([] { log(Level::debug, What::started); }), "");
    set_level(Level::error);
    EXPECT_EQ(line_of([] { log(Level::warning, What::started); }), "");
    set_level(Level::debug);
    EXPECT_NE(line_of([] { log(Level::debug, What::started); }), "");
    set_level(Level::info);
}

TEST(Log, HasANameForEverythingThatHappens) {
    std::set<std::string_view> names;
    auto const last = static_cast<int>(What::task_failed);
    for (int i = 0; i <= last; ++i) names.insert(name(static_cast<What>(i)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
    EXPECT_FALSE(names.contains("unknown"));
}

}  // namespace
}  // namespace bot::observing
