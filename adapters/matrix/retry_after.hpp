#pragma once
/// \file adapters/matrix/retry_after.hpp
/// How long a peer asks us to wait: the value of `Retry-After`, as seconds or as a date.
/// Source: RFC 9110 §10.2.3, §5.6.7 (IMF-fixdate; the two obsolete forms are not read). Threads: pure; any.

#include <chrono>
#include <optional>
#include <string_view>

namespace adapters::matrix {

/// \param date the same answer's `Date`: the peer's date is compared with the peer's clock, not with ours.
/// \returns at least 0 and at most one hour; nothing if it is neither a number nor a date after a known
/// `date`.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(
    std::string_view value, std::string_view date
);

}  // namespace adapters::matrix
