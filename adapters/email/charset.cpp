#include "adapters/email/charset.hpp"

#include "adapters/email/ascii.hpp"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace adapters::email {

namespace {

constexpr std::array<char16_t, 32> windows_1252_high = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 4);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 && byte < 0xA0) append_utf8(out, windows_1252_high[byte - 0x80u]);
        else if (byte >= 0xA0) append_utf8(out, byte);
        else out += c;
    }
    return out;
}

std::string without_nul(std::string text) {
    if (text.find('\0') == std::string::npos) return text;
    std::string out;
    for (char const c : text)
        if (c == '\0') out += "\xEF\xBF\xBD";
        else out += c;
    return out;
}

std::optional<std::string> strictly(std::string_view bytes, const std::string& label) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(label.c_str(), &status), &ucnv_close);
    if (U_FAILURE(status) || !converter) return std::nullopt;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    if (U_FAILURE(status) || bytes.size() > 64u * 1024 * 1024) return std::nullopt;
    std::u16string wide(bytes.size() * 2 + 16, u'\0');  // no charset of mail makes more than two units of a byte
    auto const length = ucnv_toUChars(
        converter.get(), wide.data(), static_cast<std::int32_t>(wide.size()), bytes.data(),
        static_cast<std::int32_t>(bytes.size()), &status
    );
    if (U_FAILURE(status) || length < 0 || static_cast<std::size_t>(length) > wide.size()) return std::nullopt;
    std::string out;
    out.reserve(static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i) {
        char32_t c = wide[i];
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < static_cast<std::size_t>(length) && wide[i + 1] >= 0xDC00 &&
            wide[i + 1] < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (wide[i + 1] - 0xDC00u);
            ++i;
        }
        append_utf8(out, c);
    }
    return out;
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        std::size_t const more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || i + more >= text.size()) return false;
        auto const second = static_cast<unsigned char>(text[i + 1]);
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
            (lead == 0xF4 && second > 0x8F))
            return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        i += more + 1;
    }
    return true;
}

void append_utf8(std::string& out, char32_t c) {
    if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
    auto const put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) put(c);
    else if (c < 0x800) put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
    else if (c < 0x10000) put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
    else put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
    auto const lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    int const more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    char32_t c = lead & (more == 3 ? 0x07u : more == 2 ? 0x0Fu : 0x1Fu);
    for (int k = 0; k < more && at < text.size(); ++k) c = (c << 6) | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
    return c;
}

std::string to_utf8(std::string_view bytes, std::string_view label) {
    std::string name = lowered(trimmed(label));
    while (!name.empty() && (name.front() == '"' || name.front() == '\'')) name.erase(0, 1);
    while (!name.empty() && (name.back() == '"' || name.back() == '\'' || name.back() == ';')) name.pop_back();
    bool const as_windows = name == "iso-8859-1" || name == "iso8859-1" || name == "iso_8859-1" || name == "latin1" ||
                            name == "latin-1" || name == "us-ascii" || name == "ascii" || name == "ansi_x3.4-1968" ||
                            name == "windows-1252" || name == "cp1252" || name == "x-ansi";
    bool const all_ascii = bytes.find_first_of('\x1b') == std::string_view::npos && [&] {
        for (char const c : bytes)
            if (static_cast<unsigned char>(c) >= 0x80) return false;
        return true;
    }();
    // Codes of seven bits that are not ASCII: the label decides even where no byte is high.
    bool const seven_bit = name.starts_with("iso-2022") || name == "hz-gb-2312" || has(name, "utf-7") ||
                           name.starts_with("utf-16") || name.starts_with("utf-32") || name == "ucs-2";
    if (all_ascii && !seven_bit) return without_nul(std::string(bytes));
    if (as_windows && !all_ascii)  // "iso-8859-1" around UTF-8 happens; windows-1252 that is valid UTF-8 does not
        return without_nul(is_utf8(bytes) ? std::string(bytes) : from_windows_1252(bytes));
    if (!name.empty() && name.size() < 60 && name != "utf-8" && name != "utf8") {
        if (name == "unicode-1-1-utf-7") name = "utf-7";
        if (name == "iso-8859-8-i" || name == "iso-8859-8-e") name = "iso-8859-8";
        if (auto text = strictly(bytes, name)) return without_nul(std::move(*text));
    }
    return without_nul(is_utf8(bytes) ? std::string(bytes) : from_windows_1252(bytes));
}

std::string once_encoded(std::string utf8) {
    // UTF-8 read as windows-1252 begins its letters with Â, Ã or â.
    if (!has(utf8, "\xC3\x82") && !has(utf8, "\xC3\x83") && !has(utf8, "\xC3\xA2")) return utf8;
    std::string bytes;
    for (std::size_t at = 0; at < utf8.size();) {
        char32_t const c = next_code_point(utf8, at);
        auto const high = std::find(windows_1252_high.begin(), windows_1252_high.end(), c);
        if (high != windows_1252_high.end()) bytes += static_cast<char>(0x80 + (high - windows_1252_high.begin()));
        else if (c < 0x100) bytes += static_cast<char>(c);
        else return utf8;
    }
    return is_utf8(bytes) ? bytes : utf8;
}

}  // namespace adapters::email
