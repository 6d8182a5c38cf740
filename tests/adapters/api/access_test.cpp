// Who comes in: scopes, revocation while the service runs, rates, the order of refusals, and that nothing of a request
// is written anywhere.

#include "bot/service/api_commands.hpp"
#include "tests/adapters/api/world.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace access_test {

using namespace tests::api;
using testing::HasSubstr;

TEST(ApiAccess, ATokenThatIsTakenAwayIsRefusedByTheNextRequest) {
    World world;
    std::ostringstream out, messages;
    auto const& file = world.tokens.path();
    ASSERT_EQ(bot::service::token_create(file, "Mission locale", {"measures"}, std::chrono::sys_days(std::chrono::year(2026) / 11 / 29), out, messages), 0) << messages.str();
    std::string secret = out.str();
    ASSERT_TRUE(secret.ends_with('\n'));
    secret.pop_back();
    EXPECT_EQ(secret.find('\n'), std::string::npos) << "the token stands alone on standard output";
    EXPECT_EQ(messages.str().find(secret), std::string::npos);
    EXPECT_FALSE(world.folder.holds(secret)) << "it is shown once and kept nowhere";
    EXPECT_EQ(world.call("GET", "/api/v1/measures/cej", secret).status, 200);

    std::ostringstream list;
    EXPECT_EQ(bot::service::token_list(file, list, messages), 0);
    EXPECT_THAT(list.str(), HasSubstr("Mission locale"));
    EXPECT_THAT(list.str(), HasSubstr("utilisé le 2020-11-13"));
    auto const id = list.str().substr(0, list.str().find(' '));
    EXPECT_EQ(bot::service::token_revoke(file, id, out, messages), 0);
    EXPECT_EQ(world.call("GET", "/api/v1/measures/cej", secret).status, 401);
    EXPECT_EQ(bot::service::token_revoke(file, id, out, messages), 1) << "there is none any more";
}

TEST(ApiAccess, AnUnknownScopeIsSaidWithTheNearestOne) {
    tests::api::Folder folder;
    std::ostringstream out, messages;
    EXPECT_EQ(bot::service::token_create(folder.path / "t.json", "a", {"measure"}, {}, out, messages), 2);
    EXPECT_THAT(messages.str(), HasSubstr("measures"));
    EXPECT_TRUE(out.str().empty());
    EXPECT_EQ(bot::service::token_create(folder.path / "t.json", "", {"measures"}, {}, out, messages), 2);
}

TEST(ApiAccess, AScopeOpensItsRoutesAndNoOther) {
    World world;
    auto const secret = world.token({Scope::measures});
    EXPECT_EQ(world.call("GET", "/api/v1/facts", secret).status, 200);
    auto const refused = world.call("GET", "/api/v1/objectives", secret);
    EXPECT_EQ(problem_of(refused), "forbidden");
    EXPECT_THAT(body_of(refused).at("detail").get<std::string>(), HasSubstr("objectives:read"));
    EXPECT_EQ(problem_of(world.call("POST", "/api/v1/eligibility", secret, "{}", {{"content-type", "application/json"}})), "forbidden");
}

TEST(ApiAccess, EachTokenHasItsOwnRateAndIsToldOfIt) {
    WorldSettings settings;
    settings.rate = {3, 1};
    World world(settings);
    auto const one = world.token({Scope::measures}), other = world.token({Scope::measures}, "autre");
    EXPECT_EQ(net::header(world.call("GET", "/api/v1/measures/cej", one).headers, "ratelimit"), "\"token\";r=2;t=60");
    EXPECT_EQ(net::header(world.call("GET", "/api/v1/measures/cej", one).headers, "ratelimit-policy"), "\"token\";q=3;w=180");
    EXPECT_EQ(world.call("GET", "/api/v1/measures/cej", one).status, 200);
    auto const refused = world.call("GET", "/api/v1/measures/cej", one);
    EXPECT_EQ(problem_of(refused), "too-many-requests");
    auto const wait = std::stoi(std::string(net::header(refused.headers, "retry-after")));
    EXPECT_GT(wait, 0);
    EXPECT_LE(wait, 60);
    EXPECT_EQ(world.call("GET", "/api/v1/measures/cej", other).status, 200);
    EXPECT_EQ(world.call("GET", "/api/v1/openapi.json", "").status, 200) << "the document is for everybody";
}

