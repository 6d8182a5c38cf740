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

/// How long after its first try an answer is given up (48 h), and an alert is late (6 h; docs/decisions/0017).
[[nodiscard]] std::chrono::hours expiry_of(MailKind);

/// The longest that `next_try` may be away.
inline constexpr std::chrono::minutes longest_wait{216};

/// When try `tries + 1` is due after `tries` failed ones (from 1): 1, 5, 15, 60 min, then every 3 h, shifted by up to a
/// fifth that depends on `id` alone. Nothing: expired.
[[nodiscard]] std::optional<Instant> next_try(MailKind, int tries, Instant first_try, Instant now, std::int64_t id);

}  // namespace adapters::email
