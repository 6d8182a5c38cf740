// The law by HTTP: one person with reasons and sources, many at once, the catalogue page by page; nothing is kept.

#include "adapters/api/law_answers.hpp"
#include "tests/adapters/api/world.hpp"

#include <gmock/gmock.h>

#include <set>
#include <sstream>

namespace eligibility_test {

using namespace tests::api;
using testing::Contains;
using testing::HasSubstr;

const net::Headers as_json{{"content-type", "application/json"}};
const net::Headers as_lines{{"content-type", "application/x-ndjson"}};

class Law : public testing::Test {
  protected:
    json ask(const std::string& body, int status = 200) {
        auto const answer = world.call("POST", "/api/v1/eligibility", token, body, as_json);
        EXPECT_EQ(answer.status, status) << answer.body;
        return body_of(answer);
    }
    net::Answer get(const std::string& target, net::Headers headers = {}) { return world.call("GET", target, token, "", std::move(headers)); }
    static std::vector<std::string> texts(const json& list) { return list.get<std::vector<std::string>>(); }
    static json result(const json& answer, const std::string& id) {
        for (auto const& each : answer.at("results"))
            if (each.at("id").get<std::string>() == id) return each;
        ADD_FAILURE() << id << " is not among the results";
        return {};
    }
    World world;
    std::string token = world.token({Scope::eligibility, Scope::measures});
};

TEST_F(Law, AMeasureIsOpenUnknownOrClosedAndSaysWhy) {
    auto const answer = ask(R"({"date": "2026-11-22", "situation": {"age": 27, "statut": "neet", "rqth": "non", "departement": "76"}})");

    auto const cej = result(answer, "cej");
    EXPECT_EQ(cej.at("status"), "closed");
    EXPECT_EQ(cej.at("outcome"), "non_eligible");
    EXPECT_THAT(texts(cej.at("reasons")), Contains(testing::AllOf(HasSubstr("25\u00A0ans au plus"), HasSubstr("2022-199"))));
    EXPECT_EQ(cej.at("sources").at(0).at("id"), "d2022-199");
    EXPECT_THAT(cej.at("sources").at(0).at("link").get<std::string>(), HasSubstr("https://"));
    EXPECT_EQ(cej.at("in_force").at("from"), "2022-03-01");
    EXPECT_EQ(cej.at("decided_by"), "la mission locale ou France Travail");
    EXPECT_EQ(answer.at("date"), "2026-11-22");
    EXPECT_THAT(answer.at("notice").get<std::string>(), HasSubstr("sans valeur de décision"));

    auto const unknown = result(ask(R"({"date": "2026-11-22", "situation": {"age": 19}, "measures": ["cej"]})"), "cej");
    EXPECT_EQ(unknown.at("status"), "unknown");
    EXPECT_THAT(texts(unknown.at("missing")), Contains("statut"));
    auto const open = result(ask(R"({"date": "2026-11-22", "situation": {"age": 19, "statut": "neet", "rsa": false}, "measures": ["cej"]})"), "cej");
    EXPECT_EQ(open.at("status"), "open");
    EXPECT_FALSE(open.at("caveats").empty()) << "what an adviser verifies goes with the answer";
}

TEST_F(Law, DoubtfulSourcesAreSaidToBeSo) {
    std::string named;  // drafts, all of them
    for (auto const& measure : evaluator()->catalogue().measures())
        for (auto const& source : measure.sources)
            if (!source.to_confirm.empty()) named += (named.empty() ? "\"" : ", \"") + measure.id + "\"";
    auto const answer = ask(R"({"date": "2026-11-22", "situation": {"age": 19}, "measures": [)" + named + "]}");
    int doubtful = 0;
    for (auto const& each : answer.at("results"))
        for (auto const& source : each.at("sources")) {
            if (!source.contains("to_confirm")) continue;
            ++doubtful;
            EXPECT_THAT(texts(each.at("caveats")), Contains(HasSubstr("À confirmer"))) << each.at("id");
        }
    EXPECT_GT(doubtful, 0);
}

TEST_F(Law, ADraftIsOnlyToldWhenAskedForAndAsSuch) {
    std::string draft;
    for (auto const& measure : evaluator()->catalogue().measures())
        if (measure.publication != rules::law::Publication::verifie) draft = measure.id;
    ASSERT_FALSE(draft.empty());
    auto const usual = ask(R"({"situation": {"age": 19}})");
    for (auto const& each : usual.at("results")) EXPECT_NE(each.at("id").get<std::string>(), draft);
    auto const told = result(ask(R"({"situation": {"age": 19}, "measures": [")" + draft + "\"]}"), draft);
    EXPECT_EQ(told.at("draft"), true);
    EXPECT_NE(told.at("outcome"), "eligible");
}

