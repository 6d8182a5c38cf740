#pragma once
/// \file adapters/email/bounce.hpp
/// What a delivery report says (RFC 3464, 3463, 5965, 8098; texts of qmail, Exim, Exchange, Gmail, Domino, French
/// gateways). Facts only: whether they are believed is `classify`'s matter. Reference: email.md §2.6. Pure; linear.

#include "adapters/email/contents.hpp"
#include "adapters/email/headers.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct BounceFacts {
    enum class Kind { none, failed, delayed, delivered, complaint, read_receipt, notice };  ///< notice: between operators (RFC 6591)
    Kind kind = Kind::none;
    std::string action;           ///< as the report writes it, lower case; "" in a mere text
    std::string status;           ///< "5.1.1"; "" if nothing says
    bool hard = false;            ///< the address is dead: suppress at once
    std::string final_recipient;  ///< the first one concerned
    std::vector<std::string> recipients;
    std::string original_message_id;  ///< "<…>"
    std::string diagnostic;           ///< what the remote server said
};

/// `subject`, `from_address`: decoded. `machine_sender`: null envelope sender or a mailer-daemon: without a proper
/// report only such a sender's text is read as a bounce.
[[nodiscard]] BounceFacts read_bounce(
    const Contents&, const HeaderBlock&, std::string_view subject, bool machine_sender
);

/// Whether an enhanced status with what the server said means that the address does not exist (any more).
[[nodiscard]] bool is_dead_address(std::string_view status, std::string_view said, std::string_view explained = {});

}  // namespace adapters::email
