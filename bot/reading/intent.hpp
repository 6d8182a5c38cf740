#pragma once
/// \file bot/reading/intent.hpp
/// What the person wants: closed messages first (commands, yes, no), then a score of words and of what was
/// found. When several fit, the one that decides the next act wins: crise, injection, corriger_info, a
/// question, facts, social acts (message schema §2). Threads: pure.

#include "bot/reading/place.hpp"

namespace bot::reading {

/// Sets intent, confidence, data request, choice and form of address. Facts, measures and danger must be
/// there.
void read_intent(const Lexicon&, const Analysis&, const Found&, const PlacesRead&, const Context&, Reading&);

}  // namespace bot::reading
