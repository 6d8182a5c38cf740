#include "adapters/web/form.hpp"
#include "adapters/web/rate_limit.hpp"
#include "adapters/web/secret.hpp"
#include "adapters/web/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace adapters::web {
namespace visitor_test {

using net::Steady;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

net::RequestHead head(net::Headers headers, std::string peer = "203.0.113.7") {
    net::RequestHead h;
    h.headers = std::move(headers);
    h.peer = std::move(peer);
    return h;
}

TEST(Session, IsRandomAndItsNamesDoNotTellTheCookie) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        auto const session = fresh_session();
        EXPECT_TRUE(is_name(session.cookie));
        EXPECT_TRUE(seen.insert(session.cookie).second);
        EXPECT_NE(session.conversation, session.cookie);
        EXPECT_NE(session.conversation, session.token);
        EXPECT_EQ(session_of(session.cookie).conversation, session.conversation);
    }
}

TEST(Session, TheCookieCannotBeReadByScriptsNorSentFromElsewhere) {
    Place place;
    auto const session = fresh_session();
    auto const plain = set_cookie(session, place);
    EXPECT_THAT(plain, HasSubstr("; HttpOnly; SameSite=Strict"));
    EXPECT_THAT(plain, Not(HasSubstr("Secure")));
    EXPECT_THAT(plain, Not(HasSubstr("Max-Age")));
    EXPECT_THAT(plain, Not(HasSubstr("Domain")));
    place.origin = "https://aide.example";
    EXPECT_THAT(set_cookie(session, place), testing::StartsWith("__Host-phare=" + session.cookie));
    EXPECT_THAT(set_cookie(session, place), testing::EndsWith("; Secure"));
    EXPECT_THAT(drop_cookie(place), HasSubstr("Max-Age=0"));
}

TEST(Session, IsFoundAmongOtherCookiesAndOnlyInItsForm) {
    Place const place;
    auto const session = fresh_session();
    auto const found = session_in(head({{"cookie", "a=b; phare=" + session.cookie + " ;c=d"}}), place);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->conversation, session.conversation);
    for (auto const* bad : {"", "phare", "phare=", "phare=short", "phare=AAAAAAAAAAAAAAAAAAAAA;", "xphare=AAAAAAAAAAAAAAAAAAAAAA"})
        EXPECT_FALSE(session_in(head({{"cookie", bad}}), place)) << bad;
    EXPECT_FALSE(session_in(head({}), place));
}

TEST(Forgery, OnlyOurOwnPagesMaySend) {
    Place place;
    EXPECT_TRUE(comes_from_us(head({{"host", "localhost:8080"}, {"origin", "http://localhost:8080"}}), place));
    EXPECT_FALSE(comes_from_us(head({{"host", "localhost:8080"}, {"origin", "http://localhost:8081"}}), place));
    EXPECT_FALSE(comes_from_us(head({{"host", "localhost:8080"}, {"origin", "null"}}), place));
    place.origin = "https://aide.example";
    EXPECT_TRUE(comes_from_us(head({{"host", "x"}, {"origin", "https://aide.example"}}), place));
    EXPECT_FALSE(comes_from_us(head({{"host", "x"}, {"origin", "http://x"}}), place));
    EXPECT_FALSE(comes_from_us(head({{"origin", "https://aide.example"}, {"origin", "https://evil.example"}}), place));
    EXPECT_TRUE(comes_from_us(head({}), place));
    EXPECT_TRUE(comes_from_us(head({{"sec-fetch-site", "same-origin"}}), place));
    EXPECT_FALSE(comes_from_us(head({{"sec-fetch-site", "cross-site"}}), place));
    EXPECT_TRUE(comes_from_elsewhere(head({{"sec-fetch-site", "cross-site"}})));
    EXPECT_FALSE(comes_from_elsewhere(head({{"sec-fetch-site", "none"}})));
}

