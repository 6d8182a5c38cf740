#pragma once
/// \file bot/talking/decision.hpp
/// How sure a reading must be before it is acted on: act, ask "this or something else", or own up.
///
/// The bounds were chosen by judgement, not calibrated; tests/bot/talking/decision_test.cpp holds what they lead to.
/// Threads: pure.

#include "bot/reading/reading.hpp"

namespace bot::talking {

enum class Decision : std::uint8_t { act, ask, not_understood };

/// Facts, measures and choices are evidence of their own: with them the answer shows what was understood, so it
/// is acted on. What cannot be undone is confirmed where it is done.
[[nodiscard]] Decision decide(const reading::Reading&);

}  // namespace bot::talking
