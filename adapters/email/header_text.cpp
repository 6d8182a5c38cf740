#include "adapters/email/header_text.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/charset.hpp"
#include "adapters/email/transfer.hpp"

#include <optional>

namespace adapters::email {

namespace {

struct Word {
    std::string charset;
    std::string bytes;
    std::size_t end;  ///< offset behind "?="
};

/// The encoded word at `at`, if one stands there.
std::optional<Word> word_at(std::string_view raw, std::size_t at) {
    if (raw.substr(at, 2) != "=?") return std::nullopt;
    std::size_t const charset_end = raw.substr(at + 2, 80).find('?');
    if (charset_end == std::string_view::npos || charset_end == 0) return std::nullopt;
    std::size_t const method = at + 2 + charset_end + 1;
    if (method + 2 > raw.size() || raw[method + 1] != '?') return std::nullopt;
    std::size_t const text = method + 2;
    std::size_t end = raw.find("?=", text);
    // "=?utf-8?Q?=C3=A9?=": a text that begins with '=' right behind the '?' is no end.
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view const payload = raw.substr(text, end - text);
    if (has(payload, "\n\n") || payload.find('?') != std::string_view::npos) return std::nullopt;
    std::string_view charset = raw.substr(at + 2, charset_end);
    charset = charset.substr(0, charset.find('*'));  // RFC 2231 language
    char const kind = lower(raw[method]);
    if (kind != 'b' && kind != 'q') return std::nullopt;
    return Word{
        lowered(charset), kind == 'b' ? from_base64(payload) : from_quoted_printable(payload, true), end + 2};
}

void without_controls(std::string& text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
}

}  // namespace

std::string header_text(std::string_view raw) {
    raw = trimmed(raw);
    std::string out;
    std::string plain;  // raw bytes waiting for their conversion
    auto const flush_plain = [&] {
        out += to_utf8(plain, "utf-8");
        plain.clear();
    };
    for (std::size_t at = 0; at < raw.size();) {
        auto word = word_at(raw, at);
        if (!word) {
            if (raw[at] != '\r' && raw[at] != '\n') plain += raw[at];
            ++at;
            continue;
        }
        flush_plain();
        std::string charset = word->charset;
        std::string bytes = std::move(word->bytes);
        at = word->end;
        for (;;) {  // white space between two words vanishes
            std::size_t next = at;
            while (next < raw.size() && is_blank(raw[next])) ++next;
            auto more = word_at(raw, next);
            if (!more) break;
            if (more->charset != charset) {
                out += to_utf8(bytes, charset);
                bytes.clear();
                charset = more->charset;
            }
            bytes += more->bytes;
            at = more->end;
        }
        out += to_utf8(bytes, charset);
    }
    flush_plain();
    without_controls(out);
    return std::string(trimmed(out));
}

std::string without_comments(std::string_view raw) {
    std::string out;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        char const c = raw[i];
        if (c == '\\' && i + 1 < raw.size() && (quoted || depth > 0)) {
            if (depth == 0) out += c, out += raw[i + 1];
            ++i;
            continue;
        }
        if (c == '"' && depth == 0) quoted = !quoted;
        if (!quoted && c == '(') {
            ++depth;
            continue;
        }
        if (!quoted && c == ')' && depth > 0) {
            --depth;
            out += ' ';
            continue;
        }
        if (depth > 0) continue;
        if (c == '\r' || c == '\n') continue;
        out += c == '\t' ? ' ' : c;
    }
    return std::string(trimmed(out));
}

}  // namespace adapters::email
