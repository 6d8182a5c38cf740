#pragma once
/// \file adapters/email/mail_thread.hpp
/// What an answer needs to know of the mail it answers. To the bot it is an opaque event id (`Text::thread`), which comes
/// back with each `Say` (`Say::thread`). Pure.

#include "bot/message.hpp"

#include <string>
#include <vector>

namespace adapters::email {

struct MailThread {
    std::string to;                       ///< one address; empty: the conversation's own
    std::string subject;                  ///< of ours, or "Re: Votre question": never the person's words
    std::vector<std::string> references;  ///< oldest first, the answered mail last; may be empty
    bool proven = false;                  ///< somebody vouches for whoever reads it
};

[[nodiscard]] bot::EventId thread_id(const MailThread&);
/// A Message-ID alone ("<o4.…@phare.test>", one of ours) gives a thread below that mail; an empty or foreign id an empty one.
[[nodiscard]] MailThread thread_of(const bot::EventId&);

}  // namespace adapters::email
