#pragma once
/// \file rules/law/simulated_people.hpp
/// Invented young people of Normandie, to show what a change of the rules moves. They are no statistics:
/// facts go together as they do in life (age, studies, work, registration), but the shares are made up.
///
/// The same seed gives the same people on every machine. Threads: pure.

#include "rules/law/vocabulary.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace rules::law {

/// Name of a fact → its text, as Vocabulary::parse reads it. Everything is known of them.
using SimulatedPerson = std::map<std::string, std::string>;

/// \param vocabularies what facts there are; where two declare one, the first says its values.
[[nodiscard]] std::vector<SimulatedPerson> simulated_people(
    std::span<const Vocabulary* const> vocabularies, std::size_t count, std::uint64_t seed
);

/// The facts that the vocabulary knows and whose value it allows.
[[nodiscard]] Situation situation_of(const Vocabulary&, const SimulatedPerson&);

}  // namespace rules::law
