#pragma once
/// \file bot/reading/slots.hpp
/// What a message says beside the facts of a person: measures, structures, figures asked for, alerts, form of
/// the answer (message schema §4.2). Which of them count depends on the intent. Threads: pure.

#include "bot/reading/place.hpp"

namespace bot::reading {

/// Adds to `reading.slots`; a question on figures has no facts of a person.
/// `reading.intent`, `facts` and `place` must be there.
void read_slots(const Lexicon&, const Analysis&, const Found&, const PlacesRead&, const Context&, Reading&);

/// Code of the message schema for a measure of the catalogue; empty: it has none.
[[nodiscard]] std::string_view schema_code(std::string_view measure);

[[nodiscard]] bool is_steering(Intent);

}  // namespace bot::reading