TEST_F(Law, WhatIsWrongIsNamedWithItsField) {
    auto const wrong = [&](const std::string& body) {
        auto const problem = ask(body, 422);
        EXPECT_EQ(problem.at("type"), "urn:phare:problem:unprocessable");
        return problem.at("erreurs").at(0);
    };
    EXPECT_EQ(wrong(R"({"situation": {"age": "douze"}})").at("champ"), "age");
    EXPECT_EQ(wrong(R"({"situation": {"agee": 12}})").at("champ"), "agee");
    EXPECT_THAT(wrong(R"({"situation": {"agee": 12}})").at("message").get<std::string>(), HasSubstr("age"));
    EXPECT_EQ(wrong(R"({"situation": {"age": [19]}})").at("champ"), "age");
    EXPECT_EQ(wrong(R"({"situation": {}, "date": "2026-02-30"})").at("champ"), "date");
    EXPECT_EQ(wrong(R"({"situation": {}, "nom": "x"})").at("champ"), "nom");
    EXPECT_EQ(wrong(R"({"situation": {}, "measures": ["cejj"]})").at("champ"), "measures");
    EXPECT_EQ(wrong(R"({"situation": {}, "measures": "cej"})").at("champ"), "measures");
    EXPECT_EQ(wrong(R"({"situation": {"departement": "14", "commune": "76540"}})").at("champ"), "departement");
    EXPECT_EQ(wrong("[]").at("message"), "un objet JSON est attendu");
    EXPECT_EQ(ask("{", 400).at("type"), "urn:phare:problem:bad-json");
    EXPECT_EQ(ask(std::string(5000, '['), 400).at("type"), "urn:phare:problem:bad-json");
    EXPECT_EQ(ask(R"({"situation": {"commune": ")" + std::string(5000, 'a') + "\"}}", 400).at("type"), "urn:phare:problem:bad-json");
}

TEST_F(Law, WhatIsGivenTwiceIsRefusedWithItsPlace) {
    auto const place = [&](const std::string& target, const std::string& body, const net::Headers& as) {
        auto const answer = world.call("POST", target, token, body, as);
        EXPECT_EQ(answer.status, 400) << answer.body;
        EXPECT_EQ(problem_of(answer), "bad-json");
        auto const problem = body_of(answer);
        return problem.at("erreurs").at(0).at("champ").get<std::string>();
    };
    std::string const one = "/api/v1/eligibility", bulk = "/api/v1/eligibility/bulk";
    EXPECT_EQ(place(one, R"({"situation": {"age": 19, "statut": "neet", "age": 27}})", as_json), "/situation/age");
    EXPECT_EQ(place(one, R"({"situation": {"age": 19}, "situation": {}})", as_json), "/situation");
    EXPECT_EQ(place(one, R"({"situation": {"a/b~c": [{}, {"x": 1, "\u0078": 2}]}})", as_json), "/situation/a~1b~0c/1/x");
    EXPECT_LE(place(one, R"({"situation": {")" + std::string(4000, 'a') + R"(": {"b": 1, "b": 1}}})", as_json).size(), 200U);
    EXPECT_EQ(place(bulk, R"([{"id": 1, "situation": {}}, {"id": 2, "situation": {"age": 19, "age": 20}}])", as_json), "/1/situation/age");
    EXPECT_EQ(place(bulk, R"([{"id": 1, "situation": {}}, {"id": "1", "situation": {}}, {"id": 1, "situation": {"age": 19}}])", as_json), "/2/id");
    EXPECT_EQ(place(bulk, "{\"id\":1,\"situation\":{}}\n\n{\"id\":2,\"id\":3}\n", as_lines), "ligne 3\u00a0: /id");
    EXPECT_EQ(place(bulk, "{\"id\":\"a\",\"situation\":{}}\n{\"id\":\"a\",\"situation\":{}}\n", as_lines), "personne 2\u00a0: /id");
    // The same key in two objects, and people without an id, are no repetition.
    EXPECT_EQ(world.call("POST", bulk, token, R"([{"id": 1, "situation": {"age": 19}}, {"id": 2, "situation": {"age": 19}}, {"situation": {}}, {"situation": {}}])", as_json).status, 200);
}

