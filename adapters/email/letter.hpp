#pragma once
/// \file adapters/email/letter.hpp
/// A mail of ours on its way through the outbox: the document with its thread, not yet the bytes, because the outbox row's
/// number makes the Message-ID. `write_letter` makes the bytes: the same for the same row, at each try.
///
/// Pure. Threads: any.

#include "adapters/email/mail_settings.hpp"
#include "adapters/email/mail_thread.hpp"
#include "adapters/email/mail_writer.hpp"
#include "bot/message.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct Letter {
    bot::wording::Document document;  ///< of its picture: the landscape one, its words and its table
    std::vector<std::shared_ptr<const bot::File>> files;
    MailThread thread;
    bot::Say::Occasion occasion = bot::Say::Occasion::answer;
    bool urgent = false;
};

[[nodiscard]] Letter letter_of(const bot::Say&);
[[nodiscard]] std::string stored_form(const Letter&);
/// Nothing: not of a form that this version wrote.
[[nodiscard]] std::optional<Letter> letter_from(std::string_view stored);

/// What was said, as 64 bits (FNV-1a of the plain text): for telling a repetition.
[[nodiscard]] std::uint64_t text_hash(const Letter&);

/// The row that it stands in.
struct Posting {
    std::int64_t row = 0;
    Instant created{};         ///< its date; also what its tokens' life is counted from
    std::string conversation;  ///< whose: the address, if the thread names none
};

struct WrittenLetter {
    std::string envelope_from;  ///< VERP: a bounce names whom it was for
    std::string to;
    std::string recipient;      ///< the same for the wire: its domain in ASCII
    std::string message_id;
    std::string bytes;
};
/// Nothing: the address is none that mail can be sent to.
[[nodiscard]] std::optional<WrittenLetter> write_letter(const Letter&, const Posting&, const MailSettings&);

[[nodiscard]] std::string recipient_of(const Letter&, std::string_view conversation);
[[nodiscard]] MailKind kind_of(const Letter&);

}  // namespace adapters::email
