#pragma once
/// \file bot/talking/receipts.hpp
/// Where a fact comes from: the words that said it while they are here, its rule and class afterwards.

#include "bot/talking/turn.hpp"

#include <string>
#include <string_view>

namespace bot::talking {

/// "pourquoi 19 ans ?", "d’où tu sors que je suis à Rouen ?", "pourquoi mon âge ?": class, rule and message of the
/// fact that is remembered. \returns false if the message names none.
[[nodiscard]] bool explain_fact(Turn&, std::string_view body, const reading::Reading&);

/// The words that a fact was read from, for this answer only; empty if there is nothing to show.
[[nodiscard]] std::string words_of(std::string_view body, const reading::Evidence&);

}  // namespace bot::talking
