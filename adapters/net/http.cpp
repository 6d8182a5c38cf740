#include "adapters/net/http.hpp"

#include <algorithm>

namespace adapters::net {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF.
bool is_utf8(std::string_view s) {
    std::size_t i = 0;
    auto byte = [&](std::size_t at) { return static_cast<unsigned char>(s[at]); };
    while (i < s.size()) {
        unsigned char const first = byte(i);
        if (first < 0x80) {
            ++i;
            continue;
        }
        std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || i + length > s.size()) return false;
        unsigned char low = 0x80;
        unsigned char high = 0xBF;
        if (first == 0xE0) low = 0xA0;
        if (first == 0xED) high = 0x9F;
        if (first == 0xF0) low = 0x90;
        if (first == 0xF4) high = 0x8F;
        if (byte(i + 1) < low || byte(i + 1) > high) return false;
        for (std::size_t k = 2; k < length; ++k) {
            if (byte(i + k) < 0x80 || byte(i + k) > 0xBF) return false;
        }
        i += length;
    }
    return true;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string_view header(const Headers& headers, std::string_view lower_case_name) {
    auto const found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) {
        return h.first == lower_case_name;
    });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view without_blanks(std::string_view value) {
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
    return value;
}

bool percent_decode(std::string_view in, std::string& out) {
    std::string decoded;
    decoded.reserve(in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
        char c = in[i];
        if (c == '%') {
            int const high = i + 2 < in.size() ? hex_digit(in[i + 1]) : -1;
            int const low = i + 2 < in.size() ? hex_digit(in[i + 2]) : -1;
            if (high < 0 || low < 0) {
                out.clear();
                return false;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        decoded.push_back(c);
    }
    bool const sound = decoded.find('\0') == std::string::npos && is_utf8(decoded);
    if (!sound) decoded.clear();
    out = std::move(decoded);
    return sound;
}

std::string percent_encode(std::string_view in) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(in.size() + in.size() / 2);
    for (char const c : in) {
        if (is_unreserved(c)) {
            out.push_back(c);
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

}  // namespace adapters::net
