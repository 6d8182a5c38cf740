#pragma once
/// \file adapters/email/automatic.hpp
/// The marks that robots put on their mail. Pure.

#include "adapters/email/headers.hpp"

#include <string>
#include <string_view>

namespace adapters::email {

/// The keyword of Auto-Submitted (RFC 3834 §5), lower case, without comments and parameters; "" if absent.
[[nodiscard]] std::string auto_submitted(const HeaderBlock&);
/// The header field that proves an automatic reply ("X-Autoreply", …); "" if none.
[[nodiscard]] std::string auto_reply_field(const HeaderBlock&);
/// The header field that proves a list or a bulk mailing; "" if none.
[[nodiscard]] std::string list_field(const HeaderBlock&);
/// X-Auto-Response-Suppress asks that no automatic answer be sent.
[[nodiscard]] bool suppresses_answers(const HeaderBlock&);

enum class RobotSubject { none, auto_reply, receipt, not_delivered };
/// By its beginning; proves nothing alone, people write such subjects too.
[[nodiscard]] RobotSubject robot_subject(std::string_view subject);
/// "Re: Votre question - Absent du bureau": says anywhere that nobody is there. Under a thread of ours only.
[[nodiscard]] bool tells_of_absence(std::string_view subject);
/// The text itself says so ("Ceci est un message automatique", "merci de ne pas répondre à ce courriel", "cliquez pour vous
/// authentifier"), in a sentence of its own and asking nothing: some robots put no mark at all into the header.
[[nodiscard]] bool is_robot_notice(std::string_view visible);

}  // namespace adapters::email
