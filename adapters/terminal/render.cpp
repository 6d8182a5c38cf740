#include "adapters/terminal/render.hpp"

#include "bot/wording/link.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace adapters::terminal {
namespace {

using bot::wording::Line;
using bot::wording::Span;

/// A word never breaks; its pieces may differ in style.
struct Piece {
    std::string text;
    Span::Style style;
};
using Word = std::vector<Piece>;

/// Columns of UTF-8 text, one for each code point; good enough for French.
int columns(std::string_view text) {
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string harmless(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        out += c < 0x20 || c == 0x7F || c1 ? ' ' : text[i];
        if (c1) ++i;
    }
    return out;
}

std::vector<Word> words_of(const Line& line) {
    std::vector<Word> words;
    bool open = false;
    const auto add = [&](std::string_view text, Span::Style style) {
        for (std::size_t begin = 0; begin <= text.size();) {
            const auto end = std::min(text.find(' ', begin), text.size());
            if (end > begin) {
                if (!open) words.emplace_back();
                words.back().push_back({std::string(text.substr(begin, end - begin)), style});
                open = true;
            }
            if (end < text.size()) open = false;
            begin = end + 1;
        }
    };
    for (const Span& span : line) {
        const auto text = harmless(span.text);
        add(text, span.style);
        if (span.style == Span::Style::link && !bot::wording::shows_its_address(span))
            add(" (" + harmless(span.url) + ")", Span::Style::plain);
    }
    return words;
}

std::string styled(const Piece& piece, const Look& look) {
    if (!look.styles || piece.style == Span::Style::plain) return piece.text;
    const char* on = piece.style == Span::Style::strong ? "\x1b[1m"
                     : piece.style == Span::Style::link ? "\x1b[4m"
                                                        : "\x1b[3m";
    return on + piece.text + "\x1b[0m";
}

/// \param first what stands before the first line ("1. "); the others are indented as far
void write_line(std::string& out, const Line& line, const std::string& first, const Look& look) {
    const int indent = columns(first), width = std::max(look.width, 20);
    int column = indent;
    out += first;
    bool empty = true;
    for (const Word& word : words_of(line)) {
        int length = 0;
        for (const Piece& piece : word) length += columns(piece.text);
        if (!empty && column + 1 + length > width) {
            out += '\n' + std::string(static_cast<std::size_t>(indent), ' ');
            column = indent;
            empty = true;
        }
        if (!empty) {
            out += ' ';
            ++column;
        }
        for (const Piece& piece : word) out += styled(piece, look);
        column += length;
        empty = false;
    }
    out += '\n';
}

struct Writer {
    std::string& out;
    const Look& look;
    void operator()(const bot::wording::Paragraph& p) const {
        for (const Line& line : p.lines) write_line(out, line, "", look);
    }
    void operator()(const bot::wording::Bullets& b) const {
        for (const Line& item : b.items) write_line(out, item, "  • ", look);
    }
    void operator()(const bot::wording::Numbered& n) const {
        int number = 0;
        for (const Line& item : n.items) write_line(out, item, "  " + std::to_string(++number) + ". ", look);
    }
    void operator()(const bot::wording::Quote& q) const {
        for (const Line& line : q.lines) write_line(out, line, "  | ", look);
    }
};

}  // namespace

Look look_for(int descriptor) {
    const char* no_colour = std::getenv("NO_COLOR");
    const bool refused = no_colour != nullptr && *no_colour != '\0';
    return {80, !refused && isatty(descriptor) == 1};
}

std::string render(const bot::wording::Document& document, const Look& look) {
    std::string out;
    for (const auto& block : document.blocks) std::visit(Writer{out, look}, block);
    return out;
}

}  // namespace adapters::terminal
