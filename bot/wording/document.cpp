#include "bot/wording/document.hpp"

#include "bot/wording/link.hpp"

#include <iterator>
#include <utility>

namespace bot::wording {
namespace {

void add_line(std::string& out, const Line& line) {
    for (const Span& span : line) {
        out += span.text;
        if (span.style != Span::Style::link) continue;
        if (!shows_its_address(span)) out += " (" + span.url + ")";
    }
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    out += '\n';
}

struct Writer {
    std::string& out;
    void operator()(const Paragraph& p) const {
        for (const Line& line : p.lines) add_line(out, line);
    }
    void operator()(const Bullets& b) const {
        for (const Line& item : b.items) {
            out += "• ";
            add_line(out, item);
        }
    }
    void operator()(const Numbered& n) const {
        int number = 0;
        for (const Line& item : n.items) {
            out += std::to_string(++number) + ". ";
            add_line(out, item);
        }
    }
    void operator()(const Quote& q) const {
        std::string inside;
        for (const Line& line : q.lines) add_line(inside, line);
        while (!inside.empty() && inside.back() == '\n') inside.pop_back();
        out += "«\u00a0" + inside + "\u00a0»\n";
    }
};

}  // namespace

const std::vector<Line>& lines_of(const Block& block) {
    return std::visit(
        [](const auto& b) -> const std::vector<Line>& {
            if constexpr (requires { b.items; })
                return b.items;
            else
                return b.lines;
        },
        block
    );
}

std::vector<Line>& lines_of(Block& block) {
    return const_cast<std::vector<Line>&>(lines_of(std::as_const(block)));
}

bool shows_its_address(const Span& link) {
    const auto bare = [](std::string_view address) {
        for (const std::string_view start : {"https://", "http://", "mailto:", "www."})
            if (address.starts_with(start)) address.remove_prefix(start.size());
        if (address.ends_with('/')) address.remove_suffix(1);
        return address;
    };
    return bare(link.text) == bare(link.url);
}

std::string plain_text(const Document& document) {
    std::string out;
    for (const Block& block : document.blocks) std::visit(Writer{out}, block);
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

Document joined(Document first, Document more) {
    first.blocks.insert(
        first.blocks.end(),
        std::make_move_iterator(more.blocks.begin()),
        std::make_move_iterator(more.blocks.end())
    );
    if (!first.picture) first.picture = std::move(more.picture);
    return first;
}

}  // namespace bot::wording
