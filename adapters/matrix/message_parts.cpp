#include "adapters/matrix/message_parts.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace adapters::matrix {
namespace {

using namespace bot::wording;

/// Upper bounds of what something costs, in the plain body (`bodies` times) and in the HTML together.
class Costs {
  public:
    explicit Costs(std::size_t bodies) : bodies_(bodies) {}

    [[nodiscard]] std::size_t of(char c) const {
        switch (c) {
            case '"':
                return 2 * bodies_ + 6;  // \" and &quot;
            case '\\':
                return 2 * bodies_ + 2;
            case '\n':
                return 2 * bodies_ + 4;  // \n and <br>
            case '\t':
                return 2 * bodies_ + 2;
            case '&':
            case '\'':
                return bodies_ + 5;
            case '<':
            case '>':
                return bodies_ + 4;
            default:
                return bodies_ + 1;
        }
    }
    [[nodiscard]] std::size_t of(std::string_view text) const {
        std::size_t sum = 0;
        for (char const c : text) sum += of(c);
        return sum;
    }
    [[nodiscard]] std::size_t of(const Span& span) const {
        // Twice the tags; a link's address stands in both, once with quotation marks of JSON around it.
        return of(span.text) + of(span.url) + 24 + 4 * bodies_;
    }
    [[nodiscard]] std::size_t of(const Line& line) const {
        std::size_t sum = 16 + 16 * bodies_;  // <li></li>, a number or a bullet, the line break
        for (auto const& span : line) sum += of(span);
        return sum;
    }
    [[nodiscard]] std::size_t of(const std::vector<Line>& lines) const {
        std::size_t sum = 32 + 16 * bodies_;  // <blockquote>…</blockquote>, « », the line break
        for (auto const& line : lines) sum += of(line);
        return sum;
    }

  private:
    std::size_t bodies_;
};

Block with_lines(const Block& like, std::vector<Line> lines) {
    return std::visit(
        [&](auto b) -> Block {
            if constexpr (requires { b.items; })
                b.items = std::move(lines);
            else
                b.lines = std::move(lines);
            return b;
        },
        like
    );
}

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

/// How many bytes of `text` go into `room`; more than none if the room is for one character.
std::size_t fitting(const Costs& costs, std::string_view text, std::size_t room) {
    std::size_t spent = 0, character = 0, word = 0, sentence = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && !continues_character(text[i])) {
            character = i;
            if (text[i - 1] == ' ' || text[i - 1] == '\n') {
                word = i;
                char const end = i > 1 ? text[i - 2] : ' ';
                if (end == '.' || end == '!' || end == '?' || text[i - 1] == '\n') sentence = i;
            }
        }
        spent += costs.of(text[i]);
        if (spent > room) {
            // A border far back would make many small pieces.
            if (sentence > character / 2) return sentence;
            return word > character / 2 ? word : character;
        }
    }
    return text.size();
}

/// Cuts a line that is too long by itself.
std::vector<Line> pieces_of(const Costs& costs, const Line& line, std::size_t most) {
    std::vector<Line> pieces(1);
    std::size_t const overhead = costs.of(Line{});
    std::size_t room = most - overhead;
    for (auto span : line) {
        // An address that leaves no place for words cannot be shown as a link.
        if (costs.of(span.url) > (most - overhead) / 2)
            span = Span{Span::Style::plain, std::move(span.text), {}};
        while (costs.of(span) > room) {
            std::size_t const fixed = costs.of(Span{span.style, {}, span.url});
            std::size_t taken = room > fixed ? fitting(costs, span.text, room - fixed) : 0;
            if (taken > 0) {
                pieces.back().push_back(Span{span.style, span.text.substr(0, taken), span.url});
                span.text.erase(0, taken);
            }
            pieces.emplace_back();
            room = most - overhead;
        }
        room -= costs.of(span);
        pieces.back().push_back(std::move(span));
    }
    std::erase_if(pieces, [](const Line& piece) { return piece.empty(); });
    return pieces;
}

/// Cuts a block that is too long by itself into blocks that are not.
std::vector<Block> pieces_of(const Costs& costs, const Block& block, std::size_t most) {
    std::size_t const fixed = costs.of(std::vector<Line>{});
    std::size_t const room = most - fixed - 64;
    bool const numbered = std::holds_alternative<Numbered>(block);
    std::vector<Block> blocks;
    std::vector<Line> group;
    std::size_t spent = 0, number = 0;
    auto const flush = [&] {
        if (group.empty()) return;
        blocks.push_back(numbered ? Block(Paragraph{std::move(group)}) : with_lines(block, std::move(group)));
        group.clear();
        spent = 0;
    };
    for (auto const& line : lines_of(block)) {
        Line whole = line;
        if (numbered)
            whole.insert(whole.begin(), Span{Span::Style::plain, std::to_string(++number) + ". ", {}});
        for (auto& piece : pieces_of(costs, whole, room)) {
            if (spent + costs.of(piece) > room) flush();
            spent += costs.of(piece);
            group.push_back(std::move(piece));
        }
    }
    flush();
    return blocks;
}

}  // namespace

std::vector<Document> parts(const Document& document, std::size_t most, std::size_t bodies) {
    Costs const costs(bodies);
    std::vector<Document> out(1);
    std::size_t spent = 0;
    auto const add = [&](Block block) {
        auto const cost = costs.of(lines_of(block));
        if (spent + cost > most && !out.back().blocks.empty()) {
            out.emplace_back();
            spent = 0;
        }
        spent += cost;
        out.back().blocks.push_back(std::move(block));
    };
    for (auto const& block : document.blocks) {
        if (costs.of(lines_of(block)) <= most) {
            add(block);
        } else {
            for (auto& piece : pieces_of(costs, block, most)) add(std::move(piece));
        }
    }
    return out;
}

}  // namespace adapters::matrix
