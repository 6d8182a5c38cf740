#include "rules/places/csv.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>

namespace rules::places {
namespace {

bool is_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, length, c);
        if (c < 0) return false;
    }
    return true;
}

/// Reads one row that begins at `at`. \returns what is wrong, empty if nothing.
std::string_view read_row(
    std::string_view text, std::size_t& at, int& line, std::vector<std::string>& cells
) {
    std::string cell;
    while (true) {
        cell.clear();
        if (at < text.size() && text[at] == '"') {
            for (++at;; ++at) {
                if (at >= text.size()) return "guillemet jamais refermé";
                if (text[at] == '"') {
                    if (at + 1 < text.size() && text[at + 1] == '"') {
                        ++at;
                    } else {
                        break;
                    }
                } else if (text[at] == '\n') {
                    ++line;
                }
                cell.push_back(text[at]);
            }
            ++at;
            if (at < text.size() && text[at] != ',' && text[at] != '\n') return "du texte suit un guillemet fermant";
        } else {
            while (at < text.size() && text[at] != ',' && text[at] != '\n') {
                if (text[at] == '"') return "guillemet dans une cellule qui n’en a pas autour";
                if (text[at] == '\r') return "retour chariot\u00A0: enregistrer avec des fins de ligne LF";
                cell.push_back(text[at++]);
            }
        }
        cells.push_back(cell);
        if (at >= text.size()) return "pas de fin de ligne à la fin du fichier";
        if (text[at++] == '\n') {
            ++line;
            return {};
        }
    }
}

}  // namespace

std::optional<std::vector<CsvRow>> read_csv(
    const std::filesystem::path& path, std::initializer_list<std::string_view> columns, std::string& error
) {
    const std::string name = path.filename().string();
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        error = path.string() + "\u00A0: ce fichier ne s’ouvre pas";
        return std::nullopt;
    }
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!is_utf8(text)) {
        error = name + "\u00A0: pas en UTF-8";
        return std::nullopt;
    }

    std::vector<CsvRow> rows;
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        CsvRow row{line, {}};
        if (const auto wrong = read_row(text, at, line, row.cells); !wrong.empty()) {
            error = name + ":" + std::to_string(row.line) + "\u00A0: " + std::string(wrong);
            return std::nullopt;
        }
        if (row.cells.size() != columns.size()) {
            error = name + ":" + std::to_string(row.line) + "\u00A0: " + std::to_string(row.cells.size()) +
                    " colonnes au lieu de " + std::to_string(columns.size());
            return std::nullopt;
        }
        rows.push_back(std::move(row));
    }
    if (rows.empty() || !std::equal(columns.begin(), columns.end(), rows[0].cells.begin())) {
        error = name + ":1\u00A0: ce ne sont pas les colonnes attendues";
        return std::nullopt;
    }
    rows.erase(rows.begin());
    return rows;
}

std::vector<std::string> split_list(std::string_view cell) {
    std::vector<std::string> parts;
    while (!cell.empty()) {
        const auto bar = cell.find('|');
        parts.emplace_back(cell.substr(0, bar));
        cell = bar == std::string_view::npos ? std::string_view{} : cell.substr(bar + 1);
    }
    return parts;
}

}  // namespace rules::places
