#include "adapters/api/answer.hpp"

#include "adapters/api/query.hpp"
#include "adapters/api/repeated_key.hpp"
#include "adapters/net/json_guard.hpp"
#include "adapters/net/secret.hpp"

#include <span>

namespace adapters::api {

std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

net::Reply json_reply(int status, const Json& json) {
    net::Reply reply;
    reply.status = status;
    reply.content_type = "application/json";
    reply.body = written(json);
    reply.headers.emplace_back("Cache-Control", "no-store");
    return reply;
}

net::Reply tagged_reply(const net::RequestHead& head, std::string body, std::string control) {
    constexpr std::size_t tag_bytes = 16;
    net::Reply reply;
    reply.content_type = "application/json";
    reply.body = std::move(body);
    auto const digest = net::sha256(reply.body);
    auto const tag = "\"" + net::base64url(std::span(digest).first(tag_bytes)) + "\"";
    reply.headers.emplace_back("ETag", tag);
    reply.headers.emplace_back("Cache-Control", std::move(control));
    if (matches(net::header(head.headers, "if-none-match"), tag)) {
        reply.status = 304;
        reply.body.clear();
    }
    return reply;
}

net::Reply cached_reply(const net::RequestHead& head, const Json& json) { return tagged_reply(head, written(json), "private, no-cache"); }

std::variant<Json, Problem> read_json(std::string_view body) {
    net::JsonLimits limits;
    limits.depth = 8;
    limits.items = 200'000;
    limits.string_bytes = 4096;
    switch (net::check_json(body, limits)) {
        case net::JsonVerdict::ok:
            break;
        case net::JsonVerdict::not_json:
            return problems::bad_json("Ce n’est pas du JSON (RFC 8259, UTF-8).");
        case net::JsonVerdict::too_deep:
            return problems::bad_json("Trop de niveaux\u00A0: 8 au plus.");
        case net::JsonVerdict::too_many:
            return problems::bad_json("Trop de valeurs\u00A0: 200\u00A0000 au plus.");
        case net::JsonVerdict::too_long:
            return problems::bad_json("Un texte est trop long\u00A0: 4096 octets au plus.");
    }
    if (auto const place = repeated_key(body)) return problems::said_twice({{*place, "clé donnée deux fois"}});
    return Json::parse(body, nullptr, false);
}

}  // namespace adapters::api
