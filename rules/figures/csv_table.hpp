#pragma once
/// \file rules/figures/csv_table.hpp
/// CSV as offices write it: `;`, `,` or tab; UTF-8 with or without BOM, UTF-16 with BOM, Windows-1252; quotes as in
/// RFC 4180; LF, CRLF or CR. Threads: functions of their arguments.

#include "rules/figures/table.hpp"

namespace rules::figures {

[[nodiscard]] std::optional<Unreadable> read_csv(std::string_view bytes, const RowSink&);
/// The text of a file as UTF-8: BOM removed, UTF-16 and Windows-1252 converted.
[[nodiscard]] std::string decoded(std::string_view bytes);
/// The separator of the header line: the most frequent of `;`, tab and `,` outside quotes.
[[nodiscard]] char separator_of(std::string_view text);
[[nodiscard]] bool valid_utf8(std::string_view);
/// Without blanks at both ends: U+00A0 and U+202F are blanks too.
[[nodiscard]] std::string_view trimmed(std::string_view);
/// A cell as written between `;`: quoted where it must be, and what a spreadsheet would run as a formula disarmed by an apostrophe.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace rules::figures
