#pragma once
/// \file bot/reading/danger.hpp
/// Danger, read before anything else. The patterns and their witnesses stand in lexicons/danger.yaml; a
/// pattern that breaks any witness is refused when the file is loaded.
///
/// A miss costs more than a false alarm: negation, past and idioms lower a level only where they say so
/// plainly. Levels and types: message schema §6. Threads: pure.

#include "bot/reading/lexicon.hpp"

namespace bot::reading {

[[nodiscard]] Danger read_danger(const Lexicon&, const Analysis&, const Found&);
/// Reads each witness of the file. Complains about every one that reads otherwise than it says.
void check_witnesses(const Lexicon&, rules::yaml::Complaints&);

}  // namespace bot::reading
