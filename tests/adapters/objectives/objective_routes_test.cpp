// Files by HTTP: read and shown, counted by OUI only, taken back by ANNULER; and still there after a crash.

#include "adapters/objectives/foreign_alerts.hpp"
#include "adapters/objectives/objective_routes.hpp"
#include "bot/commands/desk_config.hpp"
#include "tests/bot/office/bureau_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace objective_routes_test {

using namespace std::chrono_literals;
using adapters::net::Reply;
using adapters::net::Request;
using nlohmann::json;
using testing::HasSubstr;

/// Each door says which one it is.
adapters::objectives::Doors doors(int imports = 0, int calendar = 0, int alerts = 0, int status = 0) {
    auto const door = [](int status) {
        return [status](const adapters::net::RequestHead&) {
            Reply reply;
            reply.status = status;
            return status == 0 ? std::nullopt : std::optional(reply);
        };
    };
    // The token's id stands in the header, as the gate would find it by the token.
    auto const whose = [](const adapters::net::RequestHead& head) { return std::string(adapters::net::header(head.headers, "authorization")); };
    return {door(imports), door(calendar), door(alerts), door(status), door(403), whose};
}

const bot::talking::Tools& talking() {
    static const auto knowledge = bot::commands::load_knowledge(bot::commands::Files::under(PHARE_SOURCE_DIR), false);
    EXPECT_TRUE(knowledge.tools) << (knowledge.complaints.empty() ? "" : knowledge.complaints.front());
    return *knowledge.tools;
}

std::shared_ptr<const bot::desk::Tools> desk() {
    bot::commands::Config::Desk config;
    config.bureau_room = "!bureau:test";
    auto loaded = bot::commands::load_desk(bot::commands::Files::under(PHARE_SOURCE_DIR), config, talking().messages, {"matrix"});
    EXPECT_TRUE(loaded.tools);
    return loaded.tools;
}

