#pragma once
/// \file adapters/email/web_form.hpp
/// What a form posts: fields in order, files among them with their names. Sources: WHATWG URL §5 (urlencoded), RFC 7578
/// (multipart). Pure; linear; at most 500 fields.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct FormField {
    std::string name, value;
    std::string file_name{};  ///< of a file (multipart), base name; empty: it is none, or names none
    std::string type{};       ///< its Content-Type, lower case
};
using FormFields = std::vector<FormField>;
/// application/x-www-form-urlencoded or multipart/form-data (RFC 7578). Nothing: not a form.
[[nodiscard]] std::optional<FormFields> read_form(std::string_view content_type, std::string_view body);

}  // namespace adapters::email
