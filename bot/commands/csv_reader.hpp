#pragma once
/// \file bot/commands/csv_reader.hpp
/// CSV files as partners send them: `;`, `,` or tab, quoted or not, with or without BOM, UTF-8 or CP1252,
/// lines that end in LF, CRLF or CR.
///
/// The separator is the one of the first line that is found there most often. Each record that is no valid
/// UTF-8 is taken as CP1252 (French text in CP1252 is never valid UTF-8 by chance), unless the file has a
/// BOM. Memory: one record, at most 1 MiB. Threads: an object on one thread.

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace bot::commands {

struct CsvRecord {
    std::int64_t line = 0;           ///< in the file, where the record begins, from 1
    std::vector<std::string> cells;  ///< UTF-8, quotes removed, otherwise as they stand
    std::string problem;             ///< not empty: the record cannot be trusted, and why (in French)
};

class CsvReader {
  public:
    /// \param in binary; outlives the reader.
    explicit CsvReader(std::istream& in);

    /// The next record, blank lines skipped. \returns false at the end of the file.
    [[nodiscard]] bool next(CsvRecord& record);
    [[nodiscard]] char separator() const { return separator_; }
    [[nodiscard]] bool has_bom() const { return bom_; }
    [[nodiscard]] std::int64_t bytes_read() const { return bytes_; }
    /// The file cannot be text of this kind (UTF-16, NUL bytes): why, in French; empty if it can.
    [[nodiscard]] const std::string& unreadable() const { return unreadable_; }

  private:
    [[nodiscard]] int take();
    [[nodiscard]] int peek();
    [[nodiscard]] bool read_raw();
    void split(CsvRecord& record);

    std::istream& in_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::string raw_;  // the record without its line end
    bool too_long_ = false, open_quote_ = false;
    bool bom_ = false;
    char separator_ = ';';
    bool first_ = true;
    std::int64_t line_ = 1, bytes_ = 0;
    std::string unreadable_;
};

/// One record in the same form: cells quoted where they must be, LF at the end.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells, char separator);
[[nodiscard]] bool is_utf8(std::string_view text);
[[nodiscard]] std::string from_cp1252(std::string_view bytes);

}  // namespace bot::commands
