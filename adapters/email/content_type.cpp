#include "adapters/email/content_type.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/charset.hpp"
#include "adapters/email/header_text.hpp"
#include "adapters/email/transfer.hpp"

#include <charconv>

namespace adapters::email {

namespace {

/// One parameter's pieces (RFC 2231 §3, §4), put together as bytes before they are converted.
struct Pieces {
    std::string charset;
    std::map<int, std::string> bytes;
    bool extended = false;
};

std::string joined(const Pieces& pieces) {
    std::string bytes;
    for (auto const& [index, piece] : pieces.bytes) bytes += piece;
    if (pieces.extended) {
        std::string text = to_utf8(bytes, pieces.charset);
        for (char& c : text)
            if (static_cast<unsigned char>(c) < 0x20) c = ' ';
        return text;
    }
    return header_text(bytes);
}

}  // namespace

std::string Parameterised::parameter(const std::string& name) const {
    auto const found = parameters.find(name);
    return found == parameters.end() ? std::string{} : found->second;
}

Parameterised read_parameterised(std::string_view raw) {
    Parameterised out;
    std::string const text = without_comments(raw);
    std::size_t at = text.find(';');
    out.value = lowered(trimmed(std::string_view(text).substr(0, at)));
    if (std::size_t const space = out.value.find_first_of(" \""); space != std::string::npos) out.value.resize(space);
    std::map<std::string, Pieces> found;
    for (int count = 0; at != std::string::npos && at < text.size() && count < 100; ++count) {
        ++at;
        while (at < text.size() && (text[at] == ' ' || text[at] == ';')) ++at;
        std::size_t const equals = text.find_first_of("=;", at);
        if (equals == std::string::npos) break;
        if (text[equals] == ';') {
            at = equals;
            continue;
        }
        std::string name = lowered(trimmed(std::string_view(text).substr(at, equals - at)));
        at = equals + 1;
        while (at < text.size() && text[at] == ' ') ++at;
        std::string value;
        if (at < text.size() && text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                // A backslash before a letter is a Windows path, not an escape.
                if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\')) ++at;
                value += text[at];
            }
            at = text.find(';', at);
        } else {
            std::size_t const end = text.find(';', at);
            value = std::string(trimmed(std::string_view(text).substr(at, end == std::string::npos ? end : end - at)));
            at = end;
        }
        bool const extended = name.ends_with('*');
        if (extended) name.pop_back();
        int index = 0;
        if (std::size_t const star = name.rfind('*'); star != std::string::npos) {
            if (std::from_chars(name.data() + star + 1, name.data() + name.size(), index).ec != std::errc{}) continue;
            name.resize(star);
        }
        Pieces& pieces = found[name];
        if (pieces.bytes.contains(index) && !(extended && !pieces.extended)) continue;  // the first one counts
        if (extended && !pieces.extended && index == 0) pieces.bytes.clear();           // filename* wins over filename
        if (extended) {
            pieces.extended = true;
            if (index == 0) {
                std::size_t const first = value.find('\''), second = first == std::string::npos ? first : value.find('\'', first + 1);
                if (second != std::string::npos) {
                    pieces.charset = value.substr(0, first);
                    value.erase(0, second + 1);
                }
            }
            value = percent_decoded(value);
        }
        pieces.bytes[index] = value;
    }
    for (auto const& [name, pieces] : found) out.parameters[name] = joined(pieces);
    return out;
}

std::string safe_file_name(std::string_view name) {
    if (std::size_t const slash = name.find_last_of("/\\"); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    std::string out;
    for (char const c : name)
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
    out = std::string(trimmed(out));
    if (out == "." || out == "..") return {};
    if (out.size() > 200) {  // on a character's border
        std::size_t cut = 200;
        while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0) == 0x80) --cut;
        out.resize(cut);
    }
    return out;
}

}  // namespace adapters::email
