#pragma once
/// \file adapters/email/plain_text.hpp
/// Texts before they are analysed: special spaces, byte order marks, format=flowed. And the folded form in which
/// lines are compared: lower case, no accents, ' for ’. Pure; linear.

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// NBSP, NNBSP and their kind become a space, U+FEFF goes, controls but LF and TAB go, NFC.
[[nodiscard]] std::string normalised(std::string_view utf8);

/// Lines of format=flowed joined (RFC 3676): soft breaks, space-stuffing, quote depths, "-- " kept.
[[nodiscard]] std::string unflowed(std::string_view text, bool delsp);

[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// For comparing: lower case, without accents (é → e, œ → oe), typographic quotes and dashes as ASCII, zero-width
/// characters gone, runs of blanks as one space, ends trimmed. At most `limit` bytes of input are looked at.
[[nodiscard]] std::string folded(std::string_view line, std::size_t limit = 600);

}  // namespace adapters::email
