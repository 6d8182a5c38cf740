#pragma once
/// \file bot/desk/gestures.hpp
/// What people do under an alert or in a room of the bureau: marks 👀 👍 🔕, taking a mark back, short orders, figures
/// typed and confirmed. The right is looked up at that moment; a refusal is said where the order was given.
///
/// Threads: functions of their arguments.

#include "bot/desk/rounds.hpp"
#include "bot/desk/typed.hpp"

#include <optional>
#include <string>

namespace bot::desk {

/// The thread of ours that a remote event id belongs to; nothing: none of ours.
[[nodiscard]] std::optional<ThreadKey> thread_of(const State&, const std::string& conversation, const std::string& remote_id);

/// Of a file that comes in a conversation, bytes: it is read on the loop. A larger one goes by HTTP.
inline constexpr std::size_t largest_file_here = std::size_t{4} << 20U;

/// Whether the desk answers this, and nobody else. Cheap.
[[nodiscard]] bool is_for_desk(const Tools&, const State&, const Inbound&, Day today);

/// \pre is_for_desk
[[nodiscard]] Outcome take(const Tools&, State, const Inbound&, Day today, Instant now);

/// A file of figures, read but not counted: receipt, and a proposal that waits for OUI in that conversation.
struct Delivered {
    Outcome outcome;
    int import = 0;            ///< 0: nothing that could count
    std::string receipt;       ///< for people
    std::string annotated;     ///< refused rows as CSV; empty: none
    std::string annotated_xlsx;  ///< the same for whoever sent XLSX; else empty
};
/// \param amounts no: others read along who may not see money; a file that holds some is not taken there
[[nodiscard]] Delivered propose(
    const Tools&, State, const std::string& bytes, const std::string& by, const std::string& where, Day today, bool amounts = true
);
/// OUI. \returns the refusal in French, or nothing
[[nodiscard]] std::optional<std::string> confirm(Outcome&, int import, const std::string& by, Day today, Instant now);
/// ANNULER.
[[nodiscard]] std::optional<std::string> withdraw(Outcome&, int import, const std::string& by, Day today, Instant now);

}  // namespace bot::desk
