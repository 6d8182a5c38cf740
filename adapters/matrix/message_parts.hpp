#pragma once
/// \file adapters/matrix/message_parts.hpp
/// Cuts a document into pieces that fit into one event each: between blocks first, then between lines or
/// items, then at the end of a sentence, then between words, and inside a word only if nothing else is left.
///
/// An event may have 65,536 bytes of canonical JSON with its signatures; we keep `content` under 60,000.
/// Source: Matrix 1.19, "Size limits"; matrix.md §2.5. Threads: pure; any.

#include "bot/wording/document.hpp"

#include <cstddef>
#include <vector>

namespace adapters::matrix {

/// \param most bytes that `body` and `formatted_body`, both as JSON strings, may have together; at least
/// 8,000. \param bodies how many times the plain body is counted (an edit carries it twice). \returns at
/// least one piece; in order. A numbered list that is cut goes on as lines with their numbers.
[[nodiscard]] std::vector<bot::wording::Document> parts(
    const bot::wording::Document&, std::size_t most, std::size_t bodies = 1
);

}  // namespace adapters::matrix
