#pragma once
/// \file bot/board/workbook.hpp
/// The board as an Excel workbook: figures as numbers, what is hidden as words, where they come from on a sheet of its own.
///
/// Texts that look like a formula stay texts. Threads: any, one call on one thread; writes a temporary file, which is gone when
/// it returns. Errors: std::runtime_error if that cannot be written.

#include "bot/board/board.hpp"
#include "bot/needs/needs.hpp"
#include "bot/wording/messages.hpp"

#include <string>
#include <vector>

namespace bot::board {

/// \returns the bytes of an .xlsx file; the same board gives the same bytes
/// \param needs  of the territories, as they may be shown; none: no sheet of them
[[nodiscard]] std::string workbook_of(const Board&, const wording::Messages&, const std::vector<needs::Published>& needs = {});

}  // namespace bot::board
