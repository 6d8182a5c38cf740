#pragma once
/// \file bot/talking/link.hpp
/// One person, two conversations (Matrix and mail): joined by a code that is asked for in one and written in the other.
/// From then on both have the state of the first; what had been kept in the second is dropped, so that nobody who talks
/// somebody into writing a code learns what they had said. Both are told; EFFACER in either ends both.
///
/// Kept beside conversations, under channel names of their own: the code while it stands ("lien": whose it is), and in
/// the second conversation's place a pointer to the first. Threads: pure.

#include "bot/talking/turn.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bot::talking {

/// The channel name under which codes stand, and how long.
inline constexpr std::string_view link_channel = "lien";
inline constexpr std::chrono::hours link_code_life{48};

/// "relier": the wish for a code; "relier 4F7K-2M9P": one that was got elsewhere, on a line of its own. Case and a hyphen do not matter.
[[nodiscard]] bool asks_for_link(std::string_view body);
[[nodiscard]] std::optional<std::string> link_code_in(std::string_view body);
/// 39 bits of `random`, written so that it can be read aloud.
[[nodiscard]] std::string link_code(std::uint64_t random);

/// \name Where a state is only a pointer to another's, and whose a code is.
///@{
[[nodiscard]] std::string pointer_to(const people::Destination&);
[[nodiscard]] std::optional<people::Destination> pointed_to(std::string_view stored);
///@}

/// Answers a wish for a code or a code. \returns false if the text is neither.
[[nodiscard]] bool take_link(Turn&, std::string_view body);

}  // namespace bot::talking
