#include "adapters/email/web_form.hpp"

#include "adapters/email/ascii.hpp"
#include "adapters/email/content_type.hpp"
#include "adapters/email/transfer.hpp"

#include <algorithm>

namespace adapters::email {

namespace {

constexpr std::size_t most_fields = 500;

std::string form_decoded(std::string_view text) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return percent_decoded(spaced);
}

/// What the header of one part says (RFC 7578 §4): its field, and of a file its name and type.
FormField part_named(std::string_view head) {
    FormField field;
    while (!head.empty()) {
        std::size_t const end = std::min(head.find("\r\n"), head.size());
        std::string_view const line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        std::size_t const colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        auto const about = trimmed(line.substr(0, colon));
        if (same_word(about, "content-disposition")) {
            auto const said = read_parameterised(line.substr(colon + 1));
            field.name = said.parameter("name");
            if (auto const name = said.parameter("filename"); !name.empty()) field.file_name = safe_file_name(name);
        } else if (same_word(about, "content-type")) {
            field.type = read_parameterised(line.substr(colon + 1)).value;
        }
    }
    return field;
}

std::optional<FormFields> read_multipart(std::string_view boundary, std::string_view body) {
    FormFields fields;
    std::string const mark = "--" + std::string(boundary);
    std::size_t at = body.find(mark);
    while (at != std::string_view::npos && fields.size() < most_fields) {
        at += mark.size();
        if (body.substr(at, 2) == "--") return fields;
        std::size_t const head_end = body.find("\r\n\r\n", at);
        std::size_t const next = body.find("\r\n" + mark, at);
        if (head_end == std::string_view::npos || next == std::string_view::npos || head_end > next) return std::nullopt;
        std::size_t const begin = std::min(head_end + 4, next);
        auto field = part_named(body.substr(at, head_end - at));
        if (!field.name.empty()) {
            field.value = body.substr(begin, next - begin);
            fields.push_back(std::move(field));
        }
        at = next + 2;
    }
    return fields;
}

}  // namespace

std::optional<FormFields> read_form(std::string_view content_type, std::string_view body) {
    if (find_word(content_type, "multipart/form-data") == 0) {
        std::size_t const at = find_word(content_type, "boundary=");
        if (at == std::string_view::npos) return std::nullopt;
        std::string_view boundary = content_type.substr(at + 9);
        boundary = boundary.substr(0, boundary.find(';'));
        boundary = trimmed(boundary);
        if (boundary.size() >= 2 && boundary.front() == '"') boundary = boundary.substr(1, boundary.size() - 2);
        return boundary.empty() ? std::nullopt : read_multipart(boundary, body);
    }
    if (find_word(content_type, "application/x-www-form-urlencoded") != 0) return std::nullopt;
    FormFields fields;
    for (std::size_t at = 0; at < body.size() && fields.size() < most_fields;) {
        std::size_t end = body.find('&', at);
        if (end == std::string_view::npos) end = body.size();
        std::string_view const one = body.substr(at, end - at);
        std::size_t const equals = one.find('=');
        if (!one.empty())
            fields.push_back({form_decoded(one.substr(0, equals)), equals == std::string_view::npos ? "" : form_decoded(one.substr(equals + 1))});
        at = end + 1;
    }
    return fields;
}

}  // namespace adapters::email
