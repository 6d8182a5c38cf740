#pragma once
/// \file adapters/email/base64.hpp
/// Base64 for writing. Pure.

#include <string>
#include <string_view>

namespace adapters::email {

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// In lines of 76, CRLF between them, none at the end.
[[nodiscard]] std::string base64_lines(std::string_view bytes);

}  // namespace adapters::email
