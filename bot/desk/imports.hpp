#pragma once
/// \file bot/desk/imports.hpp
/// Files of figures on their way into the log: read and shown, counted by OUI, taken back by ANNULER.
///
/// The right is the caller's to look up. Threads: functions of their arguments.

#include "bot/desk/rounds.hpp"

#include <memory>
#include <optional>
#include <string>

namespace bot::desk {

/// Of a file that comes in a conversation, bytes: it is read on the loop. A larger one goes by HTTP.
inline constexpr std::size_t largest_file_here = std::size_t{4} << 20U;

/// A file of figures, read but not counted: receipt, and a proposal that waits for OUI in that conversation.
struct Delivered {
    Outcome outcome;
    int import = 0;            ///< 0: nothing that could count
    std::string receipt;       ///< for people
    std::string annotated;     ///< refused rows as CSV; empty: none
    std::string annotated_xlsx;  ///< the same for whoever sent XLSX; else empty
    bool known = false;        ///< nothing that could count is new
};
/// \param amounts no: others read along who may not see money; a file that holds some is not taken there
[[nodiscard]] Delivered propose(
    const Tools&, State, const std::string& bytes, const std::string& by, const std::string& where, Day today, bool amounts = true, figures::Claim = figures::Claim()
);
/// What goes back to whoever sent the file `name`: its refused rows. \returns null if there are none
[[nodiscard]] std::shared_ptr<const File> refused_rows(const Delivered&, const std::string& name);
/// OUI. \returns the refusal in French, or nothing
[[nodiscard]] std::optional<std::string> confirm(Outcome&, int import, const std::string& by, Day today, Instant now);
/// ANNULER.
[[nodiscard]] std::optional<std::string> withdraw(Outcome&, int import, const std::string& by, Day today, Instant now);

}  // namespace bot::desk
