#pragma once
/// \file adapters/email/wire/modified_utf7.hpp
/// Names of IMAP folders on the wire: "Traités" is "Trait&AOk-s" there, "A & B" is "A &- B" (RFC 3501 §5.1.3). Pure.

#include <optional>
#include <string>
#include <string_view>

namespace adapters::email::wire {

/// \returns nothing if the name is no UTF-8. Control characters are encoded like everything that is not printable ASCII.
[[nodiscard]] std::optional<std::string> modified_utf7(std::string_view utf8);

}  // namespace adapters::email::wire
