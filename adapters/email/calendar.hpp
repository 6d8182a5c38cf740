#pragma once
/// \file adapters/email/calendar.hpp
/// The two facts of an invitation that matter here: what it asks for and which event it is about (RFC 5545, 5546).
/// Proposed to a person, never accepted by itself. Pure; linear.

#include <string>
#include <string_view>

namespace adapters::email {

struct Invitation {
    std::string method;  ///< "REQUEST", "CANCEL", "REPLY" …; "" if the calendar is a mere file
    std::string uid;
};

/// `declared`: the method of Content-Type, which counts where the text has none.
[[nodiscard]] Invitation read_invitation(std::string_view calendar, std::string_view declared);

}  // namespace adapters::email
