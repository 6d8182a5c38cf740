#pragma once
/// \file adapters/email/retry_plan.hpp
/// When a mail is tried again, and when no more (reference: email.md §2.5). What a try came to is
/// wire/smtp_verdict.hpp's matter. Pure.

#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/mail_writer.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace adapters::email {

/// How long after its first try a mail is given up: 48 h for answers, 6 h for alerts (then the next channel).
[[nodiscard]] std::chrono::hours expiry_of(MailKind);

/// When try `tries + 1` is due after `tries` failed ones (from 1): 1, 5, 15, 60 min, then every 3 h, shifted by up to a
/// fifth that depends on `id` alone. Nothing: expired.
[[nodiscard]] std::optional<Instant> next_try(MailKind, int tries, Instant first_try, Instant now, std::int64_t id);

}  // namespace adapters::email
