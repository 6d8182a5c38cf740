#include "adapters/email/headers.hpp"

#include "adapters/email/ascii.hpp"

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace {

/// Length of the field name at the start of `line`; 0: it is no field.
std::size_t name_length(std::string_view line) {
    std::size_t n = 0;
    while (n < line.size() && line[n] > ' ' && line[n] != ':' && line[n] != 0x7f) ++n;
    std::size_t colon = n;
    while (colon < line.size() && (line[colon] == ' ' || line[colon] == '\t')) ++colon;  // "Subject : x", obsolete
    return n > 0 && n <= 256 && colon < line.size() && line[colon] == ':' ? n : 0;
}

HeaderBlock trimmed_values(HeaderBlock block) {
    for (auto& field : block.fields) field.value = trimmed(field.value);
    return block;
}

}  // namespace

std::string_view HeaderBlock::first(std::string_view name) const {
    for (auto const& field : fields)
        if (same_word(field.name, name)) return field.value;
    return {};
}

bool HeaderBlock::has(std::string_view name) const {
    return std::any_of(fields.begin(), fields.end(), [&](auto const& f) { return same_word(f.name, name); });
}

std::vector<std::string_view> HeaderBlock::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (auto const& field : fields)
        if (same_word(field.name, name)) values.push_back(field.value);
    return values;
}

HeaderBlock read_headers(std::string_view raw) {
    HeaderBlock block;
    std::size_t at = 0;
    if (raw.starts_with("From ") || raw.starts_with(">From ")) {
        std::size_t const end = raw.find('\n');
        at = end == std::string_view::npos ? raw.size() : end + 1;
    }
    bool top = true;
    while (at < raw.size()) {
        std::size_t end = raw.find('\n', at);
        std::size_t const next = end == std::string_view::npos ? raw.size() : end + 1;
        if (end == std::string_view::npos) end = raw.size();
        std::string_view line = raw.substr(at, end - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) {
            block.body = next;
            return trimmed_values(std::move(block));
        }
        if (line.front() == ' ' || line.front() == '\t') {
            if (!block.fields.empty()) {
                auto& value = block.fields.back().value;
                value = std::string_view(value.data(), static_cast<std::size_t>(line.data() + line.size() - value.data()));
            }
        } else if (std::size_t const length = name_length(line); length > 0) {
            std::size_t const colon = line.find(':', length);
            block.fields.push_back({line.substr(0, length), line.substr(colon + 1)});
        } else if (top) {
            block.body = 0;
            return block;
        }
        top = false;
        at = next;
    }
    block.body = raw.size();
    return trimmed_values(std::move(block));
}

}  // namespace adapters::email
