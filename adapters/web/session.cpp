#include "adapters/web/session.hpp"

#include "adapters/net/visitor_address.hpp"
#include "adapters/web/secret.hpp"

#include <algorithm>

namespace adapters::web {

namespace {

std::string_view cookie_name(const Place& place) {
    return place.is_secure() ? "__Host-phare" : "phare";
}

std::string cookie(const Place& place, std::string_view value, std::string_view more) {
    std::string out(cookie_name(place));
    out.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict");
    if (place.is_secure()) out += "; Secure";
    return out.append(more);
}

}  // namespace

Session session_of(std::string cookie) {
    Session session;
    session.conversation = derived("conversation", cookie);
    session.token = derived("form", cookie);
    session.cookie = std::move(cookie);
    return session;
}

Session fresh_session() {
    return session_of(fresh_name());
}

std::optional<std::string> cookie_in(const net::RequestHead& head, std::string_view wanted) {
    for (auto const& [name, value] : head.headers) {
        if (name != "cookie") continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            auto const pair = net::without_blanks(rest.substr(0, rest.find(';')));
            rest.remove_prefix(std::min(rest.size(), rest.find(';') == std::string_view::npos ? rest.size() : rest.find(';') + 1));
            auto const equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != wanted) continue;
            auto const given = pair.substr(equals + 1);
            if (is_name(given)) return std::string(given);
        }
    }
    return std::nullopt;
}

std::optional<Session> session_in(const net::RequestHead& head, const Place& place) {
    auto given = cookie_in(head, cookie_name(place));
    if (!given) return std::nullopt;
    return session_of(std::move(*given));
}

std::string set_cookie(const Session& session, const Place& place) {
    return cookie(place, session.cookie, "");
}

std::string drop_cookie(const Place& place) {
    return cookie(place, "", "; Max-Age=0");
}

bool comes_from_us(const net::RequestHead& head, const Place& place) {
    auto const count = std::ranges::count(head.headers, "origin", [](auto const& h) { return h.first; });
    auto const origin = net::header(head.headers, "origin");
    if (count > 1) return false;
    if (count == 0) {
        auto const site = net::header(head.headers, "sec-fetch-site");
        return site.empty() || site == "same-origin";
    }
    if (!place.origin.empty()) return origin == place.origin;
    return origin == "http://" + std::string(net::header(head.headers, "host"));
}

bool comes_from_elsewhere(const net::RequestHead& head) {
    auto const site = net::header(head.headers, "sec-fetch-site");
    return site == "cross-site" || site == "same-site";
}

std::string address_of(const net::RequestHead& head, const Place& place) { return net::visitor_address(head, place.proxies); }

}  // namespace adapters::web
