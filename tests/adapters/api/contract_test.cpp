// openapi.json against the server: whatever the document says is asked for over a socket, every answer is held against
// the schema that the document gives for it, and whatever the document says must have been met at the end.

#include "adapters/api/openapi.hpp"
#include "adapters/api/operations.hpp"
#include "tests/adapters/api/world.hpp"
#include "tests/support/json_schema.hpp"

#include <gmock/gmock.h>
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

namespace contract_test {

using namespace tests::api;
using tests::JsonSchema;

const json& document() {
    static const json read = json::parse(adapters::api::openapi_document());
    return read;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}
std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

/// One operation of the document.
struct Said {
    std::string path, method, id;
    const json* operation = nullptr;
    [[nodiscard]] bool says(const std::string& status) const { return operation->at("responses").contains(status); }
    [[nodiscard]] std::string scope() const {
        auto const& security = operation->at("security");
        return security.empty() ? std::string() : security.at(0).at("token").at(0).get<std::string>();
    }
    /// With an id that is there (`figures` of the examples, an import).
    [[nodiscard]] std::string target(const std::string& id_meant) const {
        auto text = path;
        RE2::Replace(&text, "\\{id\\}", id_meant);
        return text;
    }
};

std::vector<Said> everything_said() {
    std::vector<Said> all;
    for (auto const& [path, methods] : document().at("paths").items())
        for (auto const& [method, operation] : methods.items()) all.push_back({path, upper(method), operation.at("operationId").get<std::string>(), &operation});
    return all;
}

/// What was met of the document.
class Contract {
  public:
    /// Holds an answer against the document.
    void hold(const Said& said, const std::string& target, const net::Headers& sent, const net::Answer& answer) {
        auto const status = std::to_string(answer.status);
        SCOPED_TRACE(said.method + " " + target + " → " + status + " " + answer.body.substr(0, 300));
        met_.insert(said.id + " " + status);
        note_parameters(said, target, sent);
        if (!said.says(status)) {
            ADD_FAILURE() << "the document does not know this status";
            return;
        }
        auto const& response = schema_.resolved(said.operation->at("responses").at(status));
        hold_headers(response, answer);
        if (!response.contains("content")) {
            EXPECT_TRUE(answer.body.empty());
            return;
        }
        auto const type = type_of(answer);
        met_.insert(said.id + " " + status + " " + type);
        if (!response.at("content").contains(type)) {
            ADD_FAILURE() << "the document does not know this type: " << type;
            return;
        }
        auto const& schema = response.at("content").at(type).at("schema");
        if (type != "application/x-ndjson") {
            auto const body = body_of(answer);
            for (auto const& fault : schema_.faults(schema, body)) ADD_FAILURE() << fault;
            if (answer.status >= 400) {
                EXPECT_EQ(body.at("status"), answer.status);
            }
            return;
        }
        std::istringstream lines(answer.body);
        for (std::string line; std::getline(lines, line);)
            for (auto const& fault : schema_.faults(schema, json::parse(line, nullptr, false))) ADD_FAILURE() << fault;
    }

    /// What the document says and nobody met.
    [[nodiscard]] std::vector<std::string> never_met() const {
        std::vector<std::string> all;
        for (auto const& said : everything_said()) {
            for (auto const& [status, raw] : said.operation->at("responses").items()) {
                if (!met_.contains(said.id + " " + status)) all.push_back(said.id + " " + status);
                auto const content = schema_.resolved(raw).value("content", json::object());
                for (auto const& [type, ignored] : content.items())
                    if (!met_.contains(said.id + " " + status + " " + type)) all.push_back(said.id + " " + status + " " + type);
            }
            auto const parameters = said.operation->value("parameters", json::array());
            for (auto const& parameter : parameters) {
                auto const name = parameter.at("name").get<std::string>();
                if (!met_.contains(said.id + " ?" + name)) all.push_back(said.id + " parameter " + name);
            }
            if (!said.operation->contains("requestBody")) continue;
            for (auto const& [type, ignored] : said.operation->at("requestBody").at("content").items())
                if (!met_.contains(said.id + " body " + type)) all.push_back(said.id + " body " + type);
        }
        return all;
    }

