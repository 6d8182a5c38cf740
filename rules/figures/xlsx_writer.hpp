#pragma once
/// \file rules/figures/xlsx_writer.hpp
/// Rows of text as an XLSX workbook of one sheet, in memory. Every cell is a text, written out in the sheet: nothing in
/// it can run as a formula. The same rows give the same bytes. Threads: functions of their arguments.

#include <string>
#include <vector>

namespace rules::figures {

/// \returns the bytes; empty if the archive could not be made (no memory)
[[nodiscard]] std::string workbook_of(const std::vector<std::vector<std::string>>& rows, const std::string& sheet_name);

}  // namespace rules::figures
