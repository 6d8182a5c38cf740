#include "adapters/api/import_answers.hpp"

#include "adapters/api/answer.hpp"
#include "adapters/api/query.hpp"
#include "adapters/net/base64.hpp"
#include "bot/delivery/commit.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::api {

namespace asio = boost::asio;
namespace book = bot::desk::figures;
using bot::office::Office;
using net::Reply;

namespace {

std::string_view status_of(const book::Import& import) {
    if (import.withdrawn_on) return "withdrawn";
    return import.confirmed_on ? "counts" : "proposed";
}

Reply import_reply(int status, const book::Import& import) {
    return json_reply(status, Json{{"import", import.number}, {"status", status_of(import)}});
}

const book::Import* import_of(const Office& office, int number) {
    auto const imports = office.state().ledger.imports();
    return number < 1 || number > static_cast<int>(imports.size()) ? nullptr : &imports[static_cast<std::size_t>(number) - 1];
}

std::optional<int> number_in(const std::string& id) {
    int number = 0;
    auto const [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    if (error != std::errc() || end != id.data() + id.size() || number < 1) return std::nullopt;
    return number;
}

/// What a run that died left: the same file by the same sender, not taken back since.
std::optional<Reply> done_before(const Office& office, const Order& order) {
    if (order.operation != Operation::import_file) {
        auto const number = number_in(order.id);
        auto const* const import = number ? import_of(office, *number) : nullptr;
        auto const wanted = order.operation == Operation::import_confirm ? "counts" : "withdrawn";
        if (import == nullptr || status_of(*import) != wanted) return std::nullopt;
        return import_reply(200, *import);
    }
    auto const hash = book::file_hash(order.request.body);
    auto const imports = office.state().ledger.imports();
    auto const found = std::find_if(imports.rbegin(), imports.rend(), [&](const book::Import& each) {
        return each.file_hash == hash && each.by == order.token.name && !each.withdrawn_on;
    });
    if (found == imports.rend()) return std::nullopt;
    return import_reply(201, *found);
}

asio::awaitable<Reply> import_file(Office& office, Order order) {
    Office::Receipt const receipt = co_await office.receive(std::move(order.request.body), order.token.name);
    Reply reply;
    if (receipt.import == 0) {
        reply = reply_of(problems::refused({{"", receipt.text}}));
        co_return reply;
    }
    Json json{{"import", receipt.import}, {"status", "proposed"}, {"receipt", receipt.text}};
    if (!receipt.annotated.empty()) json["refused_csv"] = receipt.annotated;
    if (!receipt.annotated_xlsx.empty()) json["refused_xlsx"] = net::to_base64(receipt.annotated_xlsx);
    reply = json_reply(201, json);
    co_return reply;
}

asio::awaitable<Reply> decide(Office& office, Order order) {
    Reply reply = reply_of(problems::not_found("Aucun import ne porte ce numéro."));
    auto const number = number_in(order.id);
    if (!number || import_of(office, *number) == nullptr) co_return reply;
    int const import = *number;
    bool const counts = order.operation == Operation::import_confirm;
    std::string const wrong = co_await office.decide(import, counts, order.token.name);
    if (!wrong.empty())
        reply = reply_of(problems::conflict(wrong));
    else
        reply = import_reply(200, *import_of(office, import));
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
