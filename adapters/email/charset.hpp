#pragma once
/// \file adapters/email/charset.hpp
/// Bytes with a label into UTF-8, whatever the label is worth (reference: email.md §2.3): the label if the bytes
/// decode strictly under it, else UTF-8, else windows-1252, which takes everything. iso-8859-1 and us-ascii mean
/// windows-1252, as senders do. Pure; linear; thread safe.

#include <string>
#include <string_view>

namespace adapters::email {

[[nodiscard]] bool is_utf8(std::string_view);
/// Always valid UTF-8. NUL becomes U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view bytes, std::string_view label);
/// Takes back an encoding that was done twice ("Ã‰vreux" → "Évreux"): only where every letter beyond ASCII comes from windows-1252 and
/// all of them together are UTF-8. `utf8` must be valid.
[[nodiscard]] std::string once_encoded(std::string utf8);
/// Appends one code point; surrogates and out of range become U+FFFD.
void append_utf8(std::string& out, char32_t);
/// The code point at `at` of valid UTF-8, and moves `at` behind it.
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& at);

}  // namespace adapters::email
