#pragma once
/// \file adapters/email/header_text.hpp
/// Header values as people read them: encoded words (RFC 2047), raw 8-bit, folding. Own decoding, because GMime
/// 3.2.13 loses what follows a padded base64 word (reference: email.md §2.3).
///
/// Adjacent words of one charset are joined as bytes before they are converted, for senders who cut characters.
/// Decoded control characters (CR and LF above all) become spaces, so that a value can go into a header or an event.
/// Pure; linear.

#include <string>
#include <string_view>

namespace adapters::email {

[[nodiscard]] std::string header_text(std::string_view raw);

/// The value with folding undone and comments (RFC 5322 §3.2.2) left out; quoted strings stay as they are.
[[nodiscard]] std::string without_comments(std::string_view raw);

}  // namespace adapters::email
