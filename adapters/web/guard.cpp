#include "adapters/web/guard.hpp"

#include <algorithm>
#include <string>

namespace adapters::web {
namespace {

void add(net::Reply& reply, std::string_view name, std::string_view value) {
    bool const is_there = std::any_of(reply.headers.begin(), reply.headers.end(), [&](auto const& each) { return each.first == name; });
    if (!is_there) reply.headers.emplace_back(std::string(name), std::string(value));
}

}  // namespace

void guard(net::Reply& reply, std::string_view policy, const Place& place) {
    add(reply, "Content-Security-Policy", policy);
    add(reply, "X-Content-Type-Options", "nosniff");
    add(reply, "Referrer-Policy", "same-origin");  // not "no-referrer": browsers would then call the origin of our own forms "null"
    add(reply, "Cross-Origin-Opener-Policy", "same-origin");
    add(reply, "Cross-Origin-Resource-Policy", "same-origin");
    add(reply, "Permissions-Policy", "geolocation=(), camera=(), microphone=()");
    add(reply, "Cache-Control", "no-store");
    if (place.is_secure()) add(reply, "Strict-Transport-Security", "max-age=31536000");
}

}  // namespace adapters::web
