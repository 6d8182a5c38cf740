#include "adapters/email/transfer.hpp"

#include "adapters/email/ascii.hpp"

#include <charconv>
#include <cstdint>

namespace adapters::email {

namespace {

int sextet(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (is_digit(c)) return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    if (c == '/' || c == '_') return 63;
    return -1;
}

int hex(char c) {
    if (is_digit(c)) return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

std::string from_base64(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t bits = 0;
    int have = 0;
    auto const flush = [&] {  // what stands before a padding is complete: begin anew
        if (have == 2) out += static_cast<char>((bits >> 4) & 0xFF);
        if (have == 3) out += static_cast<char>((bits >> 10) & 0xFF), out += static_cast<char>((bits >> 2) & 0xFF);
        bits = 0;
        have = 0;
    };
    for (char const c : text) {
        if (c == '=') {
            flush();
            continue;
        }
        int const value = sextet(c);
        if (value < 0) continue;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        if (++have == 4) {
            out += static_cast<char>((bits >> 16) & 0xFF);
            out += static_cast<char>((bits >> 8) & 0xFF);
            out += static_cast<char>(bits & 0xFF);
            bits = 0;
            have = 0;
        }
    }
    flush();
    return out;
}

std::string from_quoted_printable(std::string_view text, bool underscore_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '_' && underscore_is_space) {
            out += ' ';
            continue;
        }
        if (c != '=') {
            out += c;
            continue;
        }
        if (i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
            continue;
        }
        std::size_t end = i + 1;  // soft line break, spaces before it allowed
        while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
        if (end < text.size() && text[end] == '\r') ++end;
        if (end < text.size() && text[end] == '\n') {
            i = end;
            continue;
        }
        if (end >= text.size()) return out;
        out += c;
    }
    return out;
}

std::string transfer_decoded(std::string_view bytes, std::string_view encoding) {
    encoding = trimmed(encoding);
    if (std::size_t const end = encoding.find_first_of(" ;("); end != std::string_view::npos)
        encoding = encoding.substr(0, end);
    if (same_word(encoding, "base64")) return from_base64(bytes);
    if (same_word(encoding, "quoted-printable")) return from_quoted_printable(bytes);
    return std::string(bytes);
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        if (text[i] == '%' && i + 2 < text.size() &&
            std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3) {
            out += static_cast<char>(value);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace adapters::email