TEST_F(Law, NothingOfAPersonIsKept) {
    ask(R"({"situation": {"age": 19, "commune": "Bricquebec-en-Cotentin"}})");
    world.call("POST", "/api/v1/eligibility/bulk", token, R"([{"id": "unique-marker-7312", "situation": {"age": 19}}])", as_json);
    EXPECT_FALSE(world.folder.holds("Bricquebec"));
    EXPECT_FALSE(world.folder.holds("50082"));
    EXPECT_FALSE(world.folder.holds("unique-marker-7312"));
    EXPECT_EQ(world.store->counts().conversations, 0);
}

TEST_F(Law, ManySayTheSameAsOne) {
    std::string lines;
    std::vector<std::string> situations;
    for (int age = 15; age < 31; ++age)
        for (auto const* status : {"neet", "lyceen", "salarie"}) {
            situations.push_back(R"({"age": )" + std::to_string(age) + R"(, "statut": ")" + status + R"(", "departement": "76"})");
            lines += R"({"id": )" + std::to_string(situations.size()) + R"(, "date": "2026-11-22", "situation": )" + situations.back() + "}\n";
        }
    auto const answer = world.call("POST", "/api/v1/eligibility/bulk", token, lines, as_lines);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(type_of(answer), "application/x-ndjson");
    std::istringstream rows(answer.body);
    std::string row;
    for (std::size_t i = 0; i < situations.size(); ++i) {
        ASSERT_TRUE(std::getline(rows, row));
        auto const many = json::parse(row);
        EXPECT_EQ(many.at("id"), i + 1);
        auto const one = ask(R"({"date": "2026-11-22", "situation": )" + situations[i] + "}");
        EXPECT_EQ(many.at("outcomes").size(), one.at("results").size());
        for (auto const& each : one.at("results")) EXPECT_EQ(many.at("outcomes").at(each.at("id").get<std::string>()), each.at("outcome")) << row;
    }
    EXPECT_FALSE(std::getline(rows, row));
}

TEST_F(Law, ARowThatIsRefusedDoesNotStopTheOthers) {
    auto const answer = world.call(
        "POST", "/api/v1/eligibility/bulk?measures=cej,aij&detail=full", token,
        R"([{"id": 1, "situation": {"age": 19}}, {"situation": {}}, {"id": "c", "situation": {"agee": 1}}, 7, {"id": "e", "situation": {}, "measures": []}])", as_json
    );
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const rows = body_of(answer);
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[0].at("results").size(), 2U);
    EXPECT_EQ(rows[0].at("results").at(0).at("id"), "cej");
    EXPECT_EQ(rows[1].at("error").at("field"), "id");
    EXPECT_EQ(rows[2].at("id"), "c");
    EXPECT_EQ(rows[2].at("error").at("field"), "agee");
    EXPECT_TRUE(rows[3].contains("error"));
    EXPECT_EQ(rows[4].at("error").at("field"), "measures");
    EXPECT_EQ(net::header(answer.headers, "phare-catalogue"), evaluator()->catalogue().fingerprint());
}

