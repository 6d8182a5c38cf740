#include "rules/figures/xlsx_parts.hpp"

#include <charconv>

namespace rules::figures {
namespace {

constexpr std::size_t most_shared_bytes = 64U << 20U;

/// Whether a number format shows a day: d, y (j, a in French) outside quotes and brackets.
bool shows_a_day(std::string_view code) {
    bool quoted = false, bracket = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        char const c = code[i];
        if (c == '"') quoted = !quoted;
        else if (quoted) continue;
        else if (c == '\\') ++i;
        else if (c == '[') bracket = true;
        else if (c == ']') bracket = false;
        else if (!bracket && (c == 'd' || c == 'y' || c == 'D' || c == 'Y' || c == 'j' || c == 'a')) return true;
    }
    return false;
}

}  // namespace

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

bool Workbook::start(std::string_view name, const char** attributes) {
    if (name == "workbookPr") {
        auto const flag = attribute(attributes, "date1904");
        from_1904 = flag == "1" || flag == "true";
    }
    if (name != "sheet") return true;
    auto const state = attribute(attributes, "state");
    // Both `r:id` and `sheetId` exist; the local name of the first is "id".
    if (sheet_relation.empty() && (state.empty() || state == "visible")) sheet_relation = attribute(attributes, "id");
    return true;
}

bool Relations::start(std::string_view name, const char** attributes) {
    if (name == "Relationship") targets.emplace(attribute(attributes, "Id"), attribute(attributes, "Target"));
    return targets.size() < 1000;
}

bool Styles::start(std::string_view name, const char** attributes) {
    if (name == "numFmt") {
        auto const id = whole_number(attribute(attributes, "numFmtId"));
        if (id && shows_a_day(attribute(attributes, "formatCode"))) custom_[*id] = true;
    } else if (name == "cellXfs") {
        in_formats_ = true;
    } else if (name == "xf" && in_formats_) {
        int const id = whole_number(attribute(attributes, "numFmtId")).value_or(0);
        // Built in: 14 to 17 and 22 are days, 27 to 36 and 50 to 58 those of other calendars.
        bool const built_in = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
        day.push_back(built_in || custom_.contains(id));
    }
    return day.size() < 100'000 && custom_.size() < 100'000;
}

bool Styles::end(std::string_view name) {
    if (name == "cellXfs") in_formats_ = false;
    return true;
}

bool SharedStrings::start(std::string_view name, const char**) {
    if (name == "t") in_text_ = true;
    else if (name == "rPh") phonetic_ = true;  // readings of Japanese words are no text
    return true;
}

bool SharedStrings::end(std::string_view name) {
    if (name == "t") in_text_ = false;
    else if (name == "rPh") phonetic_ = false;
    else if (name == "si") ends_.push_back(all_.size());
    return true;
}

bool SharedStrings::text(std::string_view text) {
    if (in_text_ && !phonetic_) all_ += text;
    return all_.size() <= most_shared_bytes;
}

std::string_view SharedStrings::at(std::size_t i) const {
    if (i >= ends_.size()) return {};
    std::size_t const begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(all_).substr(begin, ends_[i] - begin);
}

}  // namespace rules::figures
