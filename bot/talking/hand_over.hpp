#pragma once
/// \file bot/talking/hand_over.hpp
/// To a person: who is in charge near by, what would be passed on word for word, consent, and the letter.
///
/// Nothing is sent without "1" or "oui" under the quotation; what is sent is the quotation. Without a desk of the
/// structure in the configuration nothing can be sent, and that is said. Who is in charge is not known commune by
/// commune: the office seated there, else those of the same intercommunality, else of the département.
/// Sources: ecosystem.md §3.6, §4 (7), duties P40, P32.

#include "bot/talking/turn.hpp"

#include <string_view>

namespace bot::talking {

/// Asks for the commune if none is known, offers to pass the request on where that is possible, else says where
/// to go.
enum class Reach : std::uint8_t { write_if_wanted, address_only };
void hand_over(Turn&, Reach = Reach::write_if_wanted);
/// Set as `Question::measure` while the commune is asked for in order to hand over …
inline constexpr std::string_view for_hand_over = "@humain";
/// … and while a telephone number is.
inline constexpr std::string_view for_phone = "@telephone";

/// The choices office, send, call_back and address. `asked`: the question that they stood under.
void take_hand_over(Turn&, const Choice&, const Question& asked);
/// A message after `for_phone`. \returns false if it holds no number: nothing is sent.
[[nodiscard]] bool take_phone(Turn&, std::string_view body, const Question& asked);

/// What would be passed on: typed facts that are kept, the wish, the measure spoken of. Never a text of theirs.
[[nodiscard]] std::string request_words(const Turn&);

/// At a desk: an answer to the request that the message names, on its way to the young person.
void relay(Turn&, const Referenced&);

}  // namespace bot::talking
