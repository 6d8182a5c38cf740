#include "adapters/api/gate.hpp"

#include "adapters/net/visitor_address.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

namespace adapters::api {
namespace {

constexpr std::string_view scheme = "Bearer ";

std::string_view secret_in(const net::RequestHead& head) {
    auto const given = net::header(head.headers, "authorization");
    return given.starts_with(scheme) ? given.substr(scheme.size()) : std::string_view();
}

std::string day_words(std::chrono::sys_days day) {
    std::chrono::year_month_day const date(day);
    return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

void say_limit(net::Reply& reply, std::string_view what, const net::RateLimit& limit, const std::string& whose, net::Steady now) {
    auto const& rate = limit.rate();
    auto const window = static_cast<long>(std::ceil(rate.burst / rate.per_minute * 60));
    auto const left = limit.left(whose, now);
    auto const full_in = static_cast<long>(std::ceil((rate.burst - static_cast<double>(left)) / rate.per_minute * 60));
    reply.headers.emplace_back("RateLimit-Policy", fmt::format("\"{}\";q={};w={}", what, static_cast<long>(rate.burst), window));
    reply.headers.emplace_back("RateLimit", fmt::format("\"{}\";r={};t={}", what, left, full_in));
}

}  // namespace

Gate::Gate(TokenFile& file, bot::delivery::Alarm& alarm, net::Rate rate, net::Rate bad, std::vector<std::string> proxies)
    : file_(file), alarm_(alarm), limit_(rate), bad_(bad), proxies_(std::move(proxies)) {}

std::variant<Token, Problem> Gate::bearer(const net::RequestHead& head, Scope scope) {
    auto const secret = secret_in(head);
    if (secret.empty()) return problems::no_token();
    auto const book = file_.now();
    if (!book) return problems::unavailable("Le fichier des jetons ne se lit pas.");
    const Token* const token = book->find(secret);
    if (!token) return problems::no_token();
    if (!token->may(scope)) return problems::wrong_scope(name_of(scope));
    return *token;
}

std::optional<net::Reply> Gate::admit(const net::RequestHead& head, Scope scope) {
    auto const who = bearer(head, scope);
    if (auto const* problem = std::get_if<Problem>(&who)) return turned_away(head, *problem);
    auto const& token = std::get<Token>(who);
    auto const now = alarm_.steady();
    if (!limit_.allow(token.id, now)) {
        auto reply = reply_of(problems::too_many());
        reply.headers.emplace_back("Retry-After", std::to_string(limit_.wait(token.id, now).count()));
        tell_limit(reply, token);
        return reply;
    }
    file_.used(token.id, day_words(alarm_.today()));
    return std::nullopt;
}

net::Reply Gate::turned_away(const net::RequestHead& head, const Problem& problem) {
    auto const now = alarm_.steady();
    auto const address = net::visitor_address(head, proxies_);
    if (problem.status != 401 || bad_.allow(address, now)) return reply_of(problem);
    auto reply = reply_of(problems::too_many());
    reply.headers.emplace_back("Retry-After", std::to_string(bad_.wait(address, now).count()));
    say_limit(reply, "address", bad_, address, now);
    return reply;
}

void Gate::tell_limit(net::Reply& reply, const Token& token) const { say_limit(reply, "token", limit_, token.id, alarm_.steady()); }

std::function<std::optional<net::Reply>(const net::RequestHead&)> Gate::for_scope(Scope scope) {
    return [this, scope](const net::RequestHead& head) { return admit(head, scope); };
}

std::function<std::string(const net::RequestHead&)> Gate::asker(Scope scope) {
    return [this, scope](const net::RequestHead& head) {
        auto const who = bearer(head, scope);
        auto const* const token = std::get_if<Token>(&who);
        return token == nullptr ? std::string() : token->id;
    };
}

}  // namespace adapters::api
