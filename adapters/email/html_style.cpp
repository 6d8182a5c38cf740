#include "adapters/email/html_style.hpp"

#include "adapters/email/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>
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

std::optional<bool> is_vivid(std::string_view colour) {
    static constexpr std::array<std::string_view, 20> vivid{"red", "blue", "green", "navy", "purple", "orange", "magenta", "fuchsia", "teal", "maroon", "crimson", "darkred",
                                                            "darkblue", "darkgreen", "mediumblue", "royalblue", "darkorange", "indigo", "violet", "lime"};
    static constexpr std::array<std::string_view, 8> dull{"black", "white", "gray", "grey", "windowtext", "darkgray", "silver", "dimgray"};
    std::string const value = lowered(trimmed(colour));
    if (std::find(vivid.begin(), vivid.end(), value) != vivid.end()) return true;
    if (std::find(dull.begin(), dull.end(), value) != dull.end()) return false;
    std::array<int, 3> part{};
    if (value.starts_with('#') && (value.size() == 7 || value.size() == 4)) {
        std::size_t const digits = value.size() == 7 ? 2 : 1;
        for (std::size_t i = 0; i < 3; ++i) {
            auto const* const at = value.data() + 1 + i * digits;
            auto const [end, error] = std::from_chars(at, at + digits, part[i], 16);
            if (error != std::errc{} || end != at + digits) return std::nullopt;
            if (digits == 1) part[i] *= 17;
        }
    } else if (value.starts_with("rgb")) {
        std::size_t at = value.find('(');
        for (auto& one : part) {
            at = value.find_first_of("0123456789", at);
            if (at == std::string::npos) return std::nullopt;
            std::from_chars(value.data() + at, value.data() + value.size(), one);
            at = value.find_first_not_of("0123456789", at);
        }
    } else {
        return std::nullopt;
    }
    constexpr int apart = 80;  // of 255: Outlook's dark blue is a colour, a bluish grey is none
    auto const [least, most] = std::minmax_element(part.begin(), part.end());
    return *most - *least >= apart;
}

std::optional<bool> vivid_by_style(std::string_view style) {
    for (std::size_t at = find_word(style, "color"); at != std::string_view::npos;) {
        bool const whole = at == 0 || style[at - 1] == ';' || style[at - 1] == ' ';  // not background-color
        std::string_view const rest = trimmed(style.substr(at + 5));
        if (whole && rest.starts_with(':')) {
            std::string_view value = rest.substr(1, rest.find(';') - 1);
            return is_vivid(value.substr(0, value.find('!')));
        }
        std::size_t const next = find_word(style.substr(at + 5), "color");
        at = next == std::string_view::npos ? next : at + 5 + next;
    }
    return std::nullopt;
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
