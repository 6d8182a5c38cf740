#pragma once
/// \file adapters/matrix/html_writer.hpp
/// Documents as Matrix HTML. Only p br strong em ul ol li a blockquote can come out, and only `href` as an
/// attribute, because nothing else is written anywhere: text is always escaped, never looked at for markup.
///
/// Source: Matrix 1.19, client-server API, "m.room.message msgtypes", list of permitted tags. Threads: pure;
/// any.

#include "bot/wording/document.hpp"

#include <string>
#include <string_view>

namespace adapters::matrix {

/// The document as the value of `formatted_body`.
[[nodiscard]] std::string html(const bot::wording::Document&);

/// Text with & < > " ' as entities; a line break becomes <br>.
void append_escaped(std::string& out, std::string_view text);

/// The document with texts that no client takes for more than text: control and direction-override characters
/// are gone, broken UTF-8 is U+FFFD, "@room" and "matrix.to" are broken up by an invisible joiner, and links
/// that are neither https, http nor mailto, or that lead to matrix.to, or that are longer than 2,000 bytes,
/// are text.
[[nodiscard]] bot::wording::Document harmless(bot::wording::Document);

}  // namespace adapters::matrix
