#include "adapters/net/http_client.hpp"

#include <boost/system/errc.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace adapters::net {
namespace {

bool is_alnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name(std::string_view s) {
    return !s.empty() && s.size() <= 253 && std::all_of(s.begin(), s.end(), [](char c) {
        return is_alnum(c) || c == '-' || c == '.' || c == '_';
    });
}

bool is_ipv6(std::string_view s) {
    return s.size() >= 2 && std::all_of(s.begin(), s.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
                      c == ':' || c == '.';
           });
}

bool is_port(std::string_view s) {
    unsigned value = 0;
    auto const [end, ec] = std::from_chars(s.data(), s.data() + s.size(), value);
    return ec == std::errc() && end == s.data() + s.size() && value > 0 && value < 65536;
}

bool is_path(std::string_view s) {
    return std::all_of(s.begin(), s.end(), [](char c) {
        return c > 0x20 && c < 0x7F && c != '?' && c != '#';
    });
}

}  // namespace

boost::system::result<Origin> parse_origin(const std::string& url) {
    auto const invalid = boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
    std::string_view rest = url;
    Origin origin;
    if (rest.starts_with("https://")) {
        origin.tls = true;
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else {
        return invalid;
    }
    origin.port = origin.tls ? "443" : "80";

    auto const slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    std::string_view path = rest.substr(slash);
    while (path.ends_with('/')) path.remove_suffix(1);
    if (!is_path(path)) return invalid;
    origin.base_path = path;

    bool const bracketed = authority.starts_with('[');
    auto const host_end = bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
    if (host_end == std::string_view::npos) return invalid;
    origin.host = authority.substr(bracketed ? 1 : 0, host_end - (bracketed ? 1 : 0));
    authority.remove_prefix(host_end + (bracketed ? 1 : 0));
    if (bracketed ? !is_ipv6(origin.host) : !is_name(origin.host)) return invalid;
    if (authority.empty()) return origin;
    if (!authority.starts_with(':') || !is_port(authority.substr(1))) return invalid;
    origin.port = authority.substr(1);
    return origin;
}

}  // namespace adapters::net
