#pragma once
/// \file bot/service/mail_doctor.hpp
/// `phare doctor` about mail: one sentence a cause, one exit code a cause, in French for whoever runs the service. Blocks, up to
/// half a minute where nobody answers. Nothing is sent, no flag of the mailbox changes.
///
///   80 LMTP: cannot listen           84 relay: no connection           88 port for links and webhooks cannot be had
///   81 a secret cannot be read       85 relay: TLS or certificate      89 another program stands where LMTP should
///   82 mailbox: no connection        86 relay: login refused         90 Brevo's API: no answer, or its key is refused
///   83 mailbox: TLS, login, folder   87 folder for mails: not writable

#include "adapters/matrix/doctor.hpp"
#include "bot/commands/config.hpp"

#include <vector>

namespace bot::service {

/// `config.email` is there.
[[nodiscard]] std::vector<adapters::matrix::Finding> examine_mail(const commands::Config&);

}  // namespace bot::service
