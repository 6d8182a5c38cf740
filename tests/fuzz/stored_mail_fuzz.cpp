// libFuzzer target: a stored entry. What can be read comes back the same from its stored form, and never both as a mail and
// as an event; what cannot be read is nothing.
// LINK: adapters_email_core

#include "adapters/email/imap_cursor.hpp"
#include "adapters/email/stored_mail.hpp"
#include "adapters/email/waiting_files.hpp"
#include "adapters/email/webhook_events.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace adapters::email;
    std::string_view const text(reinterpret_cast<const char*>(data), size);
    auto const mail = mail_from_stored(text);
    if (mail) {
        auto const form = stored_form(*mail);
        auto const again = mail_from_stored(form);
        if (!again || stored_form(*again) != form || again->raw != mail->raw) std::abort();
        auto const entry = inbox_entry(*mail);
        if (entry.event_id.empty() || entry.conversation.id.empty()) std::abort();
    }
    if (auto waiting = waiting_from(text)) {
        auto const again = waiting_from(stored_form(*waiting));
        if (!again || again->tries != waiting->tries || again->mail.elsewhere != waiting->mail.elsewhere) std::abort();
        auto const before = waiting->mail.raw.size(), files = waiting->mail.elsewhere.size();
        auto const whole = with_files(std::move(waiting->mail), std::vector<std::optional<std::string>>(files, "x"));
        if (whole.raw.size() < before || !whole.elsewhere.empty() || whole.known_as.empty()) std::abort();
    }
    if (auto const event = event_from_stored(text)) {
        if (mail) std::abort();
        auto const again = event_from_stored(stored_form(*event));
        if (!again || again->kind != event->kind) std::abort();
    }
    auto const cursor = cursor_from(text);
    if (cursor_from(stored_form(cursor)) != cursor) std::abort();
    static_cast<void>(read_postmark_event(text));
    if (read_mailgun_event(text, "key", Instant()).status == 200) std::abort();  // without the key nothing is signed
    return 0;
}
