#pragma once
/// \file adapters/email/mailer.hpp
/// Whoever carries a mail away: the relay, or a folder for a demonstration. Blocking; called by one thread at a time.

#include "adapters/email/wire/smtp_relay.hpp"

namespace adapters::email {

class Mailer {
  public:
    virtual ~Mailer() = default;
    /// `name`: of the row, for whoever keeps files; the same at each try.
    [[nodiscard]] virtual wire::SmtpOutcome submit(const wire::Submission&, std::int64_t name) = 0;
};

/// Over SMTP submission. `stop` makes a dialogue under way end within a second (it may have arrived then).
class RelayMailer final : public Mailer {
  public:
    RelayMailer(wire::Server server, std::string hello) : relay_(std::move(server), std::move(hello)) {}
    [[nodiscard]] wire::SmtpOutcome submit(const wire::Submission& mail, std::int64_t) override { return relay_.submit(mail); }

  private:
    wire::SmtpRelay relay_;
};

}  // namespace adapters::email
