#pragma once
/// \file adapters/email/imap_cursor.hpp
/// How far a polled folder has been read, kept in the store in the same unit as the mail that moves it. Pure.

#include "adapters/email/inbound_mail.hpp"
#include "db/store.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::email {

struct ImapCursor {
    std::uint32_t validity = 0;  ///< UIDVALIDITY that `uid` belongs to; 0: never read
    std::uint32_t uid = 0;       ///< the last one that is dealt with
    std::uint32_t failing = 0;   ///< a mail that cannot be had, and how often it was tried
    int failures = 0;
    friend bool operator==(const ImapCursor&, const ImapCursor&) = default;
};

/// Of one folder of one account.
[[nodiscard]] db::ConversationRef cursor_ref(std::string_view user, std::string_view host, std::string_view folder);
[[nodiscard]] std::string stored_form(const ImapCursor&);
/// What cannot be read is as if it were not there: the last days are read again, repeats are recognised.
[[nodiscard]] ImapCursor cursor_from(std::string_view);

/// A mail was dealt with.
[[nodiscard]] ImapCursor past(ImapCursor, std::uint32_t uid);
/// A mail could not be had. After three times `give_up` is true, and the cursor is past it.
struct Failed {
    ImapCursor cursor;
    bool give_up = false;
};
[[nodiscard]] Failed after_failure(ImapCursor, std::uint32_t uid);

/// "22-Nov-2026" (RFC 3501 §9, date).
[[nodiscard]] std::string imap_day(std::chrono::sys_days);

/// When to ask again. `failures`: in a row.
[[nodiscard]] std::chrono::milliseconds poll_pause(std::chrono::milliseconds interval, int failures, bool needs_a_person);

}  // namespace adapters::email
