#pragma once
/// \file bot/talking/people.hpp
/// Who to turn to: danger first, then a person near by, then a listening line.
///
/// Only numbers marked as verified in the catalogue's resources are shown. Nothing is sent to anybody (P40).

#include "bot/reading/reading.hpp"
#include "bot/talking/turn.hpp"

#include <string_view>

namespace bot::talking {

/// The whole answer to danger: numbers by type, no question. Memory: the form is paused, nothing is stored
/// (P9, P39).
void answer_danger(Turn&, const reading::Danger&);

/// Places near the person; asks for the commune if none is known.
void hand_over(Turn&);
/// Set as `Question::measure` while the commune is asked for in order to hand over.
inline constexpr std::string_view for_hand_over = "@humain";

}  // namespace bot::talking