    /// A request that fits the document must be one that it allows: examples of ours included.
    void hold_request(const Said& said, const std::string& body, const std::string& type) {
        met_.insert(said.id + " body " + type);
        auto const& content = said.operation->at("requestBody").at("content");
        if (!content.contains(type) || type != "application/json") return;
        for (auto const& fault : schema_.faults(content.at(type).at("schema"), json::parse(body))) ADD_FAILURE() << said.id << " request " << fault;
    }

  private:
    void note_parameters(const Said& said, const std::string& target, const net::Headers& sent) {
        auto const parameters = said.operation->value("parameters", json::array());
        for (auto const& parameter : parameters) {
            auto const name = parameter.at("name").get<std::string>(), in = parameter.at("in").get<std::string>();
            bool const in_query = in == "query" && (target.find("?" + name + "=") != std::string::npos || target.find("&" + name + "=") != std::string::npos);
            bool const in_header = in == "header" && std::any_of(sent.begin(), sent.end(), [&](auto const& each) { return lower(each.first) == lower(name); });
            if (in_query || in_header || in == "path") met_.insert(said.id + " ?" + name);
        }
    }
    void hold_headers(const json& response, const net::Answer& answer) const {
        auto const headers = response.value("headers", json::object());
        for (auto const& [name, raw] : headers.items()) {
            auto const value = net::header(answer.headers, lower(name));
            EXPECT_FALSE(value.empty()) << name << " is missing";
            for (auto const& fault : schema_.faults(schema_.resolved(raw).at("schema"), std::string(value))) ADD_FAILURE() << name << " " << fault;
        }
    }

    JsonSchema schema_{document()};
    std::set<std::string> met_;
};

constexpr const char* person = R"({"situation": {"age": 19, "departement": "76", "statut": "neet"}, "date": "2026-11-22"})";
constexpr const char* people = R"([{"id": 1, "situation": {"age": 19}}, {"id": "b", "situation": {"age": 200}}])";

/// A body that the operation takes.
std::pair<std::string, std::string> good_body(const Said& said) {
    if (said.id == "eligibility") return {person, "application/json"};
    if (said.id == "eligibilityBulk") return {people, "application/json"};
    if (said.id == "importFile") return {example_figures(), "text/csv"};
    return {"", ""};
}
/// Of an import that is there, once there is one.
std::string import_name = "AAAAAAAAAAAAAAAAAAAAAA";
std::string good_id(const Said& said) {
    if (said.id == "measure") return "cej";
    return said.path.starts_with("/api/v1/imports") ? import_name : "AIJ-2020-NOR";
}

class ApiContract : public testing::Test {
  protected:
    net::Answer ask(World& world, const Said& said, const std::string& target, const std::string& secret, std::string body = {}, net::Headers headers = {}) {
        auto answer = world.call(said.method, target, secret, std::move(body), headers);
        contract.hold(said, target, headers, answer);
        return answer;
    }
    net::Answer ask_well(World& world, const Said& said, const std::string& secret, const std::string& query = {}) {
        auto const [body, type] = good_body(said);
        net::Headers headers;
        if (!type.empty()) {
            headers.emplace_back("content-type", type);
            contract.hold_request(said, body, type);
        }
        return ask(world, said, said.target(good_id(said)) + query, secret, body, headers);
    }
    const Said& operation(const std::string& id) {
        auto const found = std::find_if(all.begin(), all.end(), [&](const Said& each) { return each.id == id; });
        return *found;
    }
    void refusals_of_everything(World& world);
    void the_law(World& world, const std::string& secret);
    void the_desk(World& world, const std::string& secret);
    void imports(World& world, const std::string& secret);

