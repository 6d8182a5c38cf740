#pragma once
/// \file adapters/email/html_text.hpp
/// HTML of a mail as lines of text (libxml2). What a reader would not see is left out: hidden elements, styles,
/// scripts. Quotations keep their shape: lines of a quoting blockquote begin with "> ", and a line that consists of
/// `quote_mark` stands where a mail client says that the earlier message begins.
///
/// Threads: any. Time and memory linear in the input; nesting is cut by libxml2 at 256.

#include <string>
#include <string_view>

namespace adapters::email {

/// A line of its own; cannot come from a mail, where control characters are dropped.
inline constexpr std::string_view quote_mark = "\x01";

/// At the beginning of a line that is written in a colour of its own, from end to end: in a quotation it is how many
/// people answer ("mes réponses en rouge").
inline constexpr char colour_mark = '\x02';

[[nodiscard]] std::string html_to_text(std::string_view utf8);

}  // namespace adapters::email
