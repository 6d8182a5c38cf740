#pragma once
/// \file adapters/email/wire/smtp_verdict.hpp
/// What one try to hand a mail to the relay came to, from how far the dialogue got and the relay's last words.
///
/// Sources: RFC 5321 §3.3, §3.8, §4.2, §4.5.3.2; RFC 3463 (enhanced codes); reference email.md §2.5. What matters for
/// retries: an answer about this recipient, trouble of the relay that concerns every mail, and "sent, no answer", which
/// may have arrived. Three cases that could be judged otherwise:
/// - Silence before the dot is the relay's: nobody said a word about this recipient, and email.md has trouble of the
///   connection hold the queue. The mail is tried again on its schedule all the same.
/// - "550 … Veuillez essayer plus tard" (Orange, La Poste) is a later in a permanent code's clothes: deferred, because
///   a refusal would end a mail that its own text says will pass; the mail's expiry bounds what a liar costs.
/// - 421 to the dot closes the line: taken or not cannot be told, and one more try is what "unknown" means.
/// Threads: pure; any.

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::email::wire {

/// The last step that was begun.
enum class SmtpPhase : std::uint8_t { connecting, securing, authenticating, envelope, data, after_dot };

struct SmtpOutcome {
    enum class Result : std::uint8_t {
        accepted,   ///< 2xx after the dot: the relay answers for it now
        deferred,   ///< 4xx for this mail or recipient: the same again later
        refused,    ///< 5xx for this mail or recipient: never
        relay_down, ///< nobody there, or the relay wants nothing now: hold the whole queue
        relay_wrong,///< TLS, certificate, login, envelope sender: a person must look; hold the whole queue
        unknown     ///< the dot was sent and nothing came back: it may have arrived
    };
    Result result = Result::relay_down;
    SmtpPhase phase = SmtpPhase::connecting;
    int code = 0;          ///< last reply code; 0: none
    std::string enhanced;  ///< "5.1.1"; empty: none was given
    std::string said;      ///< the reply itself, for telling a dead address; never logged
    std::string why{};     ///< in French for an operator, how the connection ended; empty: it did not fail
};

/// What a try showed.
struct SmtpTrace {
    bool ok = false;            ///< the transfer ended well: a 2xx came after the dot
    bool resolved = false;      ///< a connection stood
    bool secured = false;       ///< TLS stood, or none was wanted
    bool tls_failed = false;    ///< no STARTTLS, a handshake that failed, a certificate that does not hold
    bool login_denied = false;
    bool recipient_named = false;  ///< RCPT TO was sent
    bool sender_named = false;     ///< MAIL FROM was sent
    bool data_begun = false;       ///< 354 came
    bool dot_sent = false;         ///< all of the message and the dot were handed over
    std::string last_reply;        ///< last line from the relay: "550 5.1.1 unknown"
};

[[nodiscard]] SmtpOutcome smtp_verdict(const SmtpTrace&);

/// The reply's words say that the same will pass later, whatever its code says. ASCII case is ignored.
[[nodiscard]] bool asks_for_later(std::string_view reply);

}  // namespace adapters::email::wire
