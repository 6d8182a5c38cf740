#include "adapters/net/detail/reply_writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace adapters::net::detail {
namespace {

/// Reason phrases of what this service answers; an unknown one may be empty (RFC 9112 §4).
std::string_view reason(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "";
    }
}

bool is_clean(std::string_view s) {
    return std::none_of(s.begin(), s.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
}

bool is_name(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

/// IMF-fixdate, English whatever the locale (RFC 9110 §5.6.7).
std::string date(std::time_t now) {
    static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<const char*, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm t{};
    gmtime_r(&now, &t);
    auto const two = [](int n) {
        return std::string{static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
    };
    std::string out = days.at(static_cast<std::size_t>(t.tm_wday));
    out += ", " + two(t.tm_mday) + " " + months.at(static_cast<std::size_t>(t.tm_mon));
    out += " " + std::to_string(t.tm_year + 1900) + " ";
    out += two(t.tm_hour) + ":" + two(t.tm_min) + ":" + two(t.tm_sec) + " GMT";
    return out;
}

}  // namespace

bool has_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

std::optional<std::string> reply_header(
    const Reply& reply, bool close, std::time_t now, bool with_length
) {
    if (reply.status < 200 || reply.status > 599 || !is_clean(reply.content_type)) return std::nullopt;
    std::string out = "HTTP/1.1 " + std::to_string(reply.status) + " ";
    out.append(reason(reply.status)).append("\r\nDate: ").append(date(now)).append("\r\n");
    if (has_body(reply.status)) {
        if (!reply.content_type.empty())
            out.append("Content-Type: ").append(reply.content_type).append("\r\n");
        if (with_length) out.append("Content-Length: ").append(std::to_string(reply.body.size())).append("\r\n");
    }
    if (close) out.append("Connection: close\r\n");
    for (auto const& [name, value] : reply.headers) {
        if (!is_name(name) || !is_clean(value)) return std::nullopt;
        out.append(name).append(": ").append(value).append("\r\n");
    }
    out.append("\r\n");
    return out;
}

}  // namespace adapters::net::detail
