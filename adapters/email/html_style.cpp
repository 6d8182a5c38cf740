#include "adapters/email/html_style.hpp"

#include "adapters/email/ascii.hpp"

#include <map>

namespace adapters::email {

namespace {

/// "0", "0px", "0.0em", "1px" in a size: nothing that is seen.
bool vanishing(std::string_view value, bool one_counts) {
    std::size_t i = 0;
    while (i < value.size() && (is_digit(value[i]) || value[i] == '.')) ++i;
    std::string_view const number = value.substr(0, i);
    if (number.empty()) return false;
    if (number.find_first_not_of("0.") == std::string_view::npos) return true;
    return one_counts && (number == "1" || number == "1.0") && value.substr(i).starts_with("px");
}

}  // namespace

bool hides(std::string_view style) {
    std::map<std::string, std::string> said;
    for (std::size_t at = 0; at < style.size() && said.size() < 200;) {
        std::size_t end = style.find(';', at);
        if (end == std::string_view::npos) end = style.size();
        std::string_view const one = style.substr(at, end - at);
        if (std::size_t const colon = one.find(':'); colon != std::string_view::npos) {
            std::string value = lowered(trimmed(one.substr(colon + 1)));
            if (std::size_t const bang = value.find('!'); bang != std::string::npos) value = std::string(trimmed(value.substr(0, bang)));
            said[lowered(trimmed(one.substr(0, colon)))] = value;
        }
        at = end + 1;
    }
    auto const value = [&](const char* name) -> std::string_view {
        auto const found = said.find(name);
        return found == said.end() ? std::string_view{} : std::string_view(found->second);
    };
    if (value("display") == "none" || value("visibility") == "hidden" || value("visibility") == "collapse") return true;
    if (value("mso-hide") == "all" || vanishing(value("opacity"), false) || vanishing(value("font-size"), true)) return true;
    bool const clipped = value("overflow") == "hidden";
    if (vanishing(value("max-height"), false) || vanishing(value("max-width"), false)) return true;
    if (clipped && (vanishing(value("height"), true) || vanishing(value("width"), true))) return true;
    return value("color") == "transparent";
}

std::unordered_set<std::string> hidden_classes(std::string_view sheet) {
    std::unordered_set<std::string> names;
    std::size_t at = 0;
    while (at < sheet.size()) {
        std::size_t const open = sheet.find('{', at);
        if (open == std::string_view::npos) break;
        std::string_view const selector = trimmed(sheet.substr(at, open - at));
        if (selector.rfind('@') != std::string_view::npos && selector.find('}') == std::string_view::npos) {
            int depth = 1;  // a block of blocks, for another screen than the reader's
            at = open + 1;
            while (at < sheet.size() && depth > 0) {
                if (sheet[at] == '{') ++depth;
                if (sheet[at] == '}') --depth;
                ++at;
            }
            continue;
        }
        std::size_t close = sheet.find('}', open);
        if (close == std::string_view::npos) close = sheet.size();
        if (hides(sheet.substr(open + 1, close - open - 1)))
            for (std::size_t dot = selector.find('.'); dot != std::string_view::npos; dot = selector.find('.', dot + 1)) {
                std::size_t end = dot + 1;
                while (end < selector.size() && (is_alpha(selector[end]) || is_digit(selector[end]) || selector[end] == '-' || selector[end] == '_')) ++end;
                if (end > dot + 1) names.insert(lowered(selector.substr(dot + 1, end - dot - 1)));
            }
        at = close + 1;
    }
    return names;
}

}  // namespace adapters::email
