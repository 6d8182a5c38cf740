#include "adapters/api/api_endpoint.hpp"

#include "adapters/api/answer.hpp"
#include "adapters/api/import_answers.hpp"
#include "adapters/api/openapi.hpp"
#include "bot/delivery/commit.hpp"

#include <boost/asio/post.hpp>

#include <exception>
#include <functional>

namespace adapters::api {

namespace asio = boost::asio;
using net::Reply;
using net::Request;
using net::RequestHead;

namespace {

constexpr std::size_t small_body = 64 * 1024, bulk_body = 4U << 20U, file_body = 32U << 20U;
const std::vector<std::string> every_method{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

std::string type_words(const Endpoint& endpoint) {
    std::string text;
    for (auto const type : endpoint.types) text += (text.empty() ? "" : ", ") + std::string(type);
    return text;
}

Problem no_desk() { return problems::not_found("Aucun objectif n’est suivi ici."); }

Reply document(const RequestHead& head) {
    if (!head.query.empty()) return reply_of(problems::bad_parameter({{"", "aucun paramètre n’est prévu ici"}}));
    return tagged_reply(head, std::string(openapi_document()), "public, max-age=3600");
}

}  // namespace

ApiEndpoint::ApiEndpoint(
    Gate& gate, bot::delivery::Alarm& alarm, std::shared_ptr<const Evaluator> evaluator, bot::office::Office* office, db::Store& store
)
    : gate_(gate), alarm_(alarm), evaluator_(std::move(evaluator)), office_(office), keys_(store, alarm) {}

ApiEndpoint::~ApiEndpoint() { worker_.join(); }

std::optional<Reply> ApiEndpoint::admit(const RequestHead& head) {
    auto const resource = resource_at(head.path);
    if (!resource) return reply_of(problems::not_found("Voir /api/v1/openapi.json."));
    if (head.method == "OPTIONS") return std::nullopt;
    const Endpoint* const endpoint = resource->with(head.method);
    if (!endpoint) {
        auto reply = reply_of(problems::wrong_method());
        reply.headers.emplace_back("Allow", resource->allow());
        return reply;
    }
    if (endpoint->scope)
        if (auto refusal = gate_.admit(head, *endpoint->scope)) return refusal;
    if (!endpoint->types.empty() && !is_type(net::header(head.headers, "content-type"), endpoint->types))
        return reply_of(problems::wrong_type(type_words(*endpoint)));
    return std::nullopt;
}

asio::awaitable<Reply> ApiEndpoint::handle(Request request) {
    auto resource = resource_at(request.head.path);
    Reply reply;
    if (request.head.method == "OPTIONS") {
        reply.status = 204;
        reply.headers.emplace_back("Allow", resource->allow());
        co_return reply;
    }
    const Endpoint& endpoint = *resource->with(request.head.method);
    if (!endpoint.scope) {
        reply = document(request.head);
        co_return reply;
    }
    auto who = gate_.bearer(request.head, *endpoint.scope);
    if (auto const* problem = std::get_if<Problem>(&who)) {  // taken away while the body came in
        reply = reply_of(*problem);
        co_return reply;
    }
    Token token = std::get<Token>(std::move(who));
    Token const asking = token;
    reply = co_await answer(endpoint, std::move(resource->id), std::move(request), std::move(token));
    gate_.tell_limit(reply, asking);
    co_return reply;
}

asio::awaitable<Reply> ApiEndpoint::answer(const Endpoint& endpoint, std::string id, Request request, Token token) {
    Reply reply;
    auto const today = alarm_.today();
    switch (endpoint.operation) {
        case Operation::openapi:
            reply = document(request.head);
            break;
        case Operation::eligibility:
            reply = eligibility(*evaluator_, request, today);
            break;
        case Operation::eligibility_bulk:
            reply = co_await bulk(std::move(request));  // coro-ok: assigned to what exists already
            break;
        case Operation::measures:
            reply = list_measures(*evaluator_, request.head, today);
            break;
        case Operation::measure:
            reply = one_measure(*evaluator_, request.head, id, today);
            break;
        case Operation::facts:
            reply = list_facts(*evaluator_, request.head);
            break;
        case Operation::objectives:
        case Operation::objective:
        case Operation::figures:
        case Operation::alerts:
            reply = about_objectives(endpoint.operation, request.head, id, token);
            break;
        case Operation::import_shown:
            reply = office_ ? one_import(*office_, request.head, id, token) : reply_of(no_desk());
            break;
        case Operation::import_file:
        case Operation::import_confirm:
        case Operation::import_undo: {
            Order order;
            order.operation = endpoint.operation;
            order.id = std::move(id);
            order.request = std::move(request);
            order.token = std::move(token);
            reply = reply_of(no_desk());
            if (office_) reply = co_await carry_out(*office_, keys_, std::move(order));  // coro-ok: assigned to what exists already
            break;
        }
    }
    co_return reply;
}

Reply ApiEndpoint::about_objectives(Operation operation, const RequestHead& head, const std::string& id, const Token& token) {
    if (!office_) return reply_of(no_desk());
    Bureau const bureau{office_->tools(), office_->state(), overviews_, alarm_.today(), token.may(Scope::money_read)};
    if (operation == Operation::objectives) return list_objectives(bureau, head);
    if (operation == Operation::objective) return one_objective(bureau, head, id);
    return operation == Operation::figures ? figures(bureau, head, id) : alerts(bureau, head);
}

asio::awaitable<Reply> ApiEndpoint::bulk(Request request) {
    Reply reply;
    std::exception_ptr failure;
    auto const today = alarm_.today();
    auto const work = [&] {
        auto const read = read_bulk(*evaluator_, request);
        auto const* problem = std::get_if<Problem>(&read);
        reply = problem ? reply_of(*problem) : answer_bulk(*evaluator_, std::get<Bulk>(read), today);
    };
    std::function<void(db::Store::Completion)> start = [&](db::Store::Completion done) {
        asio::post(worker_, [&work, &failure, done = std::move(done)] {
            try {
                work();
            } catch (...) {
                failure = std::current_exception();
            }
            done(nullptr);
        });
    };
    [[maybe_unused]] std::exception_ptr const none = co_await bot::delivery::completion_of(std::move(start));
    if (failure) std::rethrow_exception(failure);
    co_return reply;
}

std::vector<net::Route> ApiEndpoint::routes() {
    std::vector<net::Route> all;
    for (auto const& [prefix, limit] : std::initializer_list<std::pair<std::string_view, std::size_t>>{
             {"/api/v1/imports", file_body}, {"/api/v1/eligibility/bulk", bulk_body}, {"/api/v1/", small_body}}) {
        net::Route route;
        route.prefix = std::string(prefix);
        route.methods = every_method;
        route.body_limit = limit;
        route.admit = [this](const RequestHead& head) { return admit(head); };
        route.handle = [this](Request request) { return handle(std::move(request)); };
        all.push_back(std::move(route));
    }
    return all;
}

net::HttpServer::Answers ApiEndpoint::answers() {
    net::HttpServer::Answers answers;
    answers.not_found = [](const RequestHead&) { return reply_of(problems::not_found("Voir /api/v1/openapi.json.")); };
    answers.wrong_method = [](const RequestHead&) { return reply_of(problems::wrong_method()); };
    answers.refused = [](int status) { return reply_of(problems::of_status(status)); };
    return answers;
}

}  // namespace adapters::api
