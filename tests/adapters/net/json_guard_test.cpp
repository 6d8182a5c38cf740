#include "adapters/net/json_guard.hpp"

#include <gtest/gtest.h>

#include <string>

namespace adapters::net {
namespace {

std::string repeat(const std::string& piece, std::size_t count) {
    std::string out;
    out.reserve(piece.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += piece;
    return out;
}

TEST(JsonGuard, LetsOrdinaryTextsPass) {
    for (std::string const text :
         {"{}", "[]", "null", "-1.5e3", R"({"events":[{"a":"é","b":[1,2,true]}]})", " [1 ] "}) {
        EXPECT_EQ(check_json(text), JsonVerdict::ok) << text;
    }
}

TEST(JsonGuard, RefusesWhatIsNoJson) {
    for (std::string const text :
         {"",
          " ",
          "{",
          "[1,]",
          "{'a':1}",
          "{} {}",
          "nul",
          "\"\x01\"",
          "\"\xC3\"",
          "\"\xED\xA0\x80\"",
          "\"\\ud800\"",
          "[1e999]",
          "// a\n1",
          "NaN",
          "\xEF\xBB"}) {
        EXPECT_EQ(check_json(text), JsonVerdict::not_json) << text;
    }
}

TEST(JsonGuard, StopsAtEachLimit) {
    JsonLimits limits;
    limits.depth = 3;
    limits.items = 6;
    limits.string_bytes = 4;
    EXPECT_EQ(check_json("[[[]]]", limits), JsonVerdict::ok);
    EXPECT_EQ(check_json("[[[[", limits), JsonVerdict::too_deep);
    EXPECT_EQ(check_json(R"([{"a":[)", limits), JsonVerdict::not_json);
    EXPECT_EQ(check_json("[1,2,3,4,5]", limits), JsonVerdict::ok);
    EXPECT_EQ(check_json("[1,2,3,4,5,6]", limits), JsonVerdict::too_many);
    EXPECT_EQ(check_json(R"({"a":1,"b":2,"c":3})", limits), JsonVerdict::too_many) << "keys count";
    EXPECT_EQ(check_json(R"("abcd")", limits), JsonVerdict::ok);
    EXPECT_EQ(check_json(R"("abcde")", limits), JsonVerdict::too_long);
    EXPECT_EQ(check_json(R"({"abcde":1})", limits), JsonVerdict::too_long);
}

TEST(JsonGuard, CountsDepthNotContainers) {
    JsonLimits limits;
    limits.depth = 2;
    EXPECT_EQ(check_json("[{},{},{},[]]", limits), JsonVerdict::ok);
}

TEST(JsonGuard, StopsHostileShapesEarly) {
    std::size_t const size = 1u << 20;
    EXPECT_EQ(check_json(repeat("[", size)), JsonVerdict::too_deep);
    EXPECT_EQ(check_json(repeat("{\"a\":", size / 5)), JsonVerdict::too_deep);
    JsonLimits few;
    few.items = 20'000;
    EXPECT_EQ(check_json("[" + repeat("{},", 20'000) + "{}]", few), JsonVerdict::too_many);
    EXPECT_EQ(check_json("\"" + repeat("a", size + 1) + "\""), JsonVerdict::too_long);
    EXPECT_EQ(check_json("[" + repeat("1", 4096)), JsonVerdict::not_json);
}

}  // namespace
}  // namespace adapters::net