TEST(ApiAccess, WhoTriesTokenAfterTokenIsToldToWait) {
    World world;
    auto const good = world.token({Scope::measures});
    auto const from = [&](const std::string& address, const std::string& secret) {
        return world.call("GET", "/api/v1/facts", secret, "", {{"X-Forwarded-For", address}});
    };
    for (int i = 0; i < 30; ++i) EXPECT_EQ(from("203.0.113.7", "phare_" + std::to_string(i)).status, 401) << i;
    auto const refused = from("203.0.113.7", "phare_x");
    EXPECT_EQ(problem_of(refused), "too-many-requests");
    EXPECT_GT(std::stoi(std::string(net::header(refused.headers, "retry-after"))), 0);
    EXPECT_EQ(net::header(refused.headers, "ratelimit-policy"), "\"address\";q=30;w=180");
    EXPECT_EQ(from("203.0.113.7", "").status, 429) << "none at all is no better";
    EXPECT_EQ(from("203.0.113.8", "phare_x").status, 401) << "somebody else's address";
    EXPECT_EQ(from("203.0.113.7", good).status, 200) << "a good token is not held up";
    EXPECT_EQ(problem_of(world.call("GET", "/api/v1/objectives", good, "", {{"X-Forwarded-For", "203.0.113.7"}})), "forbidden");
}

TEST(ApiAccess, RefusalsComeBeforeTheBodyIsRead) {
    World world;
    auto const secret = world.token({Scope::eligibility});
    std::string const large(1U << 20U, 'x');
    EXPECT_EQ(problem_of(world.call("POST", "/api/v1/nothing", secret, large, {{"content-type", "application/json"}})), "not-found");
    EXPECT_EQ(problem_of(world.call("PUT", "/api/v1/eligibility", secret, large, {{"content-type", "application/json"}})), "method-not-allowed");
    EXPECT_EQ(problem_of(world.call("POST", "/api/v1/eligibility", "", large, {{"content-type", "application/json"}})), "unauthorized");
    EXPECT_EQ(problem_of(world.call("POST", "/api/v1/eligibility", secret, large, {{"content-type", "text/plain"}})), "unsupported-media-type");
    EXPECT_EQ(problem_of(world.call("POST", "/api/v1/eligibility", secret, large, {{"content-type", "application/json"}})), "too-large");
    EXPECT_EQ(world.server.counters().too_large, 1U);
    EXPECT_EQ(world.server.counters().bodies_in_flight, 0U);
}

TEST(ApiAccess, TheServersOwnRefusalsAreProblemsToo) {
    World world;
    net::Answer answer = world.call("GET", "/api/v1/facts", std::string(20'000, 'x'));
    EXPECT_EQ(answer.status, 431);
    EXPECT_EQ(type_of(answer), "application/problem+json");
    EXPECT_EQ(problem_of(answer), "headers-too-large");
}

TEST(ApiAccess, TheDoctorLooksAtTheFile) {
    tests::api::Folder folder;
    bot::commands::Config config;
    config.data.folder = folder.path;
    config.api.emplace();
    EXPECT_TRUE(bot::service::examine_api(config).ok);
    EXPECT_FALSE(bot::service::examine_api(config).remedy.empty()) << "nobody can come in yet";
    std::ostringstream out, messages;
    auto const file = bot::commands::tokens_file(*config.api, folder.path);
    ASSERT_EQ(bot::service::token_create(file, "a", {"measures"}, {}, out, messages), 0);
    EXPECT_TRUE(bot::service::examine_api(config).remedy.empty());
    std::ofstream(file) << "damaged";
    EXPECT_FALSE(bot::service::examine_api(config).ok);
    EXPECT_NE(bot::service::examine_api(config).code, 0);
}

}  // namespace access_test
