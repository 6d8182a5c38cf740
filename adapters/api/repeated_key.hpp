#pragma once
/// \file adapters/api/repeated_key.hpp
/// A JSON object that gives a key twice: which of both counts, no two programs agree on (RFC 8259 §4), so it is refused.
/// Threads: pure. Cost: one more pass over the text, without a tree.

#include <optional>
#include <string>
#include <string_view>

namespace adapters::api {

/// \returns where the second one stands ("/situation/age", RFC 6901, cut where it is long), or nothing
/// \pre `json` passed net::check_json
[[nodiscard]] std::optional<std::string> repeated_key(std::string_view json);

}  // namespace adapters::api
