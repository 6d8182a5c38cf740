#pragma once
/// \file rules/figures/xlsx_table.hpp
/// The first visible sheet of an XLSX workbook (ECMA-376), read from memory with libzip and expat.
///
/// Refused: DTDs (no entity is ever expanded), parts that unpack to more than 256 MiB or 200 times their size,
/// encrypted workbooks. Formulas count by their stored value. Threads: functions of their arguments.

#include "rules/figures/table.hpp"

namespace rules::figures {

[[nodiscard]] std::optional<Unreadable> read_xlsx(std::string_view bytes, const RowSink&);

/// "AB12" → 27 (column, from 0); nothing for anything else.
[[nodiscard]] std::optional<int> column_of(std::string_view reference);
/// An Excel serial day ("44228" → "2021-02-01"); nothing outside 1950 to 2100.
[[nodiscard]] std::optional<std::string> day_of_serial(double serial, bool from_1904);

}  // namespace rules::figures
