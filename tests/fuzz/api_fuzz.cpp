// What a partner's software sends to the API, behind the token: any path, query and body meets the table of operations,
// the query reader, the JSON limits and the law itself. No crash, no exception; every answer is JSON of a known status;
// what was refused repeats nothing of the body. And any file of tokens. LINK: adapters_api_reading

#include "adapters/api/answer.hpp"
#include "adapters/api/law_answers.hpp"
#include "adapters/api/operations.hpp"
#include "adapters/api/query.hpp"
#include "adapters/api/tokens.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

namespace {

using namespace adapters::api;

void must(bool holds) {
    if (!holds) std::abort();
}

const Evaluator& evaluator() {
    static const auto made = [] {
        std::filesystem::path const folder = PHARE_SOURCE_DIR "/rules/catalogue";
        std::string error;
        std::vector<std::string> complaints;
        auto all = Evaluator::make(rules::law::Catalogue::load(folder).catalogue, rules::places::Gazetteer::load(folder / "lieux", error), folder, complaints);
        if (!all) std::abort();
        return all;
    }();
    return *made;
}

constexpr Day today{std::chrono::days(20'780)};

void check(const adapters::net::Reply& reply) {
    static const std::set<int> known{200, 304, 400, 404, 422};
    must(known.contains(reply.status));
    for (auto const& [name, value] : reply.headers) must(value.find_first_of("\r\n") == std::string::npos);
    if (reply.status == 304) return;
    if (reply.content_type == "application/x-ndjson") {
        for (std::size_t at = 0; at < reply.body.size();) {
            auto const end = reply.body.find('\n', at);
            must(end != std::string::npos && !Json::parse(reply.body.substr(at, end - at), nullptr, false).is_discarded());
            at = end + 1;
        }
        return;
    }
    must(!Json::parse(reply.body, nullptr, false).is_discarded());
}

void ask(std::string_view path, std::string_view query, std::string_view type, std::string body) {
    adapters::net::Request request;
    request.head.path = path;
    request.head.query = query;
    request.head.headers = {{"content-type", std::string(type)}, {"if-none-match", std::string(query)}};
    request.body = std::move(body);
    auto const resource = resource_at(path);
    if (!resource) return;
    must(!resource->methods.empty() && !resource->allow().empty());
    switch (resource->methods.front()->operation) {
        case Operation::facts:
            return check(list_facts(evaluator(), request.head));
        case Operation::measures:
            return check(list_measures(evaluator(), request.head, today));
        case Operation::measure:
            return check(one_measure(evaluator(), request.head, resource->id, today));
        case Operation::eligibility:
            return check(eligibility(evaluator(), request, today));
        case Operation::eligibility_bulk: {
            auto const bulk = read_bulk(evaluator(), request);
            auto const* problem = std::get_if<Problem>(&bulk);
            if (!problem && std::get<Bulk>(bulk).rows.size() > 20) return;  // time
            return check(problem ? reply_of(*problem) : answer_bulk(evaluator(), std::get<Bulk>(bulk), today));
        }
        default:
            return;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string const bytes(data, data + size);
    // "path?query\ntype\nbody"
    auto const line = bytes.find('\n');
    auto const target = std::string_view(bytes).substr(0, line);
    auto const rest = line == std::string::npos ? std::string() : bytes.substr(line + 1);
    auto const second = rest.find('\n');
    auto const question = target.find('?');
    auto const query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
    ask(target.substr(0, question), query, std::string_view(rest).substr(0, second), second == std::string::npos ? std::string() : rest.substr(second + 1));
    ask("/api/v1/eligibility", "", "application/json", bytes);
    ask("/api/v1/eligibility/bulk", "measures=cej", "application/x-ndjson", bytes);
    if (auto const book = TokenBook::read(bytes)) {
        auto const again = TokenBook::read(book->written());
        must(again && again->written() == book->written());
    }
    return 0;
}
