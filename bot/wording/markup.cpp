#include "bot/wording/markup.hpp"

#include <utility>

namespace bot::wording {
namespace {

// U+E000..U+E03F are EE 80 80..BF in UTF-8: one look at three bytes tells a slot.
bool is_slot(std::string_view at) {
    return at.size() >= 3 && at[0] == '\xEE' && at[1] == '\x80';
}

/// A person's line breaks and control characters would break a line of ours.
std::string as_data(const std::string& argument) {
    std::string out = argument;
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') c = ' ';
    return out;
}

struct Marks {
    std::string_view rest;
    std::span<const std::string> arguments;
    Line line;
    std::string text;
    Span::Style style = Span::Style::plain;

    void end_span(std::string url = {}) {
        if (!text.empty()) line.push_back({style, std::exchange(text, {}), std::move(url)});
    }
    /// Takes one character, escaped character or slot into `into`.
    void take(std::string& into) {
        if (is_slot(rest)) {
            const auto index = static_cast<std::size_t>(static_cast<unsigned char>(rest[2]) - 0x80U);
            if (index < arguments.size()) into += as_data(arguments[index]);
            rest.remove_prefix(3);
            return;
        }
        if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
        into += rest.front();
        rest.remove_prefix(1);
    }
    /// \returns false if `end` never comes
    bool take_until(char end, std::string& into) {
        while (!rest.empty() && rest.front() != end) take(into);
        if (rest.empty()) return false;
        rest.remove_prefix(1);
        return true;
    }
    std::string read_link() {
        end_span();
        rest.remove_prefix(1);
        std::string url;
        style = Span::Style::link;
        if (!take_until(']', text) || rest.empty() || rest.front() != '(') return "«\u00A0[\u00A0» sans «\u00A0](…)\u00A0»";
        rest.remove_prefix(1);
        if (!take_until(')', url)) return "lien sans «\u00A0)\u00A0»";
        if (!url.starts_with("https://") && !url.starts_with("http://") && !url.starts_with("mailto:")) {
            if (arguments.empty()) return "un lien commence par https://, http:// ou mailto:";
            style = Span::Style::plain;  // bad data must not swallow the line
            url.clear();
        }
        end_span(std::move(url));
        style = Span::Style::plain;
        return {};
    }
};

}  // namespace

std::string slot(std::size_t index) {
    return {'\xEE', '\x80', static_cast<char>(static_cast<unsigned char>(0x80U + index))};
}

Line read_markup(std::string_view marked, std::span<const std::string> arguments, std::string& error) {
    error.clear();
    Marks marks{marked, arguments, {}, {}, Span::Style::plain};
    while (!marks.rest.empty()) {
        const char c = marks.rest.front();
        const bool mark = c == '*' || c == '_';
        const auto marked_style = c == '*' ? Span::Style::strong : Span::Style::emphasis;
        if (c == '[') {
            if (marks.style != Span::Style::plain)
                error = "un lien dans d’autres marques";
            else
                error = marks.read_link();
            if (!error.empty()) return {};
        } else if (mark && marks.style == Span::Style::plain) {
            marks.end_span();
            marks.style = marked_style;
            marks.rest.remove_prefix(1);
        } else if (mark && marks.style == marked_style) {
            marks.end_span();
            marks.style = Span::Style::plain;
            marks.rest.remove_prefix(1);
        } else if (mark) {
            error = "des marques dans des marques";
            return {};
        } else {
            marks.take(marks.text);
        }
    }
    if (marks.style != Span::Style::plain) {
        error = "«\u00A0*\u00A0» ou «\u00A0_\u00A0» sans sa paire";
        return {};
    }
    marks.end_span();
    return std::move(marks.line);
}

}  // namespace bot::wording
