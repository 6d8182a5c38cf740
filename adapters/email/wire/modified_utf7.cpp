#include "adapters/email/wire/modified_utf7.hpp"

#include <cstdint>

namespace adapters::email::wire {
namespace {

/// Takes one character off the front; nothing: no UTF-8 (RFC 3629: no overlong forms, no surrogates).
std::optional<char32_t> take_character(std::string_view& text) {
    auto const first = static_cast<unsigned char>(text.front());
    std::size_t const size = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
    if (size == 0 || size > text.size()) return std::nullopt;
    char32_t value = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        auto const next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) return std::nullopt;
        value = value << 6 | (next & 0x3FU);
    }
    static constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return std::nullopt;
    text.remove_prefix(size);
    return value;
}

/// Sixteen-bit units as bits of base64, whose "/" is "," here and which has no padding.
class Shifted {
  public:
    explicit Shifted(std::string& out) : out_(out) {}
    void unit(std::uint32_t value) {
        bits_ = bits_ << 16 | value;
        held_ += 16;
        while (held_ >= 6) put(static_cast<unsigned>(bits_ >> (held_ -= 6)) & 63U);
    }
    void end() {
        if (held_ > 0) put(static_cast<unsigned>(bits_ << (6 - held_)) & 63U);
    }

  private:
    void put(unsigned six) { out_ += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,"[six]; }
    std::string& out_;
    std::uint64_t bits_ = 0;
    unsigned held_ = 0;
};

bool stands_for_itself(char32_t c) { return c >= 0x20 && c < 0x7F && c != '&'; }

}  // namespace

std::optional<std::string> modified_utf7(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (stands_for_itself(static_cast<unsigned char>(text.front()))) {
            out += text.front();
            text.remove_prefix(1);
        } else if (text.front() == '&') {
            out += "&-";
            text.remove_prefix(1);
        } else {
            out += '&';
            Shifted run(out);
            while (!text.empty() && !stands_for_itself(static_cast<unsigned char>(text.front())) && text.front() != '&') {
                auto const c = take_character(text);
                if (!c) return std::nullopt;
                if (*c >= 0x10000) run.unit(0xD800 + ((*c - 0x10000) >> 10));
                run.unit(*c >= 0x10000 ? 0xDC00 + ((*c - 0x10000) & 0x3FF) : *c);
            }
            run.end();
            out += '-';
        }
    }
    return out;
}

}  // namespace adapters::email::wire
