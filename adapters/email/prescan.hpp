#pragma once
/// \file adapters/email/prescan.hpp
/// One linear pass over the raw bytes before any parser sees them: size, header blocks, parts, depth, addresses,
/// references. What does not pass is answered 554 at the source, or quarantined (reference: email.md §2.3).
///
/// Pure; O(bytes); memory bounded by the limits.

#include "adapters/email/limits.hpp"

#include <optional>
#include <string_view>

namespace adapters::email {

enum class Refusal {
    too_large,          ///< 552 5.3.4
    too_many_parts,     ///< the others: 554 5.6.0
    too_deep,
    header_too_large,
    too_many_addresses,
    too_many_references,
    no_header,          ///< not one field: no mail
    no_author           ///< From: without an address in it that is no mere name (RFC 5322 §3.6.2)
};
[[nodiscard]] std::string_view word_of(Refusal);  ///< "too_many_parts": for logs and `why`

[[nodiscard]] std::optional<Refusal> prescan(std::string_view raw, const Limits& = {});

}  // namespace adapters::email