TEST(Address, AForwardedOneCountsOnlyFromAProxyOfOurs) {
    Place place;
    place.proxies = {"127.0.0.1", "10.0.0.2"};
    EXPECT_EQ(address_of(head({{"x-forwarded-for", "192.0.2.1"}}), place), "203.0.113.7");
    EXPECT_EQ(address_of(head({{"x-forwarded-for", "192.0.2.1"}}, "127.0.0.1"), place), "192.0.2.1");
    // What the visitor wrote himself stands further left.
    EXPECT_EQ(address_of(head({{"x-forwarded-for", "198.51.100.1, 192.0.2.1, 10.0.0.2"}}, "127.0.0.1"), place), "192.0.2.1");
    EXPECT_EQ(
        address_of(head({{"x-forwarded-for", "198.51.100.1"}, {"x-forwarded-for", "192.0.2.1"}}, "127.0.0.1"), place), "192.0.2.1"
    );
    EXPECT_EQ(address_of(head({{"x-forwarded-for", "rubbish"}}, "127.0.0.1"), place), "127.0.0.1");
    EXPECT_EQ(address_of(head({}, "127.0.0.1"), place), "127.0.0.1");
}

TEST(Address, AProxyMayBeNamedByItsNetwork) {
    Place place;
    place.proxies = {"10.1.0.0/16", "fd00:1::/32", "2001:db8::7"};
    for (auto const* proxy : {"10.1.0.1", "10.1.255.254", "::ffff:10.1.2.3", "fd00:1:2::9", "2001:db8::7", "2001:DB8:0::7"})
        EXPECT_EQ(address_of(head({{"x-forwarded-for", "192.0.2.1"}}, proxy), place), "192.0.2.1") << proxy;
    for (auto const* other : {"10.2.0.1", "11.1.0.1", "fd00:2::1", "::1"})
        EXPECT_NE(address_of(head({{"x-forwarded-for", "192.0.2.1"}}, other), place), "192.0.2.1") << other;
    // A chain of two of ours: what stands left of both is the visitor.
    EXPECT_EQ(address_of(head({{"x-forwarded-for", "192.0.2.1, 10.1.9.9"}}, "10.1.0.1"), place), "192.0.2.1");
}

TEST(Address, OneHouseholdIsOneVisitor) {
    Place const place;
    EXPECT_EQ(
        address_of(head({}, "2001:db8:1:2:3:4:5:6"), place), address_of(head({}, "2001:db8:1:2:ffff::1"), place)
    );
    EXPECT_NE(address_of(head({}, "2001:db8:1:2::1"), place), address_of(head({}, "2001:db8:1:3::1"), place));
    EXPECT_EQ(address_of(head({}, "::ffff:192.0.2.1"), place), "192.0.2.1");
}

TEST(Rate, ABurstThenSoManyAMinute) {
    RateLimit limit({3, 6});
    Steady now{};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow("a", now));
    EXPECT_FALSE(limit.allow("a", now));
    EXPECT_TRUE(limit.allow("b", now));
    EXPECT_EQ(limit.wait("a", now), 10s);
    EXPECT_FALSE(limit.allow("a", now + 9s));
    EXPECT_TRUE(limit.allow("a", now + 10s));
    EXPECT_FALSE(limit.allow("a", now + 10s));
}

TEST(Rate, MemoryIsBoundedHoweverManyCome) {
    RateLimit limit({2, 60}, 100);
    Steady now{};
    for (int i = 0; i < 10'000; ++i) static_cast<void>(limit.allow(std::to_string(i), now));
    EXPECT_LE(limit.remembered(), 100U);
    EXPECT_FALSE(limit.allow("one more", now));
    EXPECT_TRUE(limit.allow("one more", now + 10s));  // the others are forgotten by then
}

TEST(Form, ReadsWhatABrowserSends) {
    auto const form = form_of("message=+jfé%0D%0A%C3%A9t%C3%A9+%26+%2B+&cle=k&jeton=t&choix=2&message=other");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->message, "jfé\nété & +");
    EXPECT_EQ(form->key, "k");
    EXPECT_EQ(form->token, "t");
    EXPECT_EQ(form->choice, "2");
    EXPECT_TRUE(form_of(""));
    for (auto const* bad : {"message=%", "message=%zz", "message=%00", "cle=%ff", "x=%c0%af"})
        EXPECT_FALSE(form_of(bad)) << bad;
}

TEST(Form, CountsCharactersNotBytes) {
    EXPECT_EQ(characters("été😀"), 4U);
}

}  // namespace visitor_test
}  // namespace adapters::web
