#pragma once
/// \file adapters/email/wire/smtp_relay.hpp
/// Hands mails to the relay (RFC 6409 submission, or a smarthost), one recipient a transaction, over libcurl. The
/// connection is kept for the next mail. A recipient whose local part is not ASCII needs a relay that announces SMTPUTF8: without it
/// nothing is sent, and the outcome is refused with "5.6.7" (RFC 6531 §3.2, RFC 5248). With TLS required nothing is sent without it, and the name is verified.
///
/// Threads: one worker's; every call blocks, at most as long as `Server::time`. Errors: an outcome, never an exception
/// for the relay's doing; std::runtime_error if libcurl itself cannot.

#include "adapters/email/wire/curl_handle.hpp"
#include "adapters/email/wire/smtp_verdict.hpp"

#include <string>

namespace adapters::email::wire {

struct Submission {
    std::string envelope_from;  ///< "bot+v-abc@phare.example"; empty: the null sender <>
    std::string recipient;      ///< one address, without <>
    std::string message;        ///< header and body, CRLF line ends
};

class SmtpRelay {
  public:
    /// \param hello  the name that we greet with
    SmtpRelay(Server server, std::string hello);

    [[nodiscard]] SmtpOutcome submit(const Submission&);
    /// Connects, secures, logs in, and says goodbye: for `phare doctor`.
    [[nodiscard]] SmtpOutcome try_out();

  private:
    SmtpOutcome run(const Submission* submission);

    Server server_;
    std::string path_;
    std::string token_;  ///< that `handle_` logs in with
    CurlHandle handle_;
    bool offers_utf8_ = false;  ///< the relay announced SMTPUTF8 (RFC 6531) on its last greeting
};

}  // namespace adapters::email::wire
