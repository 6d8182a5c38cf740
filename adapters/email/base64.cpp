#include "adapters/email/base64.hpp"

#include <cstdint>

namespace adapters::email {

std::string to_base64(std::string_view bytes) {
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    auto const at = [&](std::size_t i) { return i < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) : 0u; };
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t const bits = (at(i) << 16) | (at(i + 1) << 8) | at(i + 2);
        out += letters[bits >> 18];
        out += letters[(bits >> 12) & 63];
        out += i + 1 < bytes.size() ? letters[(bits >> 6) & 63] : '=';
        out += i + 2 < bytes.size() ? letters[bits & 63] : '=';
    }
    return out;
}

std::string base64_lines(std::string_view bytes) {
    std::string const all = to_base64(bytes);
    std::string out;
    for (std::size_t at = 0; at < all.size(); at += 76) {
        if (at > 0) out += "\r\n";
        out += all.substr(at, 76);
    }
    return out;
}

}  // namespace adapters::email
