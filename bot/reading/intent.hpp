#pragma once
/// \file bot/reading/intent.hpp
/// What the person wants: closed messages first (commands, yes, no), then a score of words and of what was
/// found. When several fit, the one that decides the next act wins: crise, injection, corriger_info, a
/// question, facts, social acts (message schema §2). Threads: pure.

#include "bot/reading/place.hpp"

namespace bot::reading {

/// The rules' opinion: sets intent, confidence, data request, choice, form of address. Facts, measures and danger
/// must be there. \returns whether it is certain: danger, nothing to read, a number of a list, a bare yes or no
/// that was asked for.
[[nodiscard]] bool guess_intent(
    const Lexicon&, const Analysis&, const Found&, const PlacesRead&, const Context&, Reading&
);
/// Once the intent is decided: what goes with it and what does not.
void finish_intent(Reading&, const Analysis&);

}  // namespace bot::reading