    std::vector<Said> all = everything_said();
    Contract contract;
};

const std::vector<Scope> every_scope(adapters::api::all_scopes().begin(), adapters::api::all_scopes().end());

void ApiContract::refusals_of_everything(World& world) {
    WorldSettings slow;
    slow.rate = {1, 1};
    World patient(slow);
    WorldSettings bare;
    bare.with_desk = false;
    World without_desk(bare);
    auto const secret = world.token(every_scope), there = without_desk.token(every_scope);
    for (auto const& said : all) {
        if (said.says("400")) {
            EXPECT_EQ(ask_well(world, said, secret, "?inconnu=1").status, 400);
        }
        if (said.scope().empty()) continue;
        EXPECT_EQ(ask_well(world, said, "").status, 401);
        EXPECT_EQ(ask_well(world, said, "phare_unknown").status, 401);
        std::vector<Scope> others;
        for (auto const scope : every_scope)
            if (adapters::api::name_of(scope) != said.scope()) others.push_back(scope);
        EXPECT_EQ(ask_well(world, said, world.token(others)).status, 403);
        auto const once = patient.token(every_scope);
        ask_well(patient, said, once);
        EXPECT_EQ(ask_well(patient, said, once).status, 429);
        if (said.says("404") && said.id != "measure") {
            EXPECT_EQ(ask_well(without_desk, said, there).status, 404);
        }
        if (said.says("413")) {
            std::string const large(said.id == "eligibility" ? 64U * 1024 + 1 : said.id == "eligibilityBulk" ? (4U << 20U) + 1 : (32U << 20U) + 1, ' ');
            EXPECT_EQ(ask(world, said, said.path, secret, large, {{"content-type", good_body(said).second}}).status, 413);
        }
        if (said.says("415")) {
            EXPECT_EQ(ask(world, said, said.path, secret, "x", {{"content-type", "image/png"}}).status, 415);
        }
    }
    std::ofstream(patient.tokens.path()) << "damaged";
    for (auto const& said : all)
        if (!said.scope().empty()) {
            EXPECT_EQ(ask_well(patient, said, "phare_any").status, 503);
        }
}

void ApiContract::the_law(World& world, const std::string& secret) {
    for (auto const* id : {"openapi", "facts", "measures", "measure", "objectives", "objective", "figures", "alerts"}) {
        auto const first = ask_well(world, operation(id), secret);
        EXPECT_EQ(first.status, 200);
        auto const target = operation(id).target(good_id(operation(id)));
        net::Headers const known{{"If-None-Match", std::string(net::header(first.headers, "etag"))}};
        EXPECT_EQ(ask(world, operation(id), target, secret, "", known).status, 304);
    }
    auto const& measures = operation("measures");
    ask(world, measures, "/api/v1/measures?limit=2&cursor=apres.b&family=accompagnement&operator=mission_locale&audience=jeune&drafts=true&on=2026-11-22", secret);
    EXPECT_EQ(ask(world, operation("measure"), "/api/v1/measures/rien", secret).status, 404);
    // Every draft too, so that every measure's text has been held against the schema.
    for (auto const& measure : evaluator()->catalogue().measures())
        EXPECT_EQ(ask(world, operation("measure"), "/api/v1/measures/" + measure.id, secret).status, 200);

    auto const& one = operation("eligibility");
    EXPECT_EQ(ask_well(world, one, secret).status, 200);
    EXPECT_EQ(ask(world, one, one.path, secret, R"({"situation": {"age": "douze"}})", {{"content-type", "application/json"}}).status, 422);
    auto const& bulk = operation("eligibilityBulk");
    EXPECT_EQ(ask_well(world, bulk, secret).status, 200);
    EXPECT_EQ(ask_well(world, bulk, secret, "?detail=full&measures=cej,aij").status, 200);
    contract.hold_request(bulk, "", "application/x-ndjson");
    EXPECT_EQ(ask(world, bulk, bulk.path, secret, "{\"id\":1,\"situation\":{\"age\":19}}\nrien\n", {{"content-type", "application/x-ndjson"}}).status, 200);
    std::string too_many;
    for (int i = 0; i <= 1000; ++i) too_many += "{\"id\":1,\"situation\":{}}\n";
    EXPECT_EQ(ask(world, bulk, bulk.path, secret, too_many, {{"content-type", "application/x-ndjson"}}).status, 422);
}

void ApiContract::imports(World& world, const std::string& secret) {
    auto const &file = operation("importFile"), &confirm = operation("importConfirm"), &undo = operation("importUndo");
    net::Headers const keyed{{"content-type", "text/csv"}, {"Idempotency-Key", "premier"}};
    auto const first = ask(world, file, file.path, secret, example_figures(), keyed);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(ask(world, file, file.path, secret, example_figures(), keyed).body, first.body);
    auto const second = body_of(ask_well(world, file, secret)).at("import").get<std::string>();
    import_name = body_of(first).at("import").get<std::string>();
    auto const one = "/api/v1/imports/" + import_name, two = "/api/v1/imports/" + second;
    EXPECT_EQ(ask_well(world, operation("importShown"), secret).status, 200);
    for (auto const* type : {"application/octet-stream", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}) {
        contract.hold_request(file, "", type);
        EXPECT_EQ(ask(world, file, file.path, secret, "colonne inconnue;valeur\n1;2\n", {{"content-type", type}}).status, 422);
    }
    // Two at once with one key.
    net::Answer left, right;
    int ended = 0;
    auto const both = [&](net::Answer& into) {
        return [&world, &file, &secret, &into, &ended]() -> asio::awaitable<void> {
            net::Headers headers{{"content-type", "text/csv"}, {"Idempotency-Key", "ensemble"}};
            auto answer = co_await world.called("POST", file.path, secret, example_figures(), std::move(headers));
            into = std::move(answer);
            if (++ended == 2) world.loop.stop();
        };
    };
    asio::co_spawn(world.loop, both(left), [](std::exception_ptr) {});
    asio::co_spawn(world.loop, both(right), [](std::exception_ptr) {});
    world.loop.restart();
    world.loop.run_for(30s);
    EXPECT_EQ(ended, 2);
    EXPECT_EQ(std::min(left.status, right.status), 201);
    EXPECT_EQ(std::max(left.status, right.status), 409);
    contract.hold(file, file.path, {}, left);
    contract.hold(file, file.path, {}, right);

    net::Headers const key{{"Idempotency-Key", "accord"}};
    EXPECT_EQ(ask(world, confirm, one + "/confirm", secret, "", key).status, 200);
    EXPECT_EQ(ask(world, confirm, one + "/confirm", secret, "", key).status, 200) << "the same answer again";
    EXPECT_EQ(ask(world, confirm, one + "/confirm", secret).status, 409) << "another wish: it counts already";
    EXPECT_EQ(ask(world, confirm, two + "/confirm", secret, "", key).status, 422) << "a key is of one request";
    EXPECT_EQ(ask(world, confirm, "/api/v1/imports/99/confirm", secret).status, 404);
    EXPECT_EQ(ask(world, undo, two + "/undo", secret, "", key).status, 422);
    EXPECT_EQ(ask(world, undo, two + "/undo", secret, "", {{"Idempotency-Key", "retrait"}}).status, 200);
    EXPECT_EQ(ask(world, undo, two + "/undo", secret).status, 409);
}

void ApiContract::the_desk(World& world, const std::string& secret) {
    EXPECT_EQ(ask(world, operation("objectives"), "/api/v1/objectives?measure=aij&territory=28&as_of=2020-11-01&limit=2&cursor=apres.A", secret).status, 200);
    auto const listed = body_of(ask_well(world, operation("objectives"), secret));
    EXPECT_FALSE(listed.at("objectives").empty());
    for (auto const& each : listed.at("objectives")) {
        auto const id = each.at("id").get<std::string>();
        EXPECT_EQ(ask(world, operation("objective"), "/api/v1/objectives/" + id, secret).status, 200);
        EXPECT_EQ(ask(world, operation("figures"), "/api/v1/objectives/" + id + "/figures", secret).status, 200);
    }
    EXPECT_EQ(ask(world, operation("objective"), "/api/v1/objectives/AIJ-2020-NOR?as_of=2020-06-01", secret).status, 200);
    EXPECT_EQ(ask(world, operation("figures"), "/api/v1/objectives/AIJ-2020-NOR/figures?as_of=2020-06-01", secret).status, 200);
    EXPECT_EQ(ask_well(world, operation("alerts"), secret).status, 200);
    EXPECT_EQ(ask_well(world, operation("alerts"), secret, "?level=critique&limit=1&cursor=apres.").status, 200);
}

TEST_F(ApiContract, EverythingThatTheDocumentSaysIsSo) {
    WorldSettings settings;
    settings.bad = {1000, 1};
    World world(settings);
    auto const secret = world.token(every_scope);

    imports(world, secret);
    the_law(world, secret);
    the_desk(world, secret);
    refusals_of_everything(world);

    EXPECT_THAT(contract.never_met(), testing::IsEmpty()) << "said by the document and not tested";
}

TEST_F(ApiContract, TheDocumentAndTheTableOfOperationsSayTheSame) {
    std::set<std::string> of_document, of_table;
    for (auto const& said : all) {
        std::string types;
        if (said.operation->contains("requestBody"))
            for (auto const& [type, ignored] : said.operation->at("requestBody").at("content").items()) types += " " + type;
        of_document.insert(said.method + " " + said.path + " " + said.scope() + types);
    }
    for (auto const& endpoint : adapters::api::endpoints()) {
        std::set<std::string> types(endpoint.types.begin(), endpoint.types.end());
        std::string text = std::string(endpoint.method) + " " + std::string(endpoint.path) + " " + (endpoint.scope ? std::string(name_of(*endpoint.scope)) : "");
        for (auto const& type : types) text += " " + type;
        of_table.insert(text);
    }
    EXPECT_EQ(of_document, of_table);
}

TEST_F(ApiContract, TheFileIsWhatTheProgramServes) {
    std::ifstream file(PHARE_SOURCE_DIR "/adapters/api/openapi.json");
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(adapters::api::openapi_document(), text);
    EXPECT_EQ(document().at("openapi"), "3.1.0");
}

TEST_F(ApiContract, OtherMethodsAreRefusedAndOptionsAreTold) {
    World world;
    auto const secret = world.token(every_scope);
    import_name = body_of(ask_well(world, operation("importFile"), secret)).at("import").get<std::string>();
    for (auto const& said : all) {
        auto const wrong = world.call("DELETE", said.target("cej"), secret);
        EXPECT_EQ(wrong.status, 405) << said.path;
        EXPECT_EQ(problem_of(wrong), "method-not-allowed");
        EXPECT_THAT(std::string(net::header(wrong.headers, "allow")), testing::HasSubstr(said.method));
        auto const options = world.call("OPTIONS", said.target("cej"), "");
        EXPECT_EQ(options.status, 204) << said.path;
        EXPECT_THAT(std::string(net::header(options.headers, "allow")), testing::HasSubstr(said.method));
        if (said.method != "GET") continue;
        auto const head = world.call("HEAD", said.target(good_id(said)), secret);
        EXPECT_EQ(head.status, 200) << said.path;
        EXPECT_TRUE(head.body.empty());
        EXPECT_NE(net::header(head.headers, "content-length"), "0");
    }
    for (auto const* path : {"/", "/api/v1", "/api/v1/", "/api/v2/x", "/api/v1/measures/", "/api/v1/measures/cej/x", "/api/v1/measuresx"})
        EXPECT_EQ(problem_of(world.call("GET", path, secret)), "not-found") << path;
}

}  // namespace contract_test
