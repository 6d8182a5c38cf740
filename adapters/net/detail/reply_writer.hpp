#pragma once
/// \file adapters/net/detail/reply_writer.hpp
/// A reply's header as bytes. No `Server` field: nothing tells what runs here (reliability: T11).
/// Threads: pure.

#include "adapters/net/http.hpp"

#include <ctime>
#include <optional>
#include <string>

namespace adapters::net::detail {

/// \param now for `Date` (RFC 9110 §6.6.1). \returns nothing if a field holds a control character or the
/// status is not final.
/// \param with_length  false: the body ends with the connection (RFC 9112 §6.3)
[[nodiscard]] std::optional<std::string> reply_header(
    const Reply&, bool close, std::time_t now, bool with_length = true
);
/// Whether a reply of that status has a body (RFC 9110 §6.4.1).
[[nodiscard]] bool has_body(int status);

}  // namespace adapters::net::detail
