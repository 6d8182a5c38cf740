#include "adapters/matrix/homeserver_endpoint.hpp"

#include "adapters/matrix/json_fields.hpp"
#include "adapters/matrix/transaction.hpp"
#include "adapters/net/secret.hpp"
#include "bot/delivery/commit.hpp"
#include "bot/observing/log.hpp"
#include "bot/observing/metrics.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

namespace adapters::matrix {
namespace {

namespace asio = boost::asio;
using bot::observing::Count;
using bot::observing::Level;
using bot::observing::What;

constexpr std::string_view transactions_path = "/_matrix/app/v1/transactions/";
constexpr std::string_view ping_path = "/_matrix/app/v1/ping";
constexpr std::string_view users_path = "/_matrix/app/v1/users/";
constexpr std::string_view rooms_path = "/_matrix/app/v1/rooms/";
constexpr std::string_view thirdparty_path = "/_matrix/app/v1/thirdparty/";
constexpr std::size_t transaction_limit = 32u
                                          << 20;  // 100 events of 64 KiB, state repeated twice: up to 20 MB
constexpr std::size_t small_limit = 64u << 10;

net::Reply empty_object() {
    net::Reply reply;
    reply.body = "{}";  // an empty body is a failure to Synapse, whatever the status
    return reply;
}

net::Reply unrecognized(int status) {
    return matrix_error(status, "M_UNRECOGNIZED", "Unrecognized request");
}

/// Any letter case of "bearer", then one token.
std::optional<std::string_view> bearer(std::string_view value) {
    constexpr std::string_view scheme = "bearer ";
    bool const fits = value.size() >= scheme.size() &&
                      std::equal(scheme.begin(), scheme.end(), value.begin(), [](char lower, char c) {
                          return lower == (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
                      });
    if (!fits) return std::nullopt;
    return value.substr(scheme.size());
}

/// The values of `access_token` in a query.
std::vector<std::string> tokens_in(std::string_view query) {
    std::vector<std::string> tokens;
    while (!query.empty()) {
        auto const pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        constexpr std::string_view name = "access_token=";
        if (!pair.starts_with(name)) continue;
        std::string decoded;
        if (!net::percent_decode(pair.substr(name.size()), decoded)) decoded.clear();
        tokens.push_back(std::move(decoded));
    }
    return tokens;
}

net::Reply store_is_full() {
    bot::observing::count(Count::intake_refused);
    return matrix_error(503, "M_LIMIT_EXCEEDED", "Not accepting events at the moment");
}

/// What a unit of work found out; written by the unit, read after its commit.
struct Outcome {
    std::vector<std::int64_t> admitted;
    std::size_t duplicates = 0;
};

}  // namespace

net::Reply matrix_error(int status, std::string_view errcode, std::string_view error) {
    net::Reply reply;
    reply.status = status;
    nlohmann::json const body = {{"errcode", errcode}, {"error", error}};
    reply.body = body.dump();
    return reply;
}

std::optional<net::Reply> refuse_token(const net::RequestHead& head, std::string_view hs_token) {
    auto const given =
        std::ranges::count(head.headers, "authorization", [](auto const& h) { return h.first; });
    auto const in_query = tokens_in(head.query);
    auto const token = bearer(net::header(head.headers, "authorization"));
    if (given == 0 && in_query.empty()) return matrix_error(401, "M_MISSING_TOKEN", "Missing access token");
    bool good = given == 1 && token && !hs_token.empty() && net::same_secret(*token, hs_token);
    for (auto const& other : in_query) good = net::same_secret(other, hs_token) && good;
    if (good) return std::nullopt;
    return matrix_error(403, "M_FORBIDDEN", "Bad token");
}

HomeserverEndpoint::HomeserverEndpoint(Settings settings, db::Store& store, OnAdmitted on_admitted, Now now)
    : settings_(std::move(settings)),
      store_(store),
      on_admitted_(std::move(on_admitted)),
      now_(std::move(now)) {}

std::optional<net::Reply> HomeserverEndpoint::admit(const net::RequestHead& head) {
    auto refusal = refuse_token(head, settings_.hs_token);
    if (!refusal) last_heard_ = std::chrono::steady_clock::now();
    return refusal;
}

std::vector<net::Route> HomeserverEndpoint::routes() {
    using Handler = asio::awaitable<net::Reply> (HomeserverEndpoint::*)(net::Request);
    auto const route =
        [this](std::string_view prefix, const char* method, std::size_t limit, Handler handler) {
            net::Route r;
            r.prefix = prefix;
            r.methods = {method};
            r.body_limit = limit;
            r.admit = [this](const net::RequestHead& head) { return admit(head); };
            r.handle = [this, handler](net::Request request) { return (this->*handler)(std::move(request)); };
            return r;
        };
    return {
        route(transactions_path, "PUT", transaction_limit, &HomeserverEndpoint::transaction),
        route(ping_path, "POST", small_limit, &HomeserverEndpoint::ping),
        route(users_path, "GET", small_limit, &HomeserverEndpoint::user),
        route(rooms_path, "GET", small_limit, &HomeserverEndpoint::unknown),
        route(thirdparty_path, "GET", small_limit, &HomeserverEndpoint::unknown),
    };
}

net::HttpServer::Answers HomeserverEndpoint::answers() {
    net::HttpServer::Answers answers;
    answers.not_found = [](const net::RequestHead&) { return unrecognized(404); };
    answers.wrong_method = [](const net::RequestHead&) { return unrecognized(405); };
    answers.refused = [](int status) {
        if (status == 413) return matrix_error(status, "M_TOO_LARGE", "Too large");
        if (status == 503) return matrix_error(status, "M_LIMIT_EXCEEDED", "Too much at once");
        return matrix_error(status, "M_UNKNOWN", "Bad request");
    };
    return answers;
}

asio::awaitable<net::Reply> HomeserverEndpoint::transaction(net::Request request) {
    auto const began = std::chrono::steady_clock::now();
    if (request.head.path.size() <= transactions_path.size()) co_return unrecognized(404);
    bot::observing::count(Count::transactions);
    auto const intake = std::make_shared<const Intake>(split(settings_, request.body));
    std::string().swap(request.body);
    bot::observing::count(Count::events_ignored, intake->ignored);
    if (intake->events.empty() && intake->bad.empty()) co_return empty_object();
    if (!store_.accepts_intake()) co_return store_is_full();

    auto const outcome = std::make_shared<Outcome>();
    auto const received_at = now_();
    db::Store::Unit unit = [intake, outcome, received_at](db::Transaction& tx) {
        *outcome = {};  // a unit may run again
        for (auto const& event : intake->events) {
            auto const seq = tx.admit({{"matrix", event.room_id}, event.event_id, event.raw, received_at});
            if (seq)
                outcome->admitted.push_back(*seq);
            else
                ++outcome->duplicates;
        }
        for (auto const& bad : intake->bad) tx.quarantine_raw("matrix", bad.raw, bad.why, received_at);
    };
    std::exception_ptr const failure = co_await bot::delivery::commit(store_, std::move(unit));
    if (failure) {
        bot::observing::log(Level::error, What::intake_refused, {{"events", intake->events.size()}});
        co_return store_is_full();
    }
    bot::observing::count(Count::events_admitted, outcome->admitted.size());
    bot::observing::count(Count::events_duplicate, outcome->duplicates);
    bot::observing::count(Count::events_quarantined, intake->bad.size());
    if (intake->garbage) {
        bot::observing::count(Count::transactions_garbage);
        bot::observing::log(
            Level::error, What::transaction_garbage, {{"bytes", intake->bad.front().raw.size()}}
        );
    } else if (!intake->bad.empty()) {
        bot::observing::log(Level::error, What::event_quarantined, {{"events", intake->bad.size()}});
    }
    if (!outcome->admitted.empty()) on_admitted_(outcome->admitted);
    bot::observing::observe(bot::observing::Timing::acknowledge, std::chrono::steady_clock::now() - began);
    co_return empty_object();
}

asio::awaitable<net::Reply> HomeserverEndpoint::ping(net::Request request) {
    bool const exact = request.head.path == ping_path;
    if (!exact) co_return unrecognized(404);
    co_return empty_object();
}

asio::awaitable<net::Reply> HomeserverEndpoint::user(net::Request request) {
    // All that follows the prefix: '/' is legal in a user id and Synapse leaves it as it is.
    std::string_view const rest = std::string_view(request.head.path).substr(users_path.size());
    std::string id;
    if (net::percent_decode(rest, id) && is_us(settings_, id)) co_return empty_object();
    co_return matrix_error(404, "M_NOT_FOUND", "No such user");
}

asio::awaitable<net::Reply> HomeserverEndpoint::unknown(net::Request) {
    auto reply = matrix_error(404, "M_NOT_FOUND", "Nothing of that name");
    co_return reply;
}

}  // namespace adapters::matrix