std::string example_file() {
    std::ifstream file(PHARE_SOURCE_DIR "/bot/demo/chiffres_exemple.csv", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Door : public testing::Test {
  protected:
    Reply post(const std::string& path, const std::string& body, const std::string& query = {}, const std::string& token = "a1") {
        auto routes = adapters::objectives::objective_routes(world.office(), doors());
        Request request;
        request.head.method = "POST";
        request.head.path = path;
        request.head.query = query;
        request.head.headers = {{"x-phare-par", "dreets"}, {"authorization", token}};
        request.body = body;
        EXPECT_FALSE(routes.front().admit(request.head));
        auto const reply = std::make_shared<Reply>();
        auto const route = std::find_if(routes.begin(), routes.end(), [&](auto const& each) { return path.starts_with(each.prefix); });
        auto const handle = route->handle;
        world.spawn([handle, request, reply]() -> boost::asio::awaitable<void> {
            Request copy = request;
            *reply = co_await handle(std::move(copy));  // coro-ok: assigned to what exists already
        });
        world.play_until(world.now() + 1s);
        return *reply;
    }
    double known() {
        auto const log = world.office().state().ledger.log_on(std::chrono::floor<std::chrono::days>(world.now()));
        double sum = 0;
        for (auto const& month : rules::steering::known_on(log.series("AIJ-2020-NOR", "SI_PE"), rules::steering::Day::max()))
            sum += month.value;
        return sum;
    }
    tests::BureauWorld world{
        talking(), desk(), std::chrono::sys_days(std::chrono::year(2020) / 11 / 13) + 10h, 1, {}};
};

TEST_F(Door, AFileCountsAfterOuiAndNoLongerAfterAnnuler) {
    auto const shown = post("/objectifs/imports", example_file());
    ASSERT_EQ(shown.status, 201) << shown.body;
    auto const receipt = json::parse(shown.body);
    EXPECT_EQ(receipt.at("import"), 1);
    EXPECT_THAT(receipt.at("recu").get<std::string>(), HasSubstr("en attente de votre accord"));
    EXPECT_EQ(known(), 0);

    EXPECT_EQ(post("/objectifs/imports/1/oui", "").status, 200);
    double const counted = known();
    EXPECT_GT(counted, 1000);
    EXPECT_EQ(world.office().state().ledger.imports()[0].by, "dreets");
    auto const twice = post("/objectifs/imports/1/oui", "");
    EXPECT_EQ(twice.status, 409);
    EXPECT_THAT(twice.body, HasSubstr("compte déjà"));

    EXPECT_EQ(post("/objectifs/imports/1/annuler", "").status, 200);
    EXPECT_EQ(known(), 0);
    EXPECT_FALSE(world.office().state().ledger.imports()[0].rows.empty()) << "the rows stay in the log";
}

TEST_F(Door, AnImportIsThereForTheTokenThatMadeItAndForNoOther) {
    ASSERT_EQ(post("/objectifs/imports", example_file()).status, 201);
    auto const never = post("/objectifs/imports/9/oui", "", "", "b2");
    for (auto const* order : {"oui", "annuler"}) {
        auto const refused = post(std::string("/objectifs/imports/1/") + order, "", "", "b2");
        EXPECT_EQ(refused.status, 404) << order;
        EXPECT_EQ(refused.body, never.body) << "nothing tells that it exists";
        EXPECT_EQ(post(std::string("/objectifs/imports/1/") + order, "", "", "").status, 401) << "taken away while the body came in";
    }
    EXPECT_EQ(known(), 0);
    EXPECT_FALSE(world.office().state().ledger.imports()[0].withdrawn_on);
    EXPECT_EQ(post("/objectifs/imports/1/oui", "").status, 200);
    EXPECT_EQ(post("/objectifs/imports/1/annuler", "", "", "b2").status, 404);
    EXPECT_GT(known(), 1000);
}

TEST_F(Door, WhatCannotBeReadIsSaidAndNothingIsKept) {
    auto const bad = post("/objectifs/imports", "colonne inconnue;valeur\n1;2\n");
    EXPECT_EQ(bad.status, 422);
    EXPECT_THAT(json::parse(bad.body).at("recu").get<std::string>(), HasSubstr("Fichier refusé"));
    EXPECT_TRUE(world.office().state().ledger.imports().empty());
    EXPECT_EQ(post("/objectifs/imports/9/oui", "").status, 404);
    EXPECT_EQ(post("/objectifs/imports/x/oui", "").status, 404);
    EXPECT_EQ(post("/objectifs/imports/1/peut-etre", "").status, 404);
}

TEST_F(Door, WhereTheObjectivesStandIsWhatCountsHere) {
    EXPECT_EQ(post("/objectifs/imports", example_file()).status, 201);
    auto const state = [&](const std::string& query) { return post("/objectifs/etat", "", query); };
    auto const aij = [&](const std::string& query) {
        auto const reply = state("objectif=AIJ-2020-NOR&forme=json" + query);
        return reply.status == 200 ? json::parse(json::parse(reply.body).at("texte").get<std::string>()).at(0) : json();
    };
    EXPECT_TRUE(aij("").at("connu").is_null()) << "nothing counts yet, and nothing is no zero";
    EXPECT_EQ(post("/objectifs/imports/1/oui", "").status, 200);
    EXPECT_EQ(aij("").at("connu"), known());
    EXPECT_TRUE(aij("&au=2020-01-05").at("connu").is_null());
    auto const detail = state("objectif=AIJ-2020-NOR&detail=oui&depuis=2020-01-05&forme=json");
    ASSERT_EQ(detail.status, 200) << detail.body;
    EXPECT_EQ(json::parse(json::parse(detail.body).at("texte").get<std::string>()).at("vu_le"), "2020-11-13");
    EXPECT_EQ(state("detail=oui").status, 400) << "of which one?";
    EXPECT_EQ(state("objectif=AIJ-2020-NOR&detail=oui&depuis=2020-11-13").status, 400) << "not before";
    EXPECT_EQ(state("objectif=ENVELOPPE-PEC-2021-NOR&detail=oui").status, 404) << "no right to money";
    EXPECT_EQ(state("au=2020-02-31").status, 400);
    EXPECT_EQ(state("au=2031-01-01").status, 400);
    EXPECT_EQ(state("objectif=PERSONNE").status, 404);
    EXPECT_THAT(state("").body, HasSubstr("AIJ 2020"));
    EXPECT_THAT(state("").body, testing::Not(HasSubstr("Enveloppe"))) << "no right to money";
}

// Captured shapes of reference alerting.md §5; the values are invented.
const std::string alertmanager = R"({"receiver":"bot","status":"firing","version":"4","truncatedAlerts":0,"externalURL":"http://am:9093",
 "groupKey":"{}:{objective_root=\"OTP-2021-NOR\"}","notification_reason":"new alerts added","new_key":[1,{}],
 "alerts":[{"status":"firing","labels":{"alertname":"EcartObjectif","objective":"OTP-2021-NOR-ML"},"annotations":{"summary":"écart −195"},
   "startsAt":"2026-11-17T03:33:05.991Z","endsAt":"0001-01-01T00:00:00Z","fingerprint":"e5685533e4f05bc0"},
  {"status":"resolved","labels":{"alertname":"Autre"},"startsAt":"2026-11-16T03:33:05Z","endsAt":"2026-11-17T03:33:05Z","fingerprint":"aa"}]})";

