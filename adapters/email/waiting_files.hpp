#pragma once
/// \file adapters/email/waiting_files.hpp
/// A mail whose provider keeps its files (Brevo): it is stored aside, committed, and read once its files are in it, or once they cannot be
/// had any more. Then the sender is told that they did not come (mail_inbound.hpp). What is worth fetching, when it is tried again, how
/// long: decided here. Pure.

#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/limits.hpp"
#include "db/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

constexpr std::string_view waiting_channel = "email.fetching";
/// Where the mail waits; its id is the mail's `repeat_key`, under which it will be known.
[[nodiscard]] db::ConversationRef waiting_ref(const InboundMail&);

struct WaitingMail {
    InboundMail mail;
    int tries = 0;
    Instant not_before{};
};
/// A line of JSON, then the stored form of the mail.
[[nodiscard]] std::string stored_form(const WaitingMail&);
/// Nothing: not of this form, or it has gone on already.
[[nodiscard]] std::optional<WaitingMail> waiting_from(std::string_view stored);

/// After a try that may go better later. A partner who waits for a receipt is told within the working day, so the last one is six
/// hours after the mail came. \returns nothing: let it be
[[nodiscard]] std::optional<Instant> next_fetch(const WaitingMail&, Instant now);

/// What this one of `elsewhere` may have at most, in bytes; 0: it is not worth asking.
[[nodiscard]] std::size_t most_of(const InboundMail&, std::size_t file, const Limits&);

/// The mail with the bytes that could be had (one for each of `elsewhere`; nothing: the part stays empty), under the name that it was
/// known by before.
[[nodiscard]] InboundMail with_files(InboundMail, const std::vector<std::optional<std::string>>& bytes);

}  // namespace adapters::email
