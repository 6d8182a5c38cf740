#pragma once
/// \file adapters/email/send_outcome.hpp
/// What one try to submit a mail means, and when the next one is due (reference: email.md §2.5). Pure.

#include "adapters/email/inbound_mail.hpp"
#include "adapters/email/mail_writer.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::email {

/// How far the try came. Phases in their order.
enum class SendPhase { connect, tls, greeting, auth, sender, recipient, data, after_dot };

struct SendReport {
    SendPhase phase = SendPhase::connect;  ///< where it ended
    int code = 0;                          ///< the peer's last reply; 0: none came (time limit, connection lost)
    std::string text;                      ///< of that reply
};

enum class SendVerdict {
    delivered,  ///< 2xx to the dot: the relay has it
    deferred,   ///< this recipient: later
    refused,    ///< this recipient: never; a 5xx to RCPT or to the message
    unknown,    ///< the dot was sent, no answer came: may have arrived; same Message-ID, once more
    hold        ///< our connection, TLS, login or configuration: the whole queue waits and the operator is told
};
[[nodiscard]] SendVerdict judge(const SendReport&);

/// A permanent code around "later": French providers do that ("550 … Veuillez essayer plus tard").
[[nodiscard]] bool asks_for_later(std::string_view text);

struct RetryPlan {
    std::chrono::hours expiry;  ///< since the first try
};
[[nodiscard]] RetryPlan plan_for(MailKind);  ///< 48 h for answers, 6 h for alerts (then the next channel)

/// When try `tries + 1` is due after `tries` failed ones (from 1): 1, 5, 15, 60 min, then every 3 h, shifted by up to a
/// fifth that depends on `id` alone. Nothing: expired.
[[nodiscard]] std::optional<Instant> next_try(MailKind, int tries, Instant first_try, Instant now, std::int64_t id);

}  // namespace adapters::email
