#include "bot/commands/csv_reader.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace bot::commands {
namespace {

constexpr std::size_t longest_record = std::size_t{1} << 20;
constexpr std::string_view bom = "\xEF\xBB\xBF";

/// What stands at 0x80–0x9F in CP1252; the five holes are kept as control characters.
constexpr std::array<std::uint16_t, 32> cp1252_upper{
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

/// How often `separator` stands outside quotes.
std::size_t occurrences(std::string_view line, char separator) {
    std::size_t count = 0;
    bool quoted = false;
    for (char const c : line) {
        if (c == '"') quoted = !quoted;
        if (!quoted && c == separator) ++count;
    }
    return count;
}

}  // namespace

bool is_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    auto const length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, length, c);
        if (c < 0) return false;
    }
    return true;
}

std::string from_cp1252(std::string_view bytes) {
    std::string text;
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        std::uint32_t const code = byte >= 0x80 && byte < 0xA0 ? cp1252_upper[byte - 0x80U] : byte;
        if (code < 0x80) {
            text += static_cast<char>(code);
        } else if (code < 0x800) {
            text += static_cast<char>(0xC0U | (code >> 6));
            text += static_cast<char>(0x80U | (code & 0x3FU));
        } else {
            text += static_cast<char>(0xE0U | (code >> 12));
            text += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
            text += static_cast<char>(0x80U | (code & 0x3FU));
        }
    }
    return text;
}

CsvReader::CsvReader(std::istream& in) : in_(in) {
    static_cast<void>(peek());
    std::string_view const start = buffer_;
    bom_ = start.starts_with(bom);
    if (bom_) at_ = bom.size();
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF") ||
        start.substr(0, 4096).find('\0') != std::string_view::npos)
        unreadable_ =
            "le fichier n’est pas un CSV en UTF-8 ou Windows-1252 (est-ce un classeur, ou de "
            "l’UTF-16\u00A0?)";
    else if (start.starts_with("PK\x03\x04"))
        unreadable_ = "le fichier est un classeur ou une archive, pas un CSV";
}

int CsvReader::peek() {
    if (at_ == buffer_.size()) {
        bytes_ += static_cast<std::int64_t>(buffer_.size());
        buffer_.resize(std::size_t{1} << 16);
        in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
        buffer_.resize(static_cast<std::size_t>(in_.gcount()));
        at_ = 0;
        if (buffer_.empty()) return -1;
    }
    return static_cast<unsigned char>(buffer_[at_]);
}

int CsvReader::take() {
    int const c = peek();
    if (c >= 0) ++at_;
    return c;
}

/// The bytes of one record. A quote that opens a cell keeps line ends inside until it is closed.
bool CsvReader::read_raw() {
    raw_.clear();
    too_long_ = open_quote_ = false;
    bool quoted = false, cell_begins = true;
    if (peek() < 0) return false;
    while (true) {
        int const c = take();
        if (c < 0) {
            open_quote_ = quoted;
            return true;
        }
        bool const line_end = c == '\n' || c == '\r';
        if (line_end) {
            ++line_;
            if (c == '\r' && peek() == '\n') static_cast<void>(take());
            if (!quoted) return true;
        }
        char const kept = line_end ? '\n' : static_cast<char>(c);
        if (c == '"') {
            if (quoted)
                quoted = false;  // a doubled quote opens again at once
            else if (cell_begins || raw_.ends_with('"'))
                quoted = true;
        }
        cell_begins =
            !quoted && (kept == separator_ || (first_ && (kept == ';' || kept == ',' || kept == '\t')));
        if (raw_.size() < longest_record)
            raw_ += kept;
        else
            too_long_ = true;
    }
}

void CsvReader::split(CsvRecord& record) {
    std::string const text = bom_ || is_utf8(raw_) ? raw_ : from_cp1252(raw_);
    std::size_t i = 0;
    while (true) {
        std::string cell;
        if (i < text.size() && text[i] == '"') {
            for (++i; i < text.size(); ++i) {
                if (text[i] != '"')
                    cell += text[i];
                else if (i + 1 < text.size() && text[i + 1] == '"')
                    cell += text[++i];
                else
                    break;
            }
            if (i < text.size()) ++i;
            if (i < text.size() && text[i] != separator_)
                record.problem = "du texte suit un guillemet fermant";
        }
        while (i < text.size() && text[i] != separator_) cell += text[i++];
        record.cells.push_back(std::move(cell));
        if (i >= text.size()) return;
        ++i;
    }
}

bool CsvReader::next(CsvRecord& record) {
    record.cells.clear();
    record.problem.clear();
    do {
        record.line = line_;
        if (!read_raw()) return false;
    } while (raw_.find_first_not_of(" \t\n") == std::string::npos);
    if (first_) {
        separator_ = ';';
        for (char const candidate : {',', '\t'})
            if (occurrences(raw_, candidate) > occurrences(raw_, separator_)) separator_ = candidate;
        first_ = false;
    }
    split(record);
    if (too_long_) record.problem = "la ligne dépasse 1\u00A0Mio";
    if (open_quote_) record.problem = "un guillemet n’est pas refermé avant la fin du fichier";
    if (bom_ && !is_utf8(raw_)) {
        record.problem = "la ligne n’est pas en UTF-8, alors que le fichier l’annonce";
        for (std::string& cell : record.cells)
            if (!is_utf8(cell)) cell = from_cp1252(cell);
    }
    return true;
}

std::string csv_line(const std::vector<std::string>& cells, char separator) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += separator;
        std::string_view const special = "\"\r\n;,\t";
        if (cells[i].find_first_of(special) == std::string::npos) {
            line += cells[i];
            continue;
        }
        line += '"';
        for (char const c : cells[i]) line += c == '"' ? std::string("\"\"") : std::string(1, c);
        line += '"';
    }
    return line + '\n';
}

}  // namespace bot::commands
