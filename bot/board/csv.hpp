#pragma once
/// \file bot/board/csv.hpp
/// The board's figures as a French spreadsheet opens them with a double click: UTF-8 with BOM, `;`, decimal comma, CRLF.
///
/// Numbers without thousands, "-" for minus; what is hidden as words; empty where there is nothing. A text that a spreadsheet would
/// take for a formula has an apostrophe before it (ecosystem.md §7). Threads: functions of their arguments.

#include "bot/board/board.hpp"
#include "bot/wording/messages.hpp"

#include <string>

namespace bot::board {

/// A line an objective.
[[nodiscard]] std::string csv_of(const Board&, const wording::Messages&);
/// A line a month of one objective.
[[nodiscard]] std::string csv_of_months(const Row&, const wording::Messages&);

}  // namespace bot::board
