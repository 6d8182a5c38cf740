#include "adapters/email/plain_text.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/charset.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <array>

namespace adapters::email {

namespace {

bool is_special_space(char32_t c) {
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_zero_width(char32_t c) {
    return c == 0x200B || c == 0x200C || c == 0x200D || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0x00AD || c == 0x200E || c == 0x200F ||
           c == 0x1427 /* the dot that a tracker leaves */ || (c >= 0x202A && c <= 0x202E);
}

/// U+00C0 … U+017F without its accent, one letter each; those that are two letters come first below.
constexpr std::string_view latin_1 = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
constexpr std::string_view latin_a =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

void append_folded(std::string& out, char32_t c) {
    if (c >= 0x300 && c < 0x370) return;  // combining accents
    if (is_zero_width(c)) return;
    if (c == 0x152 || c == 0x153) return void(out += "oe");
    if (c == 0xC6 || c == 0xE6) return void(out += "ae");
    if (c == 0xDF) return void(out += "ss");
    if (c >= 0xC0 && c <= 0xFF) return void(out += latin_1[c - 0xC0]);
    if (c >= 0x100 && c < 0x100 + latin_a.size()) return void(out += latin_a[c - 0x100]);
    if (c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0xB4 || c == '`') return void(out += '\'');
    if (c == 0x201C || c == 0x201D || c == 0xAB || c == 0xBB) return void(out += '"');
    if (c >= 0x2010 && c <= 0x2015) return void(out += '-');
    if (c >= 0x410 && c <= 0x42F) c += 0x20;  // Cyrillic capitals
    if (c >= 0x400 && c <= 0x40F) c += 0x50;
    if (c == 0x218 || c == 0x219) return void(out += 's');  // Romanian, with a comma below
    if (c == 0x21A || c == 0x21B) return void(out += 't');
    if ((c >= 0x64B && c <= 0x65F) || c == 0x670) return;  // Arabic vowel marks, and the forms of alif
    if (c == 0x622 || c == 0x623 || c == 0x625) c = 0x627;
    if (c == 0xFF1A) return void(out += ':');
    append_utf8(out, c);
}

}  // namespace

std::string normalised(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    bool combining = false;
    for (std::size_t at = 0; at < utf8.size();) {
        char32_t const c = next_code_point(utf8, at);
        if (c == '\n' || c == '\t') out += static_cast<char>(c);
        else if (c < 0x20 || c == 0x7f || c == 0xFEFF || (c >= 0x80 && c < 0xA0)) continue;
        else if (is_special_space(c)) out += ' ';
        else if (c == 0x2028 || c == 0x2029) out += '\n';
        else {
            combining = combining || (c >= 0x300 && c < 0x370);
            append_utf8(out, c);
        }
    }
    if (!combining) return out;
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return out;
    icu::UnicodeString const composed = nfc->normalize(icu::UnicodeString::fromUTF8(out), status);
    if (U_FAILURE(status)) return out;
    std::string text;
    composed.toUTF8String(text);
    return text;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at <= text.size();) {
        std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) end = text.size();
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string unflowed(std::string_view text, bool delsp) {
    std::string out;
    std::size_t open_depth = 0;
    bool open = false;  // the line before ended softly
    auto const lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string_view line = lines[i];
        std::size_t depth = 0;
        while (depth < line.size() && line[depth] == '>') ++depth;
        std::string_view content = line.substr(depth);
        if (content.starts_with(' ')) content.remove_prefix(1);  // space-stuffing
        bool const signature = content == "-- ";
        if (open && (depth != open_depth || signature)) {
            out += '\n';
            open = false;
        }
        if (!open) {
            out.append(depth, '>');
            if (depth > 0) out += ' ';
        }
        bool const soft = content.ends_with(' ') && !signature;
        if (soft && delsp) content.remove_suffix(1);
        out += content;
        open = soft && i + 1 < lines.size();
        open_depth = depth;
        if (!open && i + 1 < lines.size()) out += '\n';
    }
    return out;
}

std::string folded(std::string_view line, std::size_t limit) {
    std::string out;
    if (line.size() > limit) {
        while (limit > 0 && (static_cast<unsigned char>(line[limit]) & 0xC0) == 0x80) --limit;
        line = line.substr(0, limit);
    }
    for (std::size_t at = 0; at < line.size();) {
        char32_t const c = next_code_point(line, at);
        if (c == ' ' || c == '\t' || c == '\n' || is_special_space(c)) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else if (c < 0x80) {
            if (c == '`') out += '\'';
            else out += lower(static_cast<char>(c));
        } else {
            append_folded(out, c);
        }
    }
    while (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace adapters::email
