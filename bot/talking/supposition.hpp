#pragma once
/// \file bot/talking/supposition.hpp
/// "Et si j’avais 18 ans ?": answered on a copy, with the difference. What is remembered does not change, nor
/// do the question and the numbers that stand.

#include "bot/talking/turn.hpp"

#include <string>

namespace bot::talking {

/// \pre the supposed facts stand in `turn.momentary`
void answer_supposition(Turn&, const std::string& measure);

}  // namespace bot::talking
