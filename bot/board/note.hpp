#pragma once
/// \file bot/board/note.hpp
/// The bureau's note: two A4 pages of PDF at most, made here, without browser or office suite. A blind member can read it: the
/// structure is tagged (titles, paragraphs, a table with heads), the language is named, the curve has an alternative in
/// words. What does not fit is counted, never dropped silently.
///
/// Threads: any, one call on one thread. Errors: std::runtime_error if cairo or qpdf cannot.

#include "bot/board/board.hpp"
#include "bot/wording/messages.hpp"

#include <string>

namespace bot::board {

/// \returns the bytes of a PDF; the same board gives the same bytes
[[nodiscard]] std::string note_of(const Board&, const wording::Messages&);

}  // namespace bot::board
