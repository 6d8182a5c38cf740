#pragma once
/// \file bot/talking/merge.hpp
/// What a message says, taken into memory: the last word counts, what is too personal or about somebody else
/// is not kept. Sources: privacy duties P1, P4, P6; fixtures' situation rules (facts of one person,
/// corrections, moves).

#include "bot/talking/turn.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::talking {

struct Merged {
    struct Change {
        std::string field, value;
        bool deduced = false;  ///< follows from something said; not said itself
        std::string words;     ///< what it was read from, if that is worth showing: a slip mended, a conclusion
    };
    std::vector<Change>
        learnt;  ///< new, or confirmed with another value when nothing says it is a correction
    std::vector<Change> corrected;  ///< replaces another value
    std::vector<Change> withdrawn;  ///< denied, and nothing put in its place
    bool sensitive = false;         ///< something was said that is used now and not kept
    bool other_person = false;
    bool hypothesis = false;
    bool outside = false;   ///< lives outside Normandie, and had not said so
    bool under_15 = false;  ///< nothing may be kept
    bool other_under_15 = false;
    [[nodiscard]] bool any() const { return !learnt.empty() || !corrected.empty() || !withdrawn.empty(); }
};

/// What a message says in the vocabulary's names and bounds; a birth date as the age on the day.
[[nodiscard]] std::vector<reading::Fact> usable_facts(const Turn&, const reading::Reading&);

/// The age that such facts tell; nothing: none.
[[nodiscard]] std::optional<int> age_in(const Turn&, const std::vector<reading::Fact>&);

/// Facts go to `turn.memory` or to `turn.momentary`.
[[nodiscard]] Merged merge(Turn&, const reading::Reading&);

/// One fact that a numbered choice stands for.
[[nodiscard]] Merged merge_choice(Turn&, const std::string& field, const std::string& value);

/// The person does not answer: the field is never asked again.
void decline(Turn&, const std::string& field);

/// Everything that the event said.
void forget_event(State::Memory&, const EventId&);

}  // namespace bot::talking
