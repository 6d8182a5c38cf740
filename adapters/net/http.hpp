#pragma once
/// \file adapters/net/http.hpp
/// HTTP messages as plain values. Beast is seen only by the .cpp files of this folder.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::net {

/// Header names are lower case.
using Headers = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string_view header(
    const Headers&, std::string_view lower_case_name
);  ///< first one; empty: none

/// One value of a list without the blanks around it: OWS, spaces and tabs (RFC 9110 §5.6.3).
[[nodiscard]] std::string_view without_blanks(std::string_view value);

/// Request line and headers, before the body is read.
struct RequestHead {
    std::string method;  ///< "GET"
    std::string target;  ///< as sent, with query
    std::string path;    ///< without query, still percent-encoded
    std::string query;   ///< without '?'
    Headers headers;
    std::string peer;  ///< address of the other end
};
struct Request {
    RequestHead head;
    std::string body;
};
struct Reply {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    Headers headers;     ///< further ones
    bool close = false;  ///< close the connection after it
};

/// What a peer answered to a request of ours.
struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
};

/// Percent-decoding of one path segment or query value ('+' stays '+').
/// \returns false on a broken escape, NUL or invalid UTF-8; `out` is then empty.
[[nodiscard]] bool percent_decode(std::string_view in, std::string& out);
/// Encodes everything but unreserved characters (RFC 3986 §2.3).
[[nodiscard]] std::string percent_encode(std::string_view in);

}  // namespace adapters::net
