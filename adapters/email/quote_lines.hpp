#pragma once
/// \file adapters/email/quote_lines.hpp
/// What single lines of a mail look like: "Le … a écrit :", "De : … Envoyé : …", "-----Message d'origine-----",
/// "Envoyé de mon iPhone". All take *folded* lines (plain_text.hpp) without quote marks, look at a bounded number
/// of bytes, and never backtrack. Reference: email.md §2.4.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace adapters::email {

/// What a mail is before its text is looked at, by its subject, its thread and the address it came to. A first mail holds
/// an earlier one only where a client put it: there "De : … À : … Objet : …" is how people write a letter or a form.
enum class Standing { first, reply, forward };

/// "3 mars 2025", "03/03/25", "2025-03-03", "mars 3 2025", "lun. 3 mars", "28. Apr. 2017".
[[nodiscard]] bool has_date(std::string_view folded);
/// "10:12", "10h12", "9h" alone is none.
[[nodiscard]] bool has_time(std::string_view folded);

/// What the first of these lines begin: "Le …, X a écrit :", in the languages that mail clients speak.
struct Attribution {
    std::size_t lines = 0;   ///< 0: none
    bool certain = false;    ///< has a time or an address; otherwise believe it only before a quoted line
    bool address = false;    ///< names one
    bool quote_on_it = false;  ///< the quotation begins on its last line, behind the colon (Yahoo)
    bool to_the_end = false;   ///< all that follows is the earlier message, marked or not
};
[[nodiscard]] Attribution attribution(std::span<const std::string> folded_lines);

/// How many of the first lines form a block "De : … / Envoyé : … / À : … / Objet : …"; 0: none.
[[nodiscard]] std::size_t header_block_lines(std::span<const std::string> folded_lines, Standing);
/// "De", "From" …: whose value names the author. The value begins at the returned offset; npos: no such label.
[[nodiscard]] std::size_t author_value(std::string_view folded_line);

enum class Bar { none, original, forwarded };
[[nodiscard]] Bar bar(std::string_view folded);
[[nodiscard]] bool is_rule(std::string_view folded);  ///< three or more of - _ = * ~ # + and nothing else

[[nodiscard]] bool is_mobile_signature(std::string_view folded);
/// Outlook's own on phones, with its link: what follows is never the writer's.
[[nodiscard]] bool is_outlook_link_signature(std::string_view folded);
/// A paragraph (its lines joined) that lawyers, virus scanners or the friends of trees wrote.
[[nodiscard]] bool is_legal_footer(std::string_view folded);
/// Somebody speaks of themselves ("j'ai", "mon dossier", "19 ans"): neither a signature nor a lawyer does.
[[nodiscard]] bool is_personal(std::string_view folded);

}  // namespace adapters::email
