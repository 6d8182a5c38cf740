#pragma once
/// \file rules/figures/table.hpp
/// A file of figures as rows of cells, whatever it was: CSV of any dialect, or XLSX. Rows go through one at a
/// time; nothing of the file is kept but what the caller keeps.
///
/// Errors: words for people, in French; nothing thrown. Threads: functions of their arguments.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rules::figures {

enum class CellKind : std::uint8_t { empty, text, number, date };

/// Valid during the call only.
struct Cell {
    CellKind kind = CellKind::empty;
    std::string_view text;  ///< UTF-8, trimmed; of a date: "2021-02-28"; of a number: as the file has it, dot
};

/// \param line of the file, or row number of the sheet, from 1
/// \returns false to stop reading
using RowSink = std::function<bool(int line, std::span<const Cell>)>;

/// Why a file as a whole cannot be read.
struct Unreadable {
    int line = 0;  ///< 0: the whole file
    std::string message;
};

inline constexpr std::size_t largest_file = 32U << 20U;   ///< bytes
inline constexpr int most_rows = 200'000, most_columns = 64;
inline constexpr std::size_t longest_cell = 4096;         ///< bytes

enum class FileKind : std::uint8_t { csv, xlsx, xls, ods, other };
/// By its first bytes, never by its name.
[[nodiscard]] FileKind kind_of(std::string_view bytes);
/// What to say of a file that we do not read; empty for those we do.
[[nodiscard]] std::string refusal_of(FileKind);

/// Reads whichever it is; rows that are empty from end to end are passed over.
[[nodiscard]] std::optional<Unreadable> read_table(std::string_view bytes, const RowSink&);

}  // namespace rules::figures
