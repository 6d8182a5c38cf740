#include "adapters/web/html.hpp"

#include <array>
#include <optional>

namespace adapters::web {
namespace {

struct Decoded {
    std::optional<char32_t> point;  ///< nothing: the bytes are no UTF-8
    std::size_t size = 1;
};

Decoded decode(std::string_view text) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    std::size_t const size = (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : (lead >> 3) == 30 ? 4 : 0;
    if (size == 0 || size > text.size()) return {};
    char32_t point = lead & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u) return {};
        point = (point << 6) | (byte(i) & 0x3Fu);
    }
    static constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
    if (point < least.at(size) || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {};
    return {point, size};
}

bool is_harmful(char32_t c) {
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) ||  // C0, C1
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||     // direction overrides
           c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

}  // namespace

std::string harmless(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const [point, size] = decode(text);
        if (!point)
            out += "\uFFFD";
        else if (!is_harmful(*point))
            out += text.substr(0, size);
        text.remove_prefix(size);
    }
    return out;
}

Html& Html::text(std::string_view text) {
    for (char const c : harmless(text)) {
        switch (c) {
            case '&':
                out_ += "&amp;";
                break;
            case '<':
                out_ += "&lt;";
                break;
            case '>':
                out_ += "&gt;";
                break;
            case '"':
                out_ += "&quot;";
                break;
            case '\'':
                out_ += "&#39;";
                break;
            default:
                out_ += c;
        }
    }
    return *this;
}

}  // namespace adapters::web
