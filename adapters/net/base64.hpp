#pragma once
/// \file adapters/net/base64.hpp
/// Bytes inside JSON. RFC 4648 §4, with padding, without line breaks. Pure.

#include <string>
#include <string_view>

namespace adapters::net {

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// \returns nothing of what is not base64
[[nodiscard]] std::string from_base64(std::string_view text);

}  // namespace adapters::net
