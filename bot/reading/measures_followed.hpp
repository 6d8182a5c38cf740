#pragma once
/// \file bot/reading/measures_followed.hpp
/// Whether a measure that is named is one that somebody follows now or has followed: message schema §4.1,
/// `mesure_en_cours` and `mesure_passee`. The words around the name decide, or the question that it answers.
/// Threads: pure.

#include "bot/reading/facts.hpp"

namespace bot::reading {

/// Adds to what the patterns of lexicons/faits/mesures_suivies.yaml found; takes back a present that is told as past.
void read_measures_followed(const Lexicon&, const Analysis&, const Found&, const Context&, std::vector<RawFact>&);

}  // namespace bot::reading
