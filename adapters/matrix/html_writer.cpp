#include "adapters/matrix/html_writer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace adapters::matrix {
namespace {

using namespace bot::wording;

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

void append(std::string& out, const Line& line) {
    for (auto const& span : line) {
        switch (span.style) {
            case Span::Style::plain:
                append_escaped(out, span.text);
                break;
            case Span::Style::strong:
                out += "<strong>";
                append_escaped(out, span.text);
                out += "</strong>";
                break;
            case Span::Style::emphasis:
                out += "<em>";
                append_escaped(out, span.text);
                out += "</em>";
                break;
            case Span::Style::link:
                out += "<a href=\"";
                append_escaped(out, span.url);
                out += "\">";
                append_escaped(out, span.text);
                out += "</a>";
                break;
        }
    }
}

void append_lines(std::string& out, const std::vector<Line>& lines) {
    for (auto const& line : lines) {
        if (&line != &lines.front()) out += "<br>";
        append(out, line);
    }
}

void append_items(std::string& out, const std::vector<Line>& items) {
    for (auto const& item : items) {
        out += "<li>";
        append(out, item);
        out += "</li>";
    }
}

/// The next code point, or nothing if the bytes are no UTF-8 (then `size` is 1).
std::optional<char32_t> decode(std::string_view text, std::size_t& size) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const lead = byte(0);
    size = lead < 0x80 ? 1 : (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : (lead >> 3) == 30 ? 4 : 0;
    if (size == 1) return lead;
    if (size == 0 || size > text.size()) {
        size = 1;
        return std::nullopt;
    }
    char32_t point = lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u) {
            size = 1;
            return std::nullopt;
        }
        point = (point << 6) | (byte(i) & 0x3Fu);
    }
    static constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        size = 1;
        return std::nullopt;
    }
    return point;
}

bool is_harmful(char32_t c) {
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) ||  // C0, C1
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||     // direction overrides
           c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

bool same_letters(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

std::string harmless_text(std::string_view text) {
    static constexpr std::string_view joiner = "\u2060";
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::size_t size = 1;
        auto const point = decode(text, size);
        if (!point) {
            out += "\uFFFD";
        } else if (!is_harmful(*point)) {
            out += text.substr(0, size);
        }
        text.remove_prefix(size);
        // Looked for in what is left, after what was dropped: nothing dropped can hide a piece of it.
        if (out.ends_with('@') || out.ends_with('.') || out.ends_with(':')) {
            std::string rest;
            for (auto ahead = text; !ahead.empty() && rest.size() < 4;) {
                std::size_t step = 1;
                auto const next = decode(ahead, step);
                if (!next || !is_harmful(*next)) rest += ahead.substr(0, step);
                ahead.remove_prefix(step);
            }
            auto const before = [&](std::string_view word) {
                return out.size() >= word.size() &&
                       same_letters(std::string_view(out).substr(out.size() - word.size()), word);
            };
            if ((before("@") && same_letters(rest, "room")) ||
                (before("matrix.") && same_letters(rest, "to")) || before("matrix:"))
                out += joiner;
        }
    }
    return out;
}

bool is_good_link(const std::string& url) {
    bool const known =
        same_letters(url, "https://") || same_letters(url, "http://") || same_letters(url, "mailto:");
    if (!known || url.size() > 2000) return false;
    // A link to matrix.to is shown as a mention ("pill"); we mention by m.mentions alone.
    return harmless_text(url) == url && url.find_first_of(" \n\t") == std::string::npos;
}

void make_harmless(Line& line) {
    for (auto& span : line) {
        span.text = harmless_text(span.text);
        if (span.style == Span::Style::link && !is_good_link(span.url))
            span = Span{Span::Style::plain, span.text, {}};
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            case '\n':
                out += "<br>";
                break;
            default:
                out += c;
        }
    }
}

std::string html(const Document& document) {
    std::string out;
    auto const write = Overloaded{
        [&](const Paragraph& p) {
            out += "<p>";
            append_lines(out, p.lines);
            out += "</p>";
        },
        [&](const Bullets& b) {
            out += "<ul>";
            append_items(out, b.items);
            out += "</ul>";
        },
        [&](const Numbered& n) {
            out += "<ol>";
            append_items(out, n.items);
            out += "</ol>";
        },
        [&](const Quote& q) {
            out += "<blockquote>";
            append_lines(out, q.lines);
            out += "</blockquote>";
        },
    };
    for (auto const& block : document.blocks) std::visit(write, block);
    return out;
}

Document harmless(Document document) {
    auto const clean = [](std::vector<Line>& lines) { std::ranges::for_each(lines, make_harmless); };
    auto const visit = Overloaded{
        [&](Paragraph& p) { clean(p.lines); },
        [&](Bullets& b) { clean(b.items); },
        [&](Numbered& n) { clean(n.items); },
        [&](Quote& q) { clean(q.lines); },
    };
    for (auto& block : document.blocks) std::visit(visit, block);
    return document;
}

}  // namespace adapters::matrix