TEST_F(Law, TooManyAreRefusedAsAWhole) {
    auto const rows = [](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "{\"id\":" + std::to_string(i) + ",\"situation\":{}}\n";
        return text;
    };
    auto const status = [&](const std::string& query, std::size_t count) {
        return world.call("POST", "/api/v1/eligibility/bulk" + query, token, rows(count), as_lines).status;
    };
    EXPECT_EQ(status("", adapters::api::most_people), 200);
    EXPECT_EQ(status("", adapters::api::most_people + 1), 422);
    EXPECT_EQ(status("?detail=full", adapters::api::most_people_in_full), 200);
    EXPECT_EQ(status("?detail=full", adapters::api::most_people_in_full + 1), 422);
}

TEST_F(Law, ThePagesOfTheCatalogueMakeTheCatalogue) {
    std::vector<std::string> ids;
    std::string cursor;
    int pages = 0;
    do {
        auto const answer = get("/api/v1/measures?limit=7" + (cursor.empty() ? "" : "&cursor=" + cursor));
        ASSERT_EQ(answer.status, 200) << answer.body;
        auto const page = body_of(answer);
        EXPECT_LE(page.at("measures").size(), 7U);
        for (auto const& each : page.at("measures")) ids.push_back(each.at("id").get<std::string>());
        cursor = page.value("next_cursor", "");
        ++pages;
    } while (!cursor.empty() && pages < 100);

    std::vector<std::string> verified;
    for (auto const& measure : evaluator()->catalogue().measures())
        if (measure.publication == rules::law::Publication::verifie) verified.push_back(measure.id);
    EXPECT_EQ(ids, verified);
    EXPECT_GT(pages, 2);
    EXPECT_EQ(problem_of(get("/api/v1/measures?cursor=elsewhere")), "bad-parameter");
}

TEST_F(Law, AListCanBeNarrowed) {
    auto const ids = [&](const std::string& query) {
        std::vector<std::string> all;
        auto const list = body_of(get("/api/v1/measures?limit=200&" + query));
        for (auto const& each : list.at("measures")) all.push_back(each.at("id").get<std::string>());
        return all;
    };
    EXPECT_THAT(ids("family=accompagnement"), Contains("cej"));
    EXPECT_THAT(ids("family=alternance"), testing::Not(Contains("cej")));
    EXPECT_THAT(ids("on=2021-06-01"), testing::AllOf(Contains("garantie_jeunes"), testing::Not(Contains("cej"))));
    EXPECT_THAT(ids("on=2026-11-22"), testing::AllOf(Contains("cej"), testing::Not(Contains("garantie_jeunes"))));
    EXPECT_GT(ids("drafts=true").size(), ids("drafts=false").size());
}

TEST_F(Law, WhatTheCallerHasIsNotSentAgain) {
    auto const first = get("/api/v1/measures/cej");
    auto const tag = std::string(net::header(first.headers, "etag"));
    ASSERT_FALSE(tag.empty());
    auto const again = get("/api/v1/measures/cej", {{"If-None-Match", "\"other\", " + tag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(net::header(again.headers, "etag"), tag);
    EXPECT_EQ(get("/api/v1/measures/aij", {{"If-None-Match", tag}}).status, 200);
    EXPECT_THAT(texts(body_of(get("/api/v1/measures/aij")).at("facts")), Contains("age")) << "of the version in force on the day";
}

TEST_F(Law, TheFactsThatMayBeGivenAreListed) {
    auto const facts = body_of(get("/api/v1/facts")).at("facts");
    std::set<std::string> names;
    for (auto const& fact : facts) names.insert(fact.at("name").get<std::string>());
    EXPECT_TRUE(names.contains("age"));
    EXPECT_FALSE(names.contains("region")) << "it follows from the département";
    EXPECT_EQ(names.size(), facts.size());
}

}  // namespace eligibility_test
