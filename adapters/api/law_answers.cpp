#include "adapters/api/law_answers.hpp"

#include "adapters/api/answer.hpp"
#include "adapters/api/operations.hpp"
#include "adapters/api/query.hpp"
#include "bot/evaluating/fact_json.hpp"
#include "bot/evaluating/measure_json.hpp"

#include <algorithm>
#include <unordered_map>

namespace adapters::api {
namespace {

using bot::evaluating::Detail;
using bot::evaluating::Measures;
using bot::evaluating::Refusal;

constexpr auto notice =
    "Indication d’après les faits donnés, sans valeur de décision\u00A0: l’organisme nommé décide toujours.";

Problem refused(const Refusal& refusal) { return problems::refused({{refusal.field, refusal.message}}); }

/// One JSON text a line; what is none stays null, so that the other lines go on.
std::variant<std::vector<Json>, Problem> read_lines(std::string_view body) {
    std::vector<Json> rows;
    for (std::size_t number = 1; !body.empty(); ++number) {
        auto const end = body.find('\n');
        auto line = body.substr(0, end);
        body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        if (rows.size() == most_people) return problems::refused({{"", "trop de personnes\u00A0: " + std::to_string(most_people) + " au plus"}});
        auto read = read_json(line);
        if (auto* problem = std::get_if<Problem>(&read); problem != nullptr && !problem->wrong.empty()) {
            problem->wrong.front().field = "ligne " + std::to_string(number) + "\u00A0: " + problem->wrong.front().field;
            return std::move(*problem);
        }
        rows.push_back(std::holds_alternative<Json>(read) ? std::get<Json>(std::move(read)) : Json());
    }
    return rows;
}

std::variant<std::vector<Json>, Problem> read_array(std::string_view body) {
    auto read = read_json(body);
    if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
    auto& array = std::get<Json>(read);
    if (!array.is_array()) return problems::bad_json("Une liste de personnes est attendue.");
    return array.get<std::vector<Json>>();
}

/// Answers go back by id: two of the same could not be told apart. \returns where the second one is, or nothing
std::optional<Problem> same_ids(const std::vector<Json>& rows, bool lines) {
    std::unordered_map<std::string, std::size_t> first;
    auto const place = [&](std::size_t row) { return lines ? "personne " + std::to_string(row + 1) + "\u00A0: /id" : "/" + std::to_string(row) + "/id"; };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].is_object() || !rows[i].contains("id")) continue;
        auto const [found, is_new] = first.emplace(written(rows[i]["id"]), i);
        if (!is_new) return problems::said_twice({{place(i), "le même qu’en " + place(found->second)}});
    }
    return std::nullopt;
}

bool holds(const std::vector<std::string>& all, const std::optional<std::string>& wanted) {
    return !wanted || std::find(all.begin(), all.end(), *wanted) != all.end();
}

/// Where a list goes on: after this id. Opaque to callers, and of use even when that measure is gone.
constexpr std::string_view cursor_mark = "apres.";

}  // namespace

net::Reply eligibility(const Evaluator& evaluator, const net::Request& request, Day today) {
    Query const query(request.head.query, {});
    if (!query.wrong().empty()) return reply_of(problems::bad_parameter(query.wrong()));
    auto const asked = read_json(request.body);
    if (auto const* problem = std::get_if<Problem>(&asked)) return reply_of(*problem);
    auto answer = evaluator.one(std::get<Json>(asked), today);
    if (auto const* refusal = std::get_if<Refusal>(&answer)) return reply_of(refused(*refusal));
    auto& json = std::get<Json>(answer);
    json["notice"] = notice;
    return json_reply(200, json);
}

