#pragma once
/// \file rules/places/csv.hpp
/// Strict reading of our own CSV files (RFC 4180, comma, LF, UTF-8, header first): a file that is not exactly
/// as expected is refused with its line, so that a bad update of the data never loads in part.
///
/// Threads: pure.

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rules::places {

struct CsvRow {
    int line = 0;  ///< where the row begins, from 1
    std::vector<std::string> cells;
};

/// \param columns the header that the file must have, in order.
/// \returns the rows below the header, each as long as `columns`; nothing, and why in `error`
///          ("communes.csv:12: 10 columns, 11 expected"), if anything is amiss.
[[nodiscard]] std::optional<std::vector<CsvRow>> read_csv(
    const std::filesystem::path&, std::initializer_list<std::string_view> columns, std::string& error
);

/// "a|b" → {"a", "b"}; an empty cell → {}.
[[nodiscard]] std::vector<std::string> split_list(std::string_view cell);

}  // namespace rules::places
