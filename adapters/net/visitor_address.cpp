#include "adapters/net/visitor_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace adapters::net {

namespace ip = boost::asio::ip;

namespace {

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

bool is_proxy(std::span<const std::string> proxies, std::string_view text) {
    auto const address = address_in(text);
    return address && std::any_of(proxies.begin(), proxies.end(), [&](const std::string& each) { return has(each, *address); });
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

std::string visitor_address(const RequestHead& head, std::span<const std::string> proxies) {
    std::string last = head.peer;
    if (is_proxy(proxies, head.peer)) {
        std::string chain;  // fields in order are one list (RFC 9110 §5.3)
        for (auto const& [name, value] : head.headers)
            if (name == "x-forwarded-for") chain += (chain.empty() ? "" : ",") + value;
        std::string_view rest = chain;
        while (!rest.empty()) {
            auto const comma = rest.rfind(',');
            auto const each = without_blanks(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
            rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
            if (group(each).empty()) break;  // what a visitor wrote himself counts nothing
            last = each;
            if (!is_proxy(proxies, each)) break;
        }
    }
    auto const grouped = group(last);
    return grouped.empty() ? head.peer : grouped;
}

}  // namespace adapters::net
