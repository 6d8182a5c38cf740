#pragma once
/// \file adapters/email/ascii.hpp
/// What header fields need of text: ASCII case, trimming, words. Never locale dependent. Pure.

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace adapters::email {

[[nodiscard]] constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_alpha(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

[[nodiscard]] std::string lowered(std::string_view);
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);  ///< ASCII case ignored
[[nodiscard]] std::string_view trimmed(std::string_view);              ///< blanks and line ends off both ends
/// Where `what` (lower case) begins in `text` (any case); npos: nowhere. Linear for the short words it is used with.
[[nodiscard]] std::size_t find_word(std::string_view text, std::string_view what, std::size_t from = 0);
[[nodiscard]] inline bool has(std::string_view text, std::string_view what) {
    return text.find(what) != std::string_view::npos;
}
[[nodiscard]] inline bool has_any(std::string_view text, std::span<const std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return has(text, word); });
}

}  // namespace adapters::email
