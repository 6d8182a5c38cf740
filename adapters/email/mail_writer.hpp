#pragma once
/// \file adapters/email/mail_writer.hpp
/// A mail of ours as bytes: plain text as the reference, HTML made from the same document, pictures by cid, headers of
/// RFC 5322, 3834, 8058. CRLF, lines of at most 998 bytes, ASCII only (so no 8BITMIME or SMTPUTF8 is needed of anybody).
///
/// The same input gives the same bytes: Message-ID, date and boundaries are input, so that a second try is the same mail.
/// Header values come from one encoder; CR and LF cannot get into a header. Pure; throws nothing.

#include "adapters/email/inbound_mail.hpp"
#include "bot/wording/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

enum class MailKind {
    answer,  ///< to a person's mail: Auto-Submitted: auto-replied
    alert    ///< of our own accord: Auto-Submitted: auto-generated, List-Unsubscribe if given
};

struct InlinePicture {
    std::string content_id;  ///< "courbe@phare.test"
    std::string name, type;  ///< "courbe.png", "image/png"
    std::string alt;         ///< what it says, in words; its figures stand in the document too
    std::string bytes;
};

struct OutgoingFile {
    std::string name, type, bytes;
};

struct OutgoingMail {
    MailKind kind = MailKind::answer;
    std::string from_name, from_address;
    std::string to;                        ///< one address: one mail a recipient. Not ASCII: named in the envelope alone
    std::string reply_to;                  ///< with the token; "": none
    std::string subject;                   ///< no personal fact in it (`answer_subject`)
    std::string message_id;                ///< `message_id_of`
    std::string in_reply_to;
    std::vector<std::string> references;   ///< oldest first; the last 20 are written
    Instant date{};
    bot::wording::Document document;       ///< the table of its picture stands below the text
    std::string footer;                    ///< one line under both forms
    std::vector<InlinePicture> pictures;
    std::vector<OutgoingFile> files;
    std::string loop_mark;                 ///< X-Loop: our address
    std::string list_id;                   ///< RFC 2919, "alertes.phare.test": mailboxes sort by it; "": none
    std::string unsubscribe_url, unsubscribe_mailto;  ///< alerts and digests only; https and an address
};

/// Nothing if an address or a Message-ID is no such thing: then it must not be sent.
[[nodiscard]] std::optional<std::string> write_mail(const OutgoingMail&);

/// "<o42.6hq…@phare.test>": from the outbox row, fixed before the first try; the HMAC makes it recognisable as ours.
[[nodiscard]] std::string message_id_of(std::string_view key, std::int64_t outbox_id, std::string_view domain);
[[nodiscard]] bool is_message_id_of_ours(std::string_view key, std::string_view message_id, std::string_view domain);

/// Subject of an answer. Theirs is repeated only if it is one of our own subjects, because people put their age and their
/// trouble into it: "Re: Votre question" otherwise.
[[nodiscard]] std::string answer_subject(std::string_view theirs, const std::vector<std::string>& ours);

/// "Texte accentué" as a header value: as it is if ASCII, else encoded words cut on characters' borders.
[[nodiscard]] std::string encoded_header(std::string_view utf8, std::size_t first_line_used);
[[nodiscard]] std::string quoted_printable(std::string_view text);  ///< LF or CRLF in, CRLF out

/// The document as an HTML body with inline styles only; links to https, http and mailto alone.
[[nodiscard]] std::string mail_html(const bot::wording::Document&, const std::vector<InlinePicture>&, std::string_view footer);

}  // namespace adapters::email
