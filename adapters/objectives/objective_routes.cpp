#include "adapters/objectives/objective_routes.hpp"

#include "adapters/net/base64.hpp"
#include "adapters/net/secret.hpp"
#include "adapters/objectives/foreign_alerts.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/desk/ics.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace adapters::objectives {

namespace asio = boost::asio;
using bot::office::Office;
using net::Reply;
using net::Request;
using net::RequestHead;
using nlohmann::json;

namespace {

constexpr std::size_t handle_bytes = 16;
constexpr std::string_view imports = "/objectifs/imports", webhook = "/alertes/webhook", prometheus = "/api/v2/alerts";

Reply answer(int status, const json& body) {
    Reply reply;
    reply.status = status;
    reply.content_type = "application/json; charset=utf-8";
    reply.body = body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    return reply;
}

std::string by(const RequestHead& head) {
    constexpr std::size_t longest = 200;
    auto const named = net::header(head.headers, "x-phare-par");
    return named.empty() ? std::string("http") : std::string(named.substr(0, longest));
}

/// "/objectifs/imports/3/oui" → 3, "oui".
std::optional<std::pair<int, std::string>> order_in(std::string_view path) {
    path.remove_prefix(std::min(path.size(), imports.size() + 1));
    int number = 0;
    auto const [end, wrong] = std::from_chars(path.data(), path.data() + path.size(), number);
    if (wrong != std::errc() || number < 1 || end == path.data() + path.size() || *end != '/') return {};
    std::string word(end + 1, path.data() + path.size());
    if (word != "oui" && word != "annuler") return {};
    return std::pair{number, std::move(word)};
}

/// Storage that fails is the server's trouble: the sender tries again.
asio::awaitable<Reply> handle(Office& office, std::string token, Request request) {
    auto const who = by(request.head);
    Reply reply = answer(401, {{"erreur", "jeton inconnu ou retiré"}});
    if (token.empty()) co_return reply;  // taken away while the body came in
    reply = answer(503, {{"erreur", "le stockage ne répond pas ; réessayez"}});
    try {
        if (request.head.path == imports) {
            rules::figures::Claim claim(token, net::fresh_secret(handle_bytes));
            Office::Receipt const receipt = co_await office.receive(std::move(request.body), who, std::move(claim));
            json body{{"import", receipt.import}, {"recu", receipt.text}};
            if (!receipt.annotated.empty()) body["refus"] = receipt.annotated;
            if (!receipt.annotated_xlsx.empty()) body["refus_xlsx"] = net::to_base64(receipt.annotated_xlsx);
            reply = answer(receipt.import > 0 ? 201 : receipt.known ? 200 : 422, body);
        } else if (auto const order = order_in(request.head.path)) {
            int const number = order->first;
            if (office.state().ledger.claimed(token, number) == nullptr) {
                reply = answer(404, {{"erreur", "aucun import de ce jeton ne porte ce numéro"}});
                co_return reply;
            }
            bool const counts = order->second == "oui";
            std::string const wrong = co_await office.decide(number, counts, who);
            reply = wrong.empty() ? answer(200, {{"import", number}, {"compte", counts}}) : answer(409, {{"erreur", wrong}});
        } else {
            reply = answer(404, {{"erreur", "POST /objectifs/imports, puis /objectifs/imports/N/oui ou /annuler"}});
        }
    } catch (const bot::delivery::NotStored&) {  // nothing has happened
    }
    co_return reply;
}

/// The value of a field of a query of plain words: ids and days need no escapes.
std::string field(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const one = query.substr(0, end);
        if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') return std::string(one.substr(name.size() + 1));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return {};
}

/// \returns what was wrong with the question; empty: `asked` is it
std::string status_asked(const RequestHead& head, bot::desk::Day today, bot::desk::StatusAsked& asked) {
    asked.day = today;
    asked.only = field(head.query, "objectif");
    asked.json = field(head.query, "forme") == "json";
    std::string wrong;
    auto const day_in = [&](std::string_view name, bot::desk::Day& day) {
        auto const written = field(head.query, name);
        if (written.empty()) return;
        auto const read = rules::steering::read_day(written);
        if (!read) wrong = std::string(name) + " : ce n’est pas un jour. Écrivez par exemple 2020-11-25";
        else if (*read > today) wrong = std::string(name) + " : ce jour n’est pas encore venu";
        else day = *read;
    };
    day_in("au", asked.day);
    day_in("depuis", asked.since);
    asked.explain = field(head.query, "detail") == "oui";
    if (asked.explain && asked.only.empty()) wrong = "detail : donnez aussi objectif";
    if (wrong.empty() && asked.since != bot::desk::Day{} && asked.since >= asked.day) wrong = "depuis : ce jour doit venir avant " + rules::steering::written_day(asked.day);
    return wrong;
}

asio::awaitable<Reply> status_reply(Office& office, RequestHead head, bool money) {
    bot::desk::StatusAsked asked;
    asked.money = money;
    Reply reply;
    if (auto const wrong = status_asked(head, std::chrono::floor<std::chrono::days>(office.now()), asked); !wrong.empty()) {
        reply = answer(400, {{"erreur", wrong}});
        co_return reply;
    }
    std::string const only = asked.only;
    std::string const text = co_await office.status(std::move(asked));
    reply = text.empty() ? answer(404, {{"erreur", "aucun objectif ne s’appelle " + only}}) : answer(200, {{"texte", text}});
    co_return reply;
}

Reply calendar_reply(Office& office) {
    Reply reply;
    reply.content_type = "text/calendar; charset=utf-8; method=PUBLISH";
    auto const now = office.now();
    reply.body = bot::desk::calendar_file(office.tools().settings.calendar, std::chrono::floor<std::chrono::days>(now), now, "phare");
    return reply;
}

asio::awaitable<Reply> take_alerts(Office& office, Request request) {
    Reply reply = answer(503, {{"erreur", "le stockage ne répond pas ; réessayez"}});
    auto alerts = request.head.path == prometheus ? read_prometheus(request.body, office.now()) : read_webhook(request.body);
    if (!alerts) {
        reply = answer(400, {{"erreur", "ce ne sont pas des alertes"}});
        co_return reply;
    }
    auto const count = alerts->size();
    try {
        co_await office.relay(std::move(*alerts));
        reply = answer(200, {{"alertes", count}});
    } catch (const bot::delivery::NotStored&) {  // nothing has happened
    }
    co_return reply;
}

}  // namespace

