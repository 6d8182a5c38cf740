#pragma once
/// \file adapters/matrix/retry_after.hpp
/// How long a peer asks us to wait: the value of `Retry-After`, as seconds or as a date.
/// Source: RFC 9110 §10.2.3, §5.6.7 (IMF-fixdate; the two obsolete forms are not read). Threads: pure; any.

#include <chrono>
#include <optional>
#include <string_view>

namespace adapters::matrix {

/// \returns at least 0 and at most one hour; nothing if it is neither number nor date.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(
    std::string_view value, std::chrono::sys_seconds now
);

}  // namespace adapters::matrix
