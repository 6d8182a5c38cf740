#pragma once
/// \file adapters/email/reply_text.hpp
/// What the writer of a mail wrote, apart from what the mail carries along: quotations, attributions, signatures of
/// phones, legal footers, a forwarded message. Nothing is thrown away: what is cut is kept beside.
///
/// When in doubt the text stays: a quotation that shows costs little, a question that is dropped is lost.
/// Reference: email.md §2.4. Pure; linear; no regular expressions.

#include "adapters/email/quote_lines.hpp"

#include <string>
#include <string_view>

namespace adapters::email {

struct ReplyText {
    std::string visible;         ///< the writer's own words
    std::string cut;             ///< everything else, in order, for "voir le texte écarté"
    bool is_forward = false;     ///< a forwarded message was found (a bar, or a header block under a forward's subject)
    std::string forwarded;       ///< its own words
    std::string forwarded_from;  ///< the address of its author; "" where none is named
};

/// `text`: normalised UTF-8 with LF (plain_text.hpp), or lines of html_text.hpp.
[[nodiscard]] ReplyText analyse_reply(std::string_view text, Standing);

/// "Mes réponses sont en rouge", "voir ci-dessous": answers stand in what is quoted.
[[nodiscard]] bool announces_answers(std::string_view folded);

/// Whether a subject is that of a forward.
[[nodiscard]] bool is_forward_subject(std::string_view subject);
/// "Re:", "RÉP :", "AW:" …
[[nodiscard]] bool is_reply_subject(std::string_view subject);

}  // namespace adapters::email
