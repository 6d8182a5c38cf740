#include "adapters/net/framing_guard.hpp"

#include <algorithm>
#include <array>

namespace adapters::net {
namespace {

constexpr std::array<std::string_view, 7> known_methods{
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
/// 10^15 bytes: no honest length is longer, and the sum of two such numbers cannot overflow.
constexpr std::size_t most_length_digits = 15;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_control(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

bool is_target_char(char c) {
    return c > 0x20 && c < 0x7F && c != '#' && c != '\\' && c != '"' && c != '<' && c != '>';
}

/// Letters, digits and the punctuation of names, IPv4, bracketed IPv6 and ports.
bool is_host_char(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '_' || c == ':' || c == '[' || c == ']';
}

bool equals_ignoring_case(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + ('a' - 'A')) : x) == y;
    });
}

struct RequestLine {
    std::string_view method, target, version;
};

/// Splits at single spaces; anything else leaves empty or odd parts, which the checks refuse.
RequestLine split(std::string_view raw) {
    std::string_view const line = raw.substr(0, raw.find('\r'));
    auto const first = line.find(' ');
    auto const last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) return {};
    return {line.substr(0, first), line.substr(first + 1, last - first - 1), line.substr(last + 1)};
}

}  // namespace

HeaderScan::State HeaderScan::advance(std::string_view received) {
    while (state_ == State::more && at_ < received.size()) {
        char const c = received[at_];
        if (c == '\r') {
            if (at_ + 1 == received.size()) break;  // its LF may still come
            if (received[at_ + 1] != '\n') {
                state_ = State::bad;
                break;
            }
            bool const empty_line = at_ == line_start_;
            bool const nothing_yet = at_ == 0;
            at_ += 2;
            line_start_ = at_;
            if (empty_line) state_ = nothing_yet ? State::bad : State::complete;
            continue;
        }
        bool const folded = at_ == line_start_ && (c == ' ' || c == '\t');
        if (folded || is_control(c)) {
            state_ = State::bad;
            break;
        }
        ++at_;
    }
    return state_;
}

std::optional<int> refuse_request_line(std::string_view raw) {
    RequestLine const line = split(raw);
    std::string_view const version = line.version;
    bool const is_http = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                         version[6] == '.' && is_digit(version[7]);
    if (!is_http) return 400;
    if (version != "HTTP/1.1") return 505;
    if (line.target.empty() || line.target.front() != '/') return 400;
    if (!std::all_of(line.target.begin(), line.target.end(), is_target_char)) return 400;
    if (std::find(known_methods.begin(), known_methods.end(), line.method) == known_methods.end()) return 501;
    return std::nullopt;
}

std::optional<int> refuse_fields(const RequestHead& head, std::size_t most_headers) {
    if (head.headers.size() > most_headers) return 431;
    std::size_t hosts = 0;
    std::size_t lengths = 0;
    std::size_t codings = 0;
    bool has_body = false;
    for (auto const& [name, value] : head.headers) {
        if (name == "host") {
            ++hosts;
            if (value.empty() || !std::all_of(value.begin(), value.end(), is_host_char)) return 400;
        } else if (name == "content-length") {
            ++lengths;
            if (value.empty() || value.size() > most_length_digits) return 400;
            if (!std::all_of(value.begin(), value.end(), is_digit)) return 400;
            has_body = has_body || value.find_first_not_of('0') != std::string::npos;
        } else if (name == "transfer-encoding") {
            ++codings;
            if (!equals_ignoring_case(value, "chunked")) return 400;
            has_body = true;
        }
    }
    if (hosts != 1 || lengths > 1 || codings > 1 || (lengths > 0 && codings > 0)) return 400;
    if (has_body && (head.method == "GET" || head.method == "HEAD")) return 400;
    return std::nullopt;
}

void read_request_line(std::string_view raw, RequestHead& head) {
    RequestLine const line = split(raw);
    head.method = line.method;
    head.target = line.target;
    auto const mark = line.target.find('?');
    head.path = line.target.substr(0, mark);
    head.query = mark == std::string_view::npos ? std::string_view() : line.target.substr(mark + 1);
}

}  // namespace adapters::net
