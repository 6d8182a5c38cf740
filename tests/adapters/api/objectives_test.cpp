// Objectives by HTTP: figures that came by the API, seen as of a day, with what must not be shown left out.

#include "adapters/api/operations.hpp"
#include "tests/adapters/api/world.hpp"

#include <gmock/gmock.h>

namespace objectives_test {

using namespace tests::api;
using testing::HasSubstr;

class Figures : public testing::Test {
  protected:
    json get(const std::string& target, int status = 200) {
        auto const answer = world.call("GET", target, token);
        EXPECT_EQ(answer.status, status) << answer.body;
        return body_of(answer);
    }
    net::Answer post(const std::string& target, const std::string& body = {}, const std::string& key = {}) {
        net::Headers headers;
        if (!body.empty()) headers.emplace_back("content-type", "text/csv");
        if (!key.empty()) headers.emplace_back("Idempotency-Key", key);
        return world.call("POST", target, token, body, headers);
    }
    std::size_t imports() { return world.office->state().ledger.imports().size(); }

    World world;
    std::string token = world.token({Scope::objectives_read, Scope::imports_write, Scope::alerts_read}, "dreets");
};

TEST_F(Figures, AFileCountsOnceConfirmedAndNoLongerOnceUndone) {
    auto const shown = post("/api/v1/imports", example_figures());
    ASSERT_EQ(shown.status, 201) << shown.body;
    EXPECT_EQ(body_of(shown).at("status"), "proposed");
    EXPECT_THAT(body_of(shown).at("receipt").get<std::string>(), HasSubstr("en attente de votre accord"));
    EXPECT_TRUE(get("/api/v1/objectives/AIJ-2020-NOR").at("state").at("known").is_null());

    auto const path = "/api/v1/imports/" + body_of(shown).at("import").get<std::string>();
    EXPECT_EQ(get(path).at("status"), "proposed");

    EXPECT_EQ(body_of(post(path + "/confirm")).at("status"), "counts");
    EXPECT_EQ(get(path).at("confirmed_on"), "2020-11-13");
    EXPECT_FALSE(get(path).contains("receipt")) << "the file's rows are told once";
    auto const state = get("/api/v1/objectives/AIJ-2020-NOR").at("state");
    EXPECT_GT(state.at("known").get<double>(), 1000);
    EXPECT_EQ(state.at("as_of"), "2020-11-13");
    EXPECT_EQ(world.office->state().ledger.imports()[0].by, "dreets");
    double sum = 0;
    auto const figures = get("/api/v1/objectives/AIJ-2020-NOR/figures");
    for (auto const& month : figures.at("months")) sum += month.at("known").get<double>();
    EXPECT_DOUBLE_EQ(sum, state.at("known").get<double>());

    EXPECT_EQ(body_of(post(path + "/undo")).at("status"), "withdrawn");
    EXPECT_TRUE(get("/api/v1/objectives/AIJ-2020-NOR").at("state").at("known").is_null());
    EXPECT_EQ(problem_of(post(path + "/confirm")), "conflict");
}

TEST_F(Figures, ARefusedFileSaysWhyAndNothingIsKept) {
    auto const refused = post("/api/v1/imports", "colonne inconnue;valeur\n1;2\n");
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(body_of(refused).at("erreurs").at(0).at("message").get<std::string>(), HasSubstr("Fichier refusé"));
    EXPECT_EQ(imports(), 0U);
}

TEST_F(Figures, TheSameKeyIsDoneOnce) {
    auto const first = post("/api/v1/imports", example_figures(), "clé-1");
    EXPECT_EQ(problem_of(first), "bad-parameter") << "a key is of ASCII";
    auto const one = post("/api/v1/imports", example_figures(), "cle-1");
    auto const again = post("/api/v1/imports", example_figures(), "cle-1");
    EXPECT_EQ(one.status, 201);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(one.body, again.body);
    EXPECT_EQ(imports(), 1U);
    EXPECT_EQ(post("/api/v1/imports", example_figures() + "\n", "cle-1").status, 422) << "another body";
    auto const others = world.token({Scope::imports_write}, "autre");
    EXPECT_EQ(world.call("POST", "/api/v1/imports", others, example_figures(), {{"content-type", "text/csv"}, {"Idempotency-Key", "cle-1"}}).status, 201)
        << "a key is of one token";
    EXPECT_EQ(imports(), 2U);
}

TEST_F(Figures, AfterADeathInBetweenTheKeyFindsWhatWasDone) {
    // As a run leaves it that dies after the import and before the answer was noted.
    auto const id = world.tokens.now()->find(token)->id;
    auto const request = adapters::api::name_of_request("/api/v1/imports", example_figures());
    world.run([&]() -> asio::awaitable<void> {
        adapters::api::Idempotency dead(*world.store, world.alarm);
        auto const earlier = co_await dead.begin(id, "cle", request);
        EXPECT_EQ(earlier.kind, adapters::api::Earlier::Kind::none);
    });
    ASSERT_EQ(post("/api/v1/imports", example_figures()).status, 201);

    auto const answer = post("/api/v1/imports", example_figures(), "cle");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(body_of(answer).at("number"), 1);
    EXPECT_EQ(body_of(answer).at("import"), world.office->state().ledger.imports()[0].claim.handle);
    EXPECT_EQ(imports(), 1U) << "it was done before";
    EXPECT_EQ(post("/api/v1/imports", example_figures(), "cle").body, answer.body);
}

/// What is asked of every route that names an import, with a token that is not its maker's.
TEST_F(Figures, AnImportIsThereForTheTokenThatMadeItAndForNoOther) {
    auto const shown = body_of(post("/api/v1/imports", example_figures()));
    auto const name = shown.at("import").get<std::string>();
    ASSERT_EQ(name.size(), 22U) << "128 bits in base64url";
    // Same name, same scopes: it is the token that counts, not what it is called.
    auto const other = world.token({Scope::objectives_read, Scope::imports_write, Scope::alerts_read}, "dreets");
    auto const with = [](std::string_view pattern, const std::string& id) {
        std::string path(pattern);
        return path.replace(path.find("{id}"), 4, id);
    };
    auto const before = bot::desk::import_record(world.office->state().ledger.imports()[0]).bytes;
    int routes = 0;
    for (auto const& endpoint : adapters::api::endpoints()) {
        if (!endpoint.path.starts_with("/api/v1/imports/{id}")) continue;
        ++routes;
        SCOPED_TRACE(endpoint.path);
        std::string const method(endpoint.method);
        auto const never = world.call(method, with(endpoint.path, std::string(22, 'A')), other);
        for (auto const& key : {std::string(), "k" + std::to_string(routes)}) {
            net::Headers headers;
            if (!key.empty()) headers.emplace_back("Idempotency-Key", key);
            auto const refused = world.call(method, with(endpoint.path, name), other, {}, headers);
            EXPECT_EQ(refused.status, 404);
            EXPECT_EQ(refused.body, never.body) << "nothing tells that it exists";
        }
        for (auto const* guessed : {"1", "01", "0", "%31"}) EXPECT_EQ(world.call(method, with(endpoint.path, guessed), token).status, 404) << guessed;
    }
    EXPECT_EQ(routes, 3);
    auto const& import = world.office->state().ledger.imports()[0];
    EXPECT_FALSE(import.confirmed_on || import.withdrawn_on);
    EXPECT_EQ(bot::desk::import_record(import).bytes, before);
    // The same file by the other one is another import, with another name.
    auto const theirs = body_of(world.call("POST", "/api/v1/imports", other, example_figures(), {{"content-type", "text/csv"}}));
    EXPECT_NE(theirs.at("import"), name);
    for (auto const& endpoint : adapters::api::endpoints())
        if (endpoint.path.starts_with("/api/v1/imports/{id}")) {
            EXPECT_EQ(world.call(std::string(endpoint.method), with(endpoint.path, name), token).status, 200) << endpoint.path;
        }
}

TEST_F(Figures, WhatIsKnownAlreadyIsNotSentAgain) {
    for (auto const* target : {"/api/v1/objectives", "/api/v1/objectives?limit=2", "/api/v1/objectives/AIJ-2020-NOR", "/api/v1/objectives/AIJ-2020-NOR/figures", "/api/v1/alerts", "/api/v1/openapi.json"}) {
        SCOPED_TRACE(target);
        auto const first = world.call("GET", target, token);
        auto const tag = std::string(net::header(first.headers, "etag"));
        ASSERT_FALSE(tag.empty());
        auto const again = world.call("GET", target, token, "", {{"If-None-Match", tag}});
        EXPECT_EQ(again.status, 304);
        EXPECT_TRUE(again.body.empty());
        EXPECT_EQ(net::header(again.headers, "etag"), tag);
        EXPECT_EQ(world.call("GET", target, token, "", {{"If-None-Match", "\"other\""}}).status, 200);
    }
    // Figures that begin to count make it another answer.
    auto const tag = std::string(net::header(world.call("GET", "/api/v1/objectives/AIJ-2020-NOR", token).headers, "etag"));
    auto const import = body_of(post("/api/v1/imports", example_figures())).at("import").get<std::string>();
    EXPECT_EQ(world.call("GET", "/api/v1/objectives/AIJ-2020-NOR", token, "", {{"If-None-Match", tag}}).status, 304);
    ASSERT_EQ(post("/api/v1/imports/" + import + "/confirm").status, 200);
    EXPECT_EQ(world.call("GET", "/api/v1/objectives/AIJ-2020-NOR", token, "", {{"If-None-Match", tag}}).status, 200);
}

TEST(ObjectivePages, ObjectivesAndAlertsComePageByPage) {
    World world;
    auto const token = world.token({Scope::objectives_read, Scope::imports_write, Scope::alerts_read});
    auto const get = [&](const std::string& target, int status = 200) {
        auto const answer = world.call("GET", target, token);
        EXPECT_EQ(answer.status, status) << answer.body;
        return body_of(answer);
    };
    auto const import = body_of(world.call("POST", "/api/v1/imports", token, example_figures(), {{"content-type", "text/csv"}})).at("import").get<std::string>();
    ASSERT_EQ(world.call("POST", "/api/v1/imports/" + import + "/confirm", token).status, 200);
    for (auto const* name : {"objectives", "alerts"}) {
        SCOPED_TRACE(name);
        auto const path = "/api/v1/" + std::string(name);
        auto const all = get(path).at(name);
        ASSERT_GE(all.size(), std::string_view(name) == "alerts" ? 1U : 2U);
        EXPECT_FALSE(get(path).contains("next_cursor"));
        for (std::size_t limit : {std::size_t{1}, std::size_t{2}, all.size(), all.size() + 1}) {
            json pages = json::array();
            std::string cursor;
            std::size_t count = 0;
            do {
                auto const page = get(path + "?limit=" + std::to_string(limit) + cursor);
                EXPECT_LE(page.at(name).size(), limit);
                for (auto const& each : page.at(name)) pages.push_back(each);
                cursor = page.contains("next_cursor") ? "&cursor=" + net::percent_encode(page.at("next_cursor").get<std::string>()) : "";
            } while (!cursor.empty() && ++count <= all.size());
            EXPECT_EQ(pages, all) << limit << ": each once, in order";
        }
        for (auto const* bad : {"?limit=0", "?limit=201", "?limit=x", "?cursor=x"}) EXPECT_EQ(get(path + bad, 400).at("type"), "urn:phare:problem:bad-parameter") << bad;
        EXPECT_TRUE(get(path + "?cursor=apres.zzz").at(name).empty());
    }
    // The example has one alert; where it stands, by level, objective and kind, decides whether a page holds it.
    auto const alert = get("/api/v1/alerts").at("alerts").at(0);
    auto const down = alert.at("level") == "critique" ? "0." : alert.at("level") == "alerte" ? "1." : "2.";
    auto const place = down + alert.at("objective").get<std::string>() + "." + alert.at("kind").get<std::string>();
    auto const behind = [&](const std::string& cursor) { return get("/api/v1/alerts?cursor=" + net::percent_encode("apres." + cursor)).at("alerts").size(); };
    EXPECT_EQ(behind(place), 0U) << "it was the last one of the page before";
    EXPECT_EQ(behind(place.substr(0, place.size() - 1)), 1U);
    EXPECT_EQ(behind("0"), 1U);
}

TEST_F(Figures, ADayThatIsToComeIsNoDayToLookFrom) {
    auto const problem = get("/api/v1/objectives/AIJ-2020-NOR?as_of=2020-11-14", 400);
    EXPECT_EQ(problem.at("erreurs").at(0).at("champ"), "as_of");
    EXPECT_EQ(get("/api/v1/objectives/RIEN", 404).at("type"), "urn:phare:problem:not-found");
}

TEST_F(Figures, MoneyIsOnlyThereForWhoMaySeeIt) {
    std::string envelope;
    for (auto const& objective : desk()->objectives)
        if (objective.funded) envelope = objective.id;
    ASSERT_FALSE(envelope.empty());
    auto const rich = world.token({Scope::objectives_read, Scope::money_read}, "bureau");
    auto const lists = [&](const std::string& secret) {
        auto const list = body_of(world.call("GET", "/api/v1/objectives", secret));
        for (auto const& each : list.at("objectives"))
            if (each.at("id").get<std::string>() == envelope) return true;
        return false;
    };
    EXPECT_FALSE(lists(token));
    EXPECT_TRUE(lists(rich));
    for (auto const* what : {"", "/figures"}) {
        EXPECT_EQ(world.call("GET", "/api/v1/objectives/" + envelope + what, token).status, 404);
        EXPECT_EQ(world.call("GET", "/api/v1/objectives/" + envelope + what, rich).status, 200);
    }
}

}  // namespace objectives_test
