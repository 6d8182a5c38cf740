#include "adapters/email/reply_token.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace adapters::email {
namespace token_test {

using namespace std::chrono;
constexpr std::string_view token_key = "0123456789abcdef0123456789abcdef";
sys_days const day = sys_days(year(2025) / 3 / 3);
TokenScope const scope{TokenPurpose::reply, "lea@jeunes.example", "conversation-1"};

TEST(ReplyToken, HoldsForItsSenderItsMatterAndItsTime) {
    std::string const token = make_token(token_key, scope, day + days(30));
    ASSERT_EQ(token.size(), 16u);
    EXPECT_EQ(check_token(token_key, token, scope, day), TokenVerdict::good);
    EXPECT_EQ(check_token(token_key, token, scope, day + days(30)), TokenVerdict::good);
    EXPECT_EQ(check_token(token_key, token, scope, day + days(31)), TokenVerdict::expired);
    EXPECT_EQ(check_token(token_key, token, {TokenPurpose::reply, "eve@jeunes.example", "conversation-1"}, day), TokenVerdict::wrong);
    EXPECT_EQ(check_token(token_key, token, {TokenPurpose::reply, "lea@jeunes.example", "conversation-2"}, day), TokenVerdict::wrong);
    EXPECT_EQ(check_token(token_key, token, {TokenPurpose::unsubscribe, "lea@jeunes.example", "conversation-1"}, day), TokenVerdict::wrong);
    EXPECT_EQ(check_token("another key of 16", token, scope, day), TokenVerdict::wrong);
}
TEST(ReplyToken, UpperCaseOnTheWayDoesNotMatter) {
    std::string token = make_token(token_key, scope, day);
    std::transform(token.begin(), token.end(), token.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    EXPECT_EQ(check_token(token_key, token, {TokenPurpose::reply, "LEA@jeunes.example", "conversation-1"}, day), TokenVerdict::good);
}
TEST(ReplyToken, ADomainInUnicodeAndInAsciiIsOneSender) {
    for (auto const* const one : {"lea@écoles.test", "Lea@ÉCOLES.test", "lea@xn--coles-9ra.test", "lea@XN--COLES-9RA.test"})
        for (auto const* const other : {"lea@écoles.test", "lea@xn--coles-9ra.test"})
            EXPECT_EQ(check_token(token_key, make_token(token_key, {TokenPurpose::reply, one, "m"}, day), {TokenPurpose::reply, other, "m"}, day), TokenVerdict::good) << one << other;
    EXPECT_EQ(check_token(token_key, make_token(token_key, {TokenPurpose::reply, "lea@écoles.test", "m"}, day), {TokenPurpose::reply, "lea@ecoles.test", "m"}, day), TokenVerdict::wrong);
}
TEST(ReplyToken, EveryLetterCounts) {
    std::string const token = make_token(token_key, scope, day);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string other = token;
        other[i] = other[i] == 'a' ? 'b' : 'a';
        EXPECT_NE(check_token(token_key, other, scope, day), TokenVerdict::good) << i;
    }
    EXPECT_EQ(check_token(token_key, "", scope, day), TokenVerdict::wrong);
    EXPECT_EQ(check_token(token_key, "1111111111111111", scope, day), TokenVerdict::wrong);
}
TEST(ReplyToken, StandsInAnAddress) { EXPECT_EQ(with_tag("orientation@phare.test", "abc"), "orientation+abc@phare.test"); }

}  // namespace token_test
}  // namespace adapters::email
