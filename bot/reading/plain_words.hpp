#pragma once
/// \file bot/reading/plain_words.hpp
/// Facts that no pattern of lexicons/faits.yaml tells: notes ("15 ans, 3e, Lillebonne"), things wished for ("un taf dans le
/// bâtiment"), and what points back to a fact already read ("j’ai arrêté", "plus faire ça"). Threads: pure.

#include "bot/reading/facts.hpp"

namespace bot::reading {

/// After the patterns: what they told is looked at, added to, or denied.
void read_plain_words(const Analysis&, const Context&, std::vector<RawFact>&);

}  // namespace bot::reading