TEST_F(Door, AlertsOfOthersAreRelayedOnceTheyAreStored) {
    EXPECT_EQ(post("/alertes/webhook", alertmanager).status, 200);
    EXPECT_EQ(post("/alertes/webhook", alertmanager).status, 200);
    world.play_until(world.now() + 1min);
    EXPECT_EQ(world.count("!bureau:test", "EcartObjectif"), 1);
    EXPECT_EQ(world.count("!bureau:test", "Autre"), 0) << "the end of what was never said";
    EXPECT_EQ(post("/alertes/webhook", "{\"alerts\":3}").status, 400);
    EXPECT_EQ(post("/api/v2/alerts", "{}").status, 400);
    EXPECT_EQ(post("/api/v2/alerts", "[]").status, 200);
}

TEST(ForeignPayloads, BothStatusesUnknownKeysAndAbsentOnes) {
    auto const read = adapters::objectives::read_webhook(alertmanager);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_TRUE(read->at(0).firing);
    EXPECT_EQ(read->at(0).expires, bot::Instant{}) << "the year 1 is no end";
    EXPECT_FALSE(read->at(1).firing);
    EXPECT_NE(read->at(0).key, read->at(1).key);
    EXPECT_FALSE(adapters::objectives::read_webhook("nothing"));
    EXPECT_FALSE(adapters::objectives::read_webhook(std::string(5000, '[')));
}

TEST(ForeignPayloads, GrafanasCompanionsAreAboutData) {
    auto const read = adapters::objectives::read_webhook(
        R"({"version":"1","orgId":1,"groupKey":"g","alerts":[
{"status":"firing","labels":{"alertname":"DatasourceNoData","rulename":"Ecart","datasource_uid":"u"},"values":null,"startsAt":"2026-11-17T03:33:05Z"},
{"status":"resolved","labels":{"alertname":"Ecart"},"annotations":{"grafana_state_reason":"MissingSeries"},"values":{"A":-1},"startsAt":"2026-11-17T03:33:05Z"}]})"
    );
    ASSERT_TRUE(read);
    EXPECT_EQ(read->at(0).source, "Grafana");
    EXPECT_EQ(read->at(0).name, "Ecart");
    EXPECT_TRUE(read->at(0).for_want_of_data);
    EXPECT_TRUE(read->at(1).for_want_of_data);
    EXPECT_FALSE(read->at(1).firing);
}

TEST(ForeignPayloads, PrometheusSlidesItsEnd) {
    bot::Instant const now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 3h + 34min;
    auto const at = [&](const char* end) {
        auto const read = adapters::objectives::read_prometheus(
            std::string(R"([{"labels":{"alertname":"E","objective":"X"},"annotations":{"summary":"s"},"startsAt":"2026-11-22T03:00:00Z","endsAt":")") + end + "\"}]", now
        );
        return read ? read->at(0) : bot::desk::ForeignAlert{};
    };
    EXPECT_TRUE(at("2026-11-22T03:38:25.632Z").firing);
    EXPECT_EQ(at("2026-11-22T03:38:25.632Z").key, at("2026-11-22T03:39:25.632Z").key);
    EXPECT_FALSE(at("2026-11-22T03:33:00Z").firing);
    EXPECT_EQ(at("0001-01-01T00:00:00Z").expires, now + 5min) << "its own resolve_timeout";
}

TEST(ForeignPayloads, Moments) {
    using adapters::objectives::read_rfc3339;
    bot::Instant const noon = std::chrono::sys_days(std::chrono::year(2026) / 2 / 28) + 12h;
    EXPECT_EQ(read_rfc3339("2026-02-28T12:00:00Z"), noon);
    EXPECT_EQ(read_rfc3339("2026-02-28T13:00:00.25+01:00"), noon + 250ms);
    EXPECT_EQ(read_rfc3339("0001-01-01T00:00:00Z"), bot::Instant{});
    for (auto const* wrong : {"", "2026-02-30T12:00:00Z", "2026-02-28 12:00:00Z", "2026-02-28T12:00:00", "2026-02-28T12:00:00+0100", "2026-02-28T25:00:00Z", "2026-02-28T12:00:00Zz"})
        EXPECT_FALSE(read_rfc3339(wrong)) << wrong;
}

TEST_F(Door, EachRouteAsksItsOwnDoor) {
    auto const routes = adapters::objectives::objective_routes(world.office(), doors(401, 403, 429, 418));
    std::map<std::string, int> asked;
    for (auto const& route : routes) asked[route.prefix] = route.admit({})->status;
    EXPECT_EQ(asked, (std::map<std::string, int>{{"/objectifs/imports", 401}, {"/objectifs/etat", 418}, {"/objectifs/bureau.ics", 403}, {"/alertes/webhook", 429}, {"/api/v2/alerts", 429}}));
}

}  // namespace objective_routes_test
