#include "adapters/email/calendar.hpp"

#include "adapters/email/ascii.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

}  // namespace

Invitation read_invitation(std::string_view calendar, std::string_view declared) {
    Invitation found;
    std::string line;
    auto const property = [&] {
        std::size_t const colon = line.find(':');
        if (colon == std::string::npos) return;
        std::string_view const name = std::string_view(line).substr(0, line.find_first_of(";:"));
        std::string_view const value = trimmed(std::string_view(line).substr(colon + 1));
        if (found.method.empty() && same_word(name, "method")) found.method = upper(value);
        if (found.uid.empty() && same_word(name, "uid")) found.uid = std::string(value);
    };
    for (std::size_t at = 0; at < calendar.size();) {
        std::size_t end = calendar.find('\n', at);
        if (end == std::string_view::npos) end = calendar.size();
        std::string_view text = calendar.substr(at, end - at);
        while (text.ends_with('\r')) text.remove_suffix(1);
        at = end + 1;
        if (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {  // folded
            if (line.size() < 1000) line += text.substr(1);
            continue;
        }
        property();
        line = std::string(text.substr(0, 1000));
    }
    property();
    if (found.method.empty()) found.method = upper(declared);
    return found;
}

}  // namespace adapters::email
