#include "rules/figures/csv_table.hpp"

#include "rules/figures/words.hpp"

#include <array>
#include <vector>

namespace rules::figures {
namespace {

void append_utf8(std::string& out, char32_t c) {
    auto const put = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) put(c);
    else if (c < 0x800) put(0xC0U | (c >> 6U)), put(0x80U | (c & 0x3FU));
    else if (c < 0x10000) put(0xE0U | (c >> 12U)), put(0x80U | ((c >> 6U) & 0x3FU)), put(0x80U | (c & 0x3FU));
    else
        put(0xF0U | (c >> 18U)), put(0x80U | ((c >> 12U) & 0x3FU)), put(0x80U | ((c >> 6U) & 0x3FU)),
            put(0x80U | (c & 0x3FU));
}

// Windows-1252, 0x80 to 0x9F; the rest is Latin-1. 0: not assigned.
constexpr std::array<char32_t, 32> windows{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178
};

std::string from_windows(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (char const raw : bytes) {
        auto const byte = static_cast<unsigned char>(raw);
        if (byte < 0x80) text.push_back(raw);
        else if (byte < 0xA0) append_utf8(text, windows[byte - 0x80U] != 0 ? windows[byte - 0x80U] : 0xFFFD);
        else append_utf8(text, byte);
    }
    return text;
}

std::string from_utf16(std::string_view bytes, bool big) {
    std::string text;
    auto const unit = [&](std::size_t i) -> char32_t {
        auto const a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(big ? (a << 8U | b) : (b << 8U | a));
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
            char32_t const low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00), i += 2;
        }
        append_utf8(text, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
    }
    return text;
}

}  // namespace

bool valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const byte = static_cast<unsigned char>(text[i]);
        std::size_t const more = byte < 0x80 ? 0 : byte >= 0xC2 && byte < 0xE0 ? 1 : byte >= 0xE0 && byte < 0xF0 ? 2 : byte >= 0xF0 && byte < 0xF5 ? 3 : 4;
        if (more == 4 || i + more >= text.size() + (more == 0 ? 1 : 0)) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
        auto const second = more > 0 ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if ((byte == 0xE0 && second < 0xA0) || (byte == 0xED && second >= 0xA0) || (byte == 0xF0 && second < 0x90) ||
            (byte == 0xF4 && second >= 0x90))
            return false;
        i += more + 1;
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    auto const blank_before = [](std::string_view t) -> std::size_t {
        if (t.empty()) return 0;
        if (t[0] == ' ' || t[0] == '\t' || t[0] == '\r' || t[0] == '\n') return 1;
        if (t.starts_with("\xC2\xA0")) return 2;
        return t.starts_with("\xE2\x80\xAF") ? 3 : 0;
    };
    auto const blank_after = [](std::string_view t) -> std::size_t {
        if (t.empty()) return 0;
        if (t.back() == ' ' || t.back() == '\t' || t.back() == '\r' || t.back() == '\n') return 1;
        if (t.ends_with("\xC2\xA0")) return 2;
        return t.ends_with("\xE2\x80\xAF") ? 3 : 0;
    };
    while (auto const n = blank_before(text)) text.remove_prefix(n);
    while (auto const n = blank_after(text)) text.remove_suffix(n);
    return text;
}

std::string decoded(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    else if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), false);
    else if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2), true);
    return valid_utf8(bytes) ? std::string(bytes) : from_windows(bytes);
}

char separator_of(std::string_view text) {
    std::size_t semicolons = 0, commas = 0, tabs = 0;
    bool quoted = false;
    for (char const c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        semicolons += c == ';' ? 1U : 0U;
        commas += c == ',' ? 1U : 0U;
        tabs += c == '\t' ? 1U : 0U;
    }
    if (semicolons >= commas && semicolons >= tabs && semicolons > 0) return ';';
    return tabs > commas ? '\t' : ',';
}

std::optional<Unreadable> read_csv(std::string_view bytes, const RowSink& sink) {
    auto const text = decoded(bytes);
    char const separator = separator_of(text);
    std::string unquoted;                       // of the cells that have quotes inside
    std::vector<std::pair<std::size_t, std::size_t>> spans;  // begin, length; into `unquoted` if the top bit is set
    constexpr std::size_t inside = ~(~std::size_t{0} >> 1U);
    std::vector<Cell> cells;
    int line = 1, rows = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        int const first_line = line;
        spans.clear();
        unquoted.clear();
        for (bool row = true; row;) {
            if (at < text.size() && text[at] == '"') {
                std::size_t const begin = unquoted.size();
                int const opened = line;
                bool closed = false;
                for (++at; at < text.size(); ++at) {
                    if (text[at] == '"') {
                        if (at + 1 < text.size() && text[at + 1] == '"') ++at;
                        else {
                            closed = true;
                            ++at;
                            break;
                        }
                    } else if (text[at] == '\n') {
                        ++line;
                    }
                    unquoted.push_back(text[at]);
                    if (unquoted.size() - begin > longest_cell)
                        return Unreadable{opened, "Une cellule dépasse 4096 caractères : un guillemet n’est sans doute pas refermé."};
                }
                if (!closed) return Unreadable{opened, "Un guillemet ouvert à cette ligne n’est jamais refermé."};
                spans.emplace_back(begin | inside, unquoted.size() - begin);
                if (at < text.size() && text[at] != separator && text[at] != '\n' && text[at] != '\r')
                    return Unreadable{line, "Il y a du texte après un guillemet fermant : doublez les guillemets à l’intérieur d’une cellule."};
            } else {
                std::size_t const begin = at;
                while (at < text.size() && text[at] != separator && text[at] != '\n' && text[at] != '\r') ++at;
                if (at - begin > longest_cell) return Unreadable{line, "Une cellule dépasse 4096 caractères."};
                spans.emplace_back(begin, at - begin);
            }
            if (spans.size() > static_cast<std::size_t>(most_columns))
                return Unreadable{line, "Plus de 64 colonnes : ce n’est pas le tableau attendu."};
            if (at < text.size() && text[at] == separator) {
                ++at;
                continue;
            }
            row = false;
            if (at < text.size() && text[at] == '\r') ++at;
            if (at < text.size() && text[at] == '\n') ++at;
            ++line;
        }
        cells.clear();
        bool anything = false;
        for (auto const& [begin, length] : spans) {
            std::string_view const from = (begin & inside) != 0 ? std::string_view(unquoted) : std::string_view(text);
            auto const cell = trimmed(from.substr(begin & ~inside, length));
            cells.push_back({cell.empty() ? CellKind::empty : CellKind::text, cell});
            anything = anything || !cell.empty();
        }
        if (!anything) continue;
        if (++rows > most_rows) return Unreadable{first_line, "Plus de 200 000 lignes : envoyez le fichier en plusieurs parties."};
        if (!sink(first_line, cells)) return {};
    }
    if (rows == 0) return Unreadable{0, "Le fichier ne contient aucune ligne."};
    return {};
}

std::string csv_cell(std::string_view text) {
    std::string cell;
    // A spreadsheet runs what begins so; an apostrophe disarms it.
    if (!text.empty() && (text[0] == '=' || text[0] == '+' || text[0] == '@' || text[0] == '\t' || text[0] == '\r' || (text[0] == '-' && !read_number(text))))
        cell = "'";
    cell += text;
    if (cell.find_first_of("\";\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (char const c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace rules::figures
