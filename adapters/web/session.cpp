#include "adapters/web/session.hpp"

#include "adapters/web/secret.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>

namespace adapters::web {

namespace ip = boost::asio::ip;

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string_view cookie_name(const Place& place) {
    return place.is_secure() ? "__Host-phare" : "phare";
}

std::string cookie(const Place& place, std::string_view value, std::string_view more) {
    std::string out(cookie_name(place));
    out.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict");
    if (place.is_secure()) out += "; Secure";
    return out.append(more);
}

/// An IPv4 address that came by an IPv6 socket is that IPv4 address.
std::optional<ip::address> address_in(std::string_view text) {
    boost::system::error_code ec;
    auto address = ip::make_address(std::string(text), ec);
    if (ec) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped()) address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

/// "127.0.0.1" has itself, "10.1.0.0/16" and "fd00::/8" whoever is in them.
bool has(const std::string& network, const ip::address& address) {
    if (auto const one = address_in(network)) return *one == address;
    boost::system::error_code ec;
    if (address.is_v4()) {
        auto const all = ip::make_network_v4(network, ec);
        return !ec && all.canonical() == ip::make_network_v4(address.to_v4(), all.prefix_length()).canonical();
    }
    auto const all = ip::make_network_v6(network, ec);
    return !ec && all.canonical() == ip::make_network_v6(address.to_v6(), all.prefix_length()).canonical();
}

bool is_proxy(const Place& place, std::string_view text) {
    auto const address = address_in(text);
    return address && std::any_of(place.proxies.begin(), place.proxies.end(), [&](const std::string& each) { return has(each, *address); });
}

/// "203.0.113.9", or the first 64 bits of an IPv6 address; empty: no address.
std::string group(std::string_view text) {
    auto const address = address_in(text);
    if (!address) return {};
    if (address->is_v4()) return address->to_string();
    auto bytes = address->to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6(bytes).to_string();
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
            auto const pair = trimmed(rest.substr(0, rest.find(';')));
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

std::string address_of(const net::RequestHead& head, const Place& place) {
    std::string last = head.peer;
    if (is_proxy(place, head.peer)) {
        std::string chain;  // fields in order are one list (RFC 9110 §5.3)
        for (auto const& [name, value] : head.headers)
            if (name == "x-forwarded-for") chain += (chain.empty() ? "" : ",") + value;
        std::string_view rest = chain;
        while (!rest.empty()) {
            auto const comma = rest.rfind(',');
            auto const each = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
            if (group(each).empty()) break;  // what a visitor wrote himself counts nothing
            last = each;
            if (!is_proxy(place, each)) break;
        }
    }
    auto const grouped = group(last);
    return grouped.empty() ? head.peer : grouped;
}

}  // namespace adapters::web
