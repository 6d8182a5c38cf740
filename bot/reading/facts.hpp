#pragma once
/// \file bot/reading/facts.hpp
/// Facts of one message: grammars of numbers, dates and durations, and the patterns of lexicons/faits.yaml
/// with their negation; then whose they are, and which of two wins. Rules of reading: message schema §4.
/// Threads: pure.

#include "bot/reading/place.hpp"

#include <vector>

namespace bot::reading {

/// A fact before it is known whom it is about.
struct RawFact {
    Fact fact;
    std::uint32_t first = 0, last = 0;  ///< words
    int rank = 0;                       ///< between values of one fact, the higher wins; then the later
};

/// Ages, birth dates, durations.
void read_numbers(
    const Analysis&, const Found&, const PlacesRead&, const Context&, std::vector<RawFact>&
);
/// Facts that patterns give, and answers to the question asked.
void read_patterns(const Lexicon&, const Analysis&, const Found&, const Context&, std::vector<RawFact>&);
/// Residence. \returns whether a move to come was left out, since where somebody lives now is known.
bool read_residence(const Analysis&, const PlacesRead&, const Context&, Reading&, std::vector<RawFact>&);
/// Sets `facts`, `about` and `others`.
void settle(
    const Lexicon&, const Analysis&, const Found&, const Context&, std::vector<RawFact>, Reading&
);
/// Facts of which a person may have several values at once.
[[nodiscard]] bool is_list(std::string_view fact);

/// Of two states of one person, the one that rules out the other is kept ("étudiant" with a small job): the higher rank.
[[nodiscard]] int rank_of_status(std::string_view value);

/// A child of that age may be the one that a measure is sought for.
inline constexpr int grown_up_child = 14;
[[nodiscard]] inline bool is_parent(std::string_view word) { return among(word, {"maman", "mere", "papa", "pere", "parent", "parents"}); }

/// Whether a "pas", "plus", "sans" … before the match, in its clause, is about it.
[[nodiscard]] bool denied_before(const Analysis&, std::uint32_t first, std::uint32_t last);

}  // namespace bot::reading
