#pragma once
/// \file rules/law/what_if.hpp
/// What a person could do about a no: the fewest changes that lift it, each one that can be made.
///
/// Only facts that the vocabulary lets evolve: time goes forward and every clock with it (age, months since
/// …), a step, a move, an employer's doing, in the direction that `vers` allows. Never a protected attribute
/// (sensitivity 3), never a fact that is not known: those are asked. Each answer was evaluated anew, on the
/// day that it names and under that day's law. Threads: functions of their arguments.

#include "rules/law/timeline.hpp"

#include <optional>
#include <vector>

namespace rules::law {

struct Change {
    FieldId field{};
    Value from, to;            ///< `to` is the nearest value that does
    std::optional<Value> end;  ///< of a number: the other end of the interval in which any value does as well
    Evolution how = Evolution::demarche;
};

struct WhatIf {
    std::vector<Change> changes;  ///< none can be left out; in the order of the vocabulary
    Day on;                       ///< when time has to pass: the first day on which it holds; else today
    bool on_exact = true;         ///< false: the birthday is not known, `on` is the latest that it can be
    Outcome outcome = Outcome::eligible;  ///< what comes out: a_completer if what is unknown still counts
    int cost = 0;  ///< only to compare: a wait 1 and more, a step 2, an employer 3, a move 6
};

/// At most three, the cheapest first; no two with the same facts, none with a fact too many. Of more than
/// three changes at once nothing is said. \returns nothing unless the outcome on the day is non_eligible
/// \param horizon_months how far time may go
[[nodiscard]] std::vector<WhatIf> what_if(
    const Catalogue&, const Measure&, const Told&, int horizon_months = 24
);

/// The facts as they would be: changed, and every clock advanced to the day. Not completed.
[[nodiscard]] Situation supposing(const Vocabulary&, const Told&, const WhatIf&);

}  // namespace rules::law
