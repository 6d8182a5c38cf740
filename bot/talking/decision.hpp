#pragma once
/// \file bot/talking/decision.hpp
/// How sure a reading must be before it is acted on: act, ask "this or something else", or own up.
///
/// The bounds rest on six-fold cross-validation of the intent model over the examples (`reading_train … --folds` prints the
/// curve; lines that the rules settle or that show a fact or measure are left out). Acted on: from the lowest bound above
/// which at least 80 % of the guesses are right (0.55; 2026-11-29: 82 % of 1065). Asked about: as long as a guess is right one
/// time in three (bin 0.30: 36 %, bin 0.25: 29 %). tests/bot/talking/decision_test.cpp holds what they lead to.
/// Threads: pure.

#include "bot/reading/reading.hpp"

namespace bot::talking {

enum class Decision : std::uint8_t { act, ask, not_understood };

/// Facts, measures and choices are evidence of their own: with them the answer shows what was understood, so it
/// is acted on. What cannot be undone is confirmed where it is done.
[[nodiscard]] Decision decide(const reading::Reading&);

}  // namespace bot::talking
