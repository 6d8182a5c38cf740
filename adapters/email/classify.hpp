#pragma once
/// \file adapters/email/classify.hpp
/// What kind of mail this is, and whether any automatic answer may go out. Order of the checks: email.md §2.2
/// (RFC 3834 and practice). A wrong "may answer" is the worst failure there is: a loop. Pure.

#include "adapters/email/bounce.hpp"
#include "adapters/email/contents.hpp"
#include "adapters/email/headers.hpp"
#include "adapters/email/identity.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

enum class Class {
    human, empty, forward, auto_reply, auto_generated, list, own, loop, bounce, bounce_unverified, delayed, delivered, complaint,
    read_receipt, invitation, invitation_cancelled, invitation_reply, invitation_counter, unsubscribe, unreadable, malformed
};
[[nodiscard]] std::string_view word_of(Class);

struct Judgement {
    Class cls = Class::human;
    bool may_answer = false;
    std::string why;  ///< the mark that decided
};

/// What the checks look at, besides the header.
struct Evidence {
    std::optional<std::string> envelope_from;
    std::string from;         ///< the one From address; "" if there is none that can be named
    std::string answer_to;    ///< where an answer would go
    std::string subject;      ///< decoded
    std::string message_id;
    std::vector<std::string> recipients;  ///< of envelope and To, Cc, Delivered-To
    std::vector<std::string> thread_ids;
    std::string verp;
    bool has_attachments = false;
    bool is_forward = false;
    std::string visible;
};

[[nodiscard]] Judgement classify(const Evidence&, const HeaderBlock&, const Contents&, const BounceFacts&, const Identity&);

/// A null envelope sender or an address of a mail system.
[[nodiscard]] bool is_machine_sender(const std::optional<std::string>& envelope_from, std::string_view from);
/// "no-reply", "ne-pas-repondre", "mailer-daemon" …: nobody reads what is sent there.
[[nodiscard]] bool is_robot_local_part(std::string_view address);
/// A wish to get no more mail, in a subject or as the whole of a text.
[[nodiscard]] bool is_unsubscribe(std::string_view subject, std::string_view visible);

}  // namespace adapters::email
