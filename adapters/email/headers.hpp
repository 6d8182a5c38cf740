#pragma once
/// \file adapters/email/headers.hpp
/// Header fields as they stand, without decoding (RFC 5322 §2.2; lenient where real mails are).
///
/// Values are views into the text that was read: it must outlive the block. Pure; linear.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace adapters::email {

struct Field {
    std::string_view name;   ///< without the colon
    std::string_view value;  ///< raw, folding included, ends trimmed
};

struct HeaderBlock {
    std::vector<Field> fields;  ///< top to bottom
    std::size_t body = 0;       ///< offset at which the body begins

    /// The first field of that name (case ignored), its raw value; "" if there is none.
    [[nodiscard]] std::string_view first(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
};

/// Reads fields until the empty line. An mbox "From " line at the top is skipped. A line that is no field is dropped;
/// one at the very top means that there is no header: no fields, body 0.
[[nodiscard]] HeaderBlock read_headers(std::string_view raw);

}  // namespace adapters::email
