#include "adapters/api/import_answers.hpp"

#include "adapters/api/answer.hpp"
#include "adapters/api/query.hpp"
#include "adapters/net/base64.hpp"
#include "adapters/net/secret.hpp"
#include "bot/delivery/commit.hpp"

#include <algorithm>

namespace adapters::api {

namespace asio = boost::asio;
namespace book = bot::desk::figures;
namespace steering = bot::desk::steering;
using bot::office::Office;
using net::Reply;

namespace {

constexpr std::size_t handle_bytes = 16;

std::string_view status_of(const book::Import& import) {
    if (import.withdrawn_on) return "withdrawn";
    return import.confirmed_on ? "counts" : "proposed";
}

/// What there is to say of an import: whose it is, its sender knows.
Json json_of(const book::Import& import) {
    Json json{{"import", import.claim.handle}, {"number", import.number}, {"status", status_of(import)}};
    json["rows"] = import.rows.size();
    json["proposed_on"] = steering::written_day(import.proposed_on);
    if (import.confirmed_on) json["confirmed_on"] = steering::written_day(*import.confirmed_on);
    if (import.withdrawn_on) json["withdrawn_on"] = steering::written_day(*import.withdrawn_on);
    return json;
}

/// Somebody else's import is answered like one that never was.
Reply no_such_import() { return reply_of(problems::not_found("Aucun import de ce jeton ne porte ce nom.")); }

const book::Import* import_of(const Office& office, const Order& order) {
    return office.state().ledger.claimed(order.token.id, order.id);
}

/// What a run that died left: the same file by the same token, not taken back since.
std::optional<Reply> done_before(const Office& office, const Order& order) {
    if (order.operation != Operation::import_file) {
        auto const* const import = import_of(office, order);
        auto const wanted = order.operation == Operation::import_confirm ? "counts" : "withdrawn";
        if (import == nullptr || status_of(*import) != wanted) return std::nullopt;
        return json_reply(200, json_of(*import));
    }
    auto const hash = book::file_hash(order.request.body);
    auto const imports = office.state().ledger.imports();
    auto const found = std::find_if(imports.rbegin(), imports.rend(), [&](const book::Import& each) {
        return each.file_hash == hash && each.claim.owner == order.token.id && !each.withdrawn_on;
    });
    if (found == imports.rend()) return std::nullopt;
    return json_reply(201, json_of(*found));
}

asio::awaitable<Reply> import_file(Office& office, Order order) {
    std::string const handle = net::fresh_secret(handle_bytes);
    book::Claim claim(order.token.id, handle);
    Office::Receipt const receipt = co_await office.receive(std::move(order.request.body), order.token.name, std::move(claim));
    Reply reply;
    if (receipt.import == 0) {
        reply = reply_of(problems::refused({{"", receipt.text}}));
        co_return reply;
    }
    Json json = json_of(*office.state().ledger.claimed(order.token.id, handle));
    json["receipt"] = receipt.text;
    if (!receipt.annotated.empty()) json["refused_csv"] = receipt.annotated;
    if (!receipt.annotated_xlsx.empty()) json["refused_xlsx"] = net::to_base64(receipt.annotated_xlsx);
    reply = json_reply(201, json);
    co_return reply;
}

asio::awaitable<Reply> decide(Office& office, Order order) {
    Reply reply = no_such_import();
    auto const* const found = import_of(office, order);
    if (found == nullptr) co_return reply;
    int const import = found->number;
    bool const counts = order.operation == Operation::import_confirm;
    std::string const wrong = co_await office.decide(import, counts, order.token.name);
    if (!wrong.empty())
        reply = reply_of(problems::conflict(wrong));
    else
        reply = json_reply(200, json_of(*import_of(office, order)));
    co_return reply;
}

asio::awaitable<Reply> without_key(Office& office, Order order) {
    Reply reply = reply_of(problems::unavailable("Le stockage ne répond pas\u00A0: réessayez."));
    try {
        if (order.operation == Operation::import_file)
            reply = co_await import_file(office, std::move(order));  // coro-ok: assigned to what exists already
        else
            reply = co_await decide(office, std::move(order));  // coro-ok: assigned to what exists already
    } catch (const bot::delivery::NotStored&) {  // nothing has happened
    }
    co_return reply;
}

asio::awaitable<Reply> with_key(Office& office, Idempotency& keys, Order order, std::string key) {
    Reply reply;
    std::string const token = order.token.id;
    std::string const request = name_of_request(order.request.head.path, order.request.body);
    Earlier const earlier = co_await keys.begin(token, key, request);
    switch (earlier.kind) {
        case Earlier::Kind::under_way:
            reply = reply_of(problems::conflict("Une demande avec cette clé est en cours."));
            co_return reply;
        case Earlier::Kind::other_request:
            reply = reply_of(problems::refused({{"Idempotency-Key", "cette clé a servi à une autre demande"}}));
            co_return reply;
        case Earlier::Kind::answered:
            reply.status = earlier.status;
            reply.body = earlier.body;
            reply.content_type = earlier.status < 400 ? "application/json" : "application/problem+json";
            reply.headers.emplace_back("Cache-Control", "no-store");
            co_return reply;
        case Earlier::Kind::begun:
        case Earlier::Kind::none:
            break;
    }
    std::optional<Reply> done;
    if (earlier.kind == Earlier::Kind::begun) done = done_before(office, order);
    std::exception_ptr failure;
    try {
        if (done)
            reply = std::move(*done);
        else
            reply = co_await without_key(office, std::move(order));  // coro-ok: assigned to what exists already
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure || reply.status >= 500) {
        keys.give_up(token, key);
        if (failure) std::rethrow_exception(failure);
        co_return reply;
    }
    int const status = reply.status;
    std::string body = reply.body;
    co_await keys.end(token, key, request, status, std::move(body));
    co_return reply;
}

}  // namespace

Reply one_import(const Office& office, const net::RequestHead& head, const std::string& id, const Token& token) {
    Query const query(head.query, {});
    if (!query.wrong().empty()) return reply_of(problems::bad_parameter(query.wrong()));
    auto const* const import = office.state().ledger.claimed(token.id, id);
    return import == nullptr ? no_such_import() : json_reply(200, json_of(*import));
}

asio::awaitable<Reply> carry_out(Office& office, Idempotency& keys, Order order) {
    Reply reply;
    Query const query(order.request.head.query, {});
    if (!query.wrong().empty()) {
        reply = reply_of(problems::bad_parameter(query.wrong()));
        co_return reply;
    }
    auto const& headers = order.request.head.headers;
    bool const keyed = std::any_of(headers.begin(), headers.end(), [](auto const& each) { return each.first == "idempotency-key"; });
    std::string key(net::header(headers, "idempotency-key"));
    if (!keyed) {
        reply = co_await without_key(office, std::move(order));
        co_return reply;
    }
    if (!is_key(key)) {
        reply = reply_of(problems::bad_parameter({{"Idempotency-Key", "1 à 128 caractères visibles sont attendus"}}));
        co_return reply;
    }
    reply = reply_of(problems::unavailable("Le stockage ne répond pas\u00A0: réessayez."));
    try {
        reply = co_await with_key(office, keys, std::move(order), std::move(key));  // coro-ok: assigned to what exists already
    } catch (const bot::delivery::NotStored&) {  // nothing has happened
    }
    co_return reply;
}

}  // namespace adapters::api
