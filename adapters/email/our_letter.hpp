#pragma once
/// \file adapters/email/our_letter.hpp
/// Reads a reply beside the letter that it answers, while the outbox still has its text (a day): what was typed into our own
/// lines is then found whatever the mail program did with them.

#include "adapters/email/mail_settings.hpp"
#include "adapters/email/understood.hpp"
#include "db/store.hpp"

namespace adapters::email {

/// Fills `between`, if nothing stands there yet. Leaves the mail alone if the letter is gone, another's, or not quoted. Errors: the
/// store's.
void read_beside_our_letter(Understood&, db::Store&, const MailSettings&);

}  // namespace adapters::email