std::vector<net::Route> objective_routes(Office& office, const Doors& doors) {
    net::Route route;
    route.prefix = std::string(imports);
    route.methods = {"POST"};
    route.body_limit = Office::largest_file;
    route.admit = doors.imports;
    route.handle = [&office, whose = doors.importer](Request request) {
        auto token = whose(request.head);
        return handle(office, std::move(token), std::move(request));
    };
    std::vector<net::Route> routes{std::move(route)};
    if (doors.status) {
        net::Route status;
        status.prefix = "/objectifs/etat";
        status.methods = {"GET"};
        status.body_limit = 0;
        status.admit = doors.status;
        status.handle = [&office, money = doors.money](Request request) {
            bool const may = money && !money(request.head);
            return status_reply(office, std::move(request.head), may);
        };
        routes.push_back(std::move(status));
    }
    net::Route calendar;
    calendar.prefix = "/objectifs/bureau.ics";
    calendar.methods = {"GET"};
    calendar.body_limit = 0;
    calendar.admit = doors.calendar;
    calendar.handle = [&office](Request) -> asio::awaitable<Reply> { co_return calendar_reply(office); };
    routes.push_back(std::move(calendar));
    for (auto const path : {webhook, prometheus}) {
        net::Route alerts;
        alerts.prefix = std::string(path);
        alerts.methods = {"POST"};
        alerts.body_limit = largest_alerts;
        alerts.admit = doors.alerts;
        alerts.handle = [&office](Request request) { return take_alerts(office, std::move(request)); };
        routes.push_back(std::move(alerts));
    }
    return routes;
}

}  // namespace adapters::objectives
