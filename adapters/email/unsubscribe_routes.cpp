#include "adapters/email/unsubscribe_routes.hpp"

#include "adapters/email/address.hpp"
#include "adapters/email/ascii.hpp"
#include "adapters/email/mail_records.hpp"
#include "adapters/email/reply_token.hpp"
#include "bot/delivery/commit.hpp"

#include <optional>

namespace adapters::email {

namespace {

constexpr std::string_view prefix = "/desabonnement/";

std::optional<std::string> from_hex(std::string_view hex) {
    std::string out;
    auto const value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    if (hex.size() % 2 != 0 || hex.size() > 640) return std::nullopt;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        int const high = value(hex[i]), low = value(hex[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

/// Whose wish a path is; nothing: a link that is broken, forged or too old.
std::optional<std::string> address_in(std::string_view path, const MailSettings& settings, std::chrono::sys_days today) {
    if (!path.starts_with(prefix)) return std::nullopt;
    path.remove_prefix(prefix.size());
    auto const slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto const address = from_hex(path.substr(0, slash));
    if (!address || !is_address(*address)) return std::nullopt;
    auto const verdict = check_token(settings.key, path.substr(slash + 1), {TokenPurpose::unsubscribe, *address, {}}, today);
    return verdict == TokenVerdict::good ? address : std::nullopt;
}

net::Reply page(int status, std::string_view title, std::string_view body) {
    net::Reply reply;
    reply.status = status;
    reply.content_type = "text/html; charset=utf-8";
    reply.body = "<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                 "<meta name=\"robots\" content=\"noindex\"><title>";
    ((((reply.body += title) += "</title></head><body><main><h1>") += title) += "</h1>") += body;
    reply.body += "</main></body></html>\n";
    reply.headers = {
        {"Cache-Control", "no-store"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"},
        {"Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"}};
    return reply;
}

net::Reply broken_link() {
    return page(404, "Lien non reconnu", "<p>Ce lien est incomplet ou trop ancien. Répondez STOP à l’un de nos messages\u00a0: cela suffit.</p>");
}

boost::asio::awaitable<net::Reply> unsubscribe(db::Store& store, std::string address, Instant now) {
    db::Store::Unit unit = [address, now](db::Transaction& t) { note(t, address, DeliveryFact::unsubscribed, now); };
    std::exception_ptr const failure = co_await bot::delivery::commit(store, std::move(unit));
    if (failure) co_return page(503, "Réessayez plus tard", "<p>Votre demande n’a pas pu être enregistrée.</p>");
    co_return page(200, "C’est noté", "<p>Vous ne recevrez plus d’alertes ni de points réguliers. Si vous nous écrivez, nous répondons encore.</p>");
}

boost::asio::awaitable<net::Reply> answer(db::Store& store, bot::delivery::Alarm& alarm, const MailSettings& settings, net::Request request) {
    Instant const now = alarm.stamp();
    auto address = address_in(request.head.path, settings, std::chrono::floor<std::chrono::days>(now));
    if (!address) co_return broken_link();
    if (request.head.method != "POST")
        co_return page(
            200, "Ne plus recevoir d’alertes",
            "<p>Un clic suffit. Les réponses à vos propres questions arriveront toujours.</p>"
            "<form method=\"post\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\">"
            "<button type=\"submit\">Me désabonner</button></form>"
        );
    auto reply = co_await unsubscribe(store, std::move(*address), now);
    co_return reply;
}

}  // namespace

std::string unsubscribe_url(const MailSettings& settings, std::string_view address, std::string_view token) {
    return settings.public_url + std::string(prefix) + to_hex(address) + "/" + std::string(token);
}

std::vector<net::Route> unsubscribe_routes(db::Store& store, bot::delivery::Alarm& alarm, MailSettings settings) {
    net::Route route;
    route.prefix = prefix;
    route.methods = {"GET", "POST"};
    route.body_limit = 4096;
    route.handle = [&store, &alarm, settings = std::move(settings)](net::Request request) {
        return answer(store, alarm, settings, std::move(request));
    };
    return {std::move(route)};
}

}  // namespace adapters::email