std::variant<Bulk, Problem> read_bulk(const Evaluator& evaluator, const net::Request& request) {
    Query query(request.head.query, {"measures", "detail"});
    Bulk bulk;
    bulk.detail = query.choice("detail", {"outcome", "full"}, "outcome") == "full" ? Detail::full : Detail::outcome;
    auto named = evaluator.named(query.list("measures"));
    if (auto const* refusal = std::get_if<Refusal>(&named)) query.complain(refusal->field, refusal->message);
    if (!query.wrong().empty()) return problems::bad_parameter(query.wrong());
    bulk.measures = std::get<Measures>(std::move(named));
    bulk.lines = is_type(net::header(request.head.headers, "content-type"), {"application/x-ndjson"});
    auto rows = bulk.lines ? read_lines(request.body) : read_array(request.body);
    if (auto* problem = std::get_if<Problem>(&rows)) return std::move(*problem);
    bulk.rows = std::get<std::vector<Json>>(std::move(rows));
    auto const most = bulk.detail == Detail::full ? most_people_in_full : most_people;
    if (bulk.rows.size() > most) return problems::refused({{"", "trop de personnes\u00A0: " + std::to_string(most) + " au plus"}});
    if (auto problem = same_ids(bulk.rows, bulk.lines)) return std::move(*problem);
    return bulk;
}

net::Reply answer_bulk(const Evaluator& evaluator, const Bulk& bulk, Day today) {
    auto const texts = evaluator.many(bulk.rows, bulk.measures, bulk.detail, today);
    net::Reply reply;
    reply.content_type = bulk.lines ? "application/x-ndjson" : "application/json";
    if (!bulk.lines) reply.body = "[";
    for (auto const& text : texts) {
        if (!bulk.lines && reply.body.size() > 1) reply.body += ",";
        reply.body += text;
        if (bulk.lines) reply.body += "\n";
    }
    if (!bulk.lines) reply.body += "]";
    reply.headers.emplace_back("Cache-Control", "no-store");
    reply.headers.emplace_back("Phare-Catalogue", evaluator.catalogue().fingerprint());
    return reply;
}

net::Reply list_measures(const Evaluator& evaluator, const net::RequestHead& head, Day today) {
    constexpr int usual = 50, most = 200;
    Query query(head.query, {"limit", "cursor", "family", "operator", "audience", "drafts", "on"});
    auto const limit = static_cast<std::size_t>(query.number("limit", 1, most).value_or(usual));
    auto const on = query.day("on");
    bool const drafts = query.choice("drafts", {"true", "false"}, "false") == "true";
    auto after = query.text("cursor").value_or(std::string(cursor_mark));
    if (!after.starts_with(cursor_mark)) query.complain("cursor", "ce n’est pas un «\u00A0next_cursor\u00A0» de cette liste");
    if (!query.wrong().empty()) return reply_of(problems::bad_parameter(query.wrong()));
    after.erase(0, cursor_mark.size());
    auto const family = query.text("family"), by = query.text("operator"), audience = query.text("audience");

    Json list{{"catalogue", evaluator.catalogue().fingerprint()}, {"measures", Json::array()}};
    std::string last;
    for (auto const& measure : evaluator.catalogue().measures()) {  // ascending by id
        Json one = bot::evaluating::measure_json(measure, on.value_or(today));
        bool const wanted = measure.id > after && (drafts || !one["draft"].get<bool>()) && holds(measure.families, family) &&
                            holds(measure.operators, by) && holds(measure.audiences, audience) && (!on || one.contains("in_force"));
        if (!wanted) continue;
        if (list["measures"].size() == limit) {
            list["next_cursor"] = std::string(cursor_mark) + last;
            break;
        }
        last = measure.id;
        list["measures"].push_back(std::move(one));
    }
    return cached_reply(head, list);
}

net::Reply one_measure(const Evaluator& evaluator, const net::RequestHead& head, const std::string& id, Day today) {
    Query const query(head.query, {});
    if (!query.wrong().empty()) return reply_of(problems::bad_parameter(query.wrong()));
    auto const* const measure = evaluator.catalogue().find(id);
    if (!measure) return reply_of(problems::not_found("Aucune mesure ne porte cet identifiant."));
    return cached_reply(head, bot::evaluating::full_measure_json(evaluator.catalogue().vocabulary(), *measure, today));
}

net::Reply list_facts(const Evaluator& evaluator, const net::RequestHead& head) {
    Query const query(head.query, {});
    if (!query.wrong().empty()) return reply_of(problems::bad_parameter(query.wrong()));
    Json list{{"catalogue", evaluator.catalogue().fingerprint()}, {"facts", Json::array()}};
    for (auto const& field : evaluator.catalogue().vocabulary().fields())
        if (auto fact = bot::evaluating::fact_json(field)) list["facts"].push_back(std::move(*fact));
    return cached_reply(head, list);
}

}  // namespace adapters::api
