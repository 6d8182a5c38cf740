#pragma once
/// \file adapters/email/held_beside.hpp
/// What else is held of whoever a mail conversation belongs to: it is erased with the conversation.

#include "adapters/email/mail_settings.hpp"
#include "db/store.hpp"

#include <vector>

namespace adapters::email {

/// Of a proven conversation: the unproven ones of its address (what was written in their name, or by themselves before their server
/// vouched for them), its records, and mails that wait for their files (waiting_files.hpp). Of an unproven one: such mails of its own.
/// Reads each mail that waits; there are a handful. Errors: the store's.
[[nodiscard]] std::vector<db::ConversationRef> held_beside(db::Store&, const db::ConversationRef& conversation, const MailSettings&);

}  // namespace adapters::email
