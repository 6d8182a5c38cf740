#pragma once
/// \file bot/wording/document.hpp
/// A message as a small document: what is said, without any channel's syntax. Adapters render it (Matrix HTML,
/// mail, terminal); `plain_text` is the reference rendering that stands alone everywhere.
///
/// Text is plain UTF-8 and is never markup: a renderer escapes it. Values only. Threads: plain data.

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bot::wording {

struct Span {
    enum class Style { plain, strong, emphasis, link };
    Style style = Style::plain;
    std::string text;
    std::string url;  ///< only for link: absolute https, http or mailto
    friend bool operator==(const Span&, const Span&) = default;
};
using Line = std::vector<Span>;

struct Paragraph {
    std::vector<Line> lines;  ///< separated by line breaks
    friend bool operator==(const Paragraph&, const Paragraph&) = default;
};
/// Things to read, one after the other.
struct Bullets {
    std::vector<Line> items;
    friend bool operator==(const Bullets&, const Bullets&) = default;
};
/// Things to choose from or to refer to by number; numbered from 1.
struct Numbered {
    std::vector<Line> items;
    friend bool operator==(const Numbered&, const Numbered&) = default;
};
/// Somebody's own words, shown back.
struct Quote {
    std::vector<Line> lines;
    friend bool operator==(const Quote&, const Quote&) = default;
};

using Block = std::variant<Paragraph, Bullets, Numbered, Quote>;
/// Lines or items, whichever it has.
[[nodiscard]] const std::vector<Line>& lines_of(const Block&);
[[nodiscard]] std::vector<Line>& lines_of(Block&);

/// A picture that goes with a text, in two shapes; the channel takes the one that suits it. The text says everything
/// that it shows, and stands without it.
struct Picture {
    std::string square, landscape;  ///< PNG: 720 × 720, 1200 × 720 (only where there is mail)
    std::string alternative;        ///< in words
    /// The same in numbers, the head first, every row as long; shown where there is room for it (mail).
    std::vector<std::vector<std::string>> table{};
};

struct Document {
    std::vector<Block> blocks;
    std::shared_ptr<const Picture> picture = nullptr;
    [[nodiscard]] bool empty() const { return blocks.empty(); }
    friend bool operator==(const Document&, const Document&) = default;
};

/// The document as text that stands alone: links as "text (url)" unless the text is the url, bullets with "•",
/// numbers as "1. ", quotes in « », blocks separated by a line break. No trailing white space.
[[nodiscard]] std::string plain_text(const Document&);

/// Appends `more` after `first`, as one document.
[[nodiscard]] Document joined(Document first, Document more);

}  // namespace bot::wording
