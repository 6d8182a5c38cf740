#pragma once
/// \file adapters/email/mime_tree.hpp
/// A mail as a tree of parts. GMime 3.2 finds the structure and nothing else: it sees the Content-* fields and the
/// body only after `prescan` let the mail pass; texts, names and codings are decoded by our own code
/// (reference: email.md §0 "fallback decision"). The only file that knows GMime is mime_tree.cpp.
///
/// Threads: any, one call at a time per mail (GMime is initialised once).

#include "adapters/email/content_type.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct Part {
    Parameterised type;         ///< value "text/plain" where none was said
    Parameterised disposition;  ///< value "" where none was said
    std::string encoding;       ///< Content-Transfer-Encoding as written
    std::string content_id;     ///< without < >
    std::string header;         ///< of a message/rfc822: the header of the message inside, as it stands
    std::string body;           ///< of a leaf: as it stands, still encoded
    std::vector<Part> parts;    ///< of a multipart or a message

    [[nodiscard]] bool is(std::string_view type_value) const { return type.value == type_value; }
    [[nodiscard]] bool is_multipart() const { return type.value.starts_with("multipart/"); }
    [[nodiscard]] bool is_message() const { return !header.empty() || type.value == "message/rfc822"; }
    [[nodiscard]] std::string decoded() const;    ///< transfer encoding undone
    [[nodiscard]] std::string text() const;       ///< decoded, as UTF-8, line ends LF
    [[nodiscard]] std::string file_name() const;  ///< safe to show; "" where none was said
};

/// `raw` must have passed `prescan`. Never fails: what is no structure is one text part.
[[nodiscard]] Part read_mime(std::string_view raw);

}  // namespace adapters::email
