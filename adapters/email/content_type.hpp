#pragma once
/// \file adapters/email/content_type.hpp
/// Content-Type and Content-Disposition: a value with parameters (RFC 2045 §5.1), RFC 2231 continuations and
/// charsets, RFC 2047 inside quotes (Outlook), raw 8-bit. Pure; linear.

#include <map>
#include <string>
#include <string_view>

namespace adapters::email {

struct Parameterised {
    std::string value;                              ///< lower case: "text/plain", "attachment"
    std::map<std::string, std::string> parameters;  ///< names in lower case, values decoded to UTF-8

    [[nodiscard]] std::string parameter(const std::string& name) const;
};

[[nodiscard]] Parameterised read_parameterised(std::string_view raw);

/// A file name that may be shown and stored: base name only, no control characters, no path, at most 200 bytes.
[[nodiscard]] std::string safe_file_name(std::string_view);

}  // namespace adapters::email
