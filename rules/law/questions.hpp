#pragma once
/// \file rules/law/questions.hpp
/// What would settle an undecided measure. Internal to rules/law.
/// Threads: functions of their arguments; deterministic.

#include "rules/law/evaluation.hpp"

#include <vector>

namespace rules::law {

class Weights;

/// A field whose value could still change the answer, and the share of its values that would settle it.
struct LiveField {
    FieldId field{};
    double decisive = 0;
};

/// Fields without a value below nodes that are not settled, each once, in the order of the file.
[[nodiscard]] std::vector<FieldId> unsettled_fields(const Setting&);
/// Fields of the undecided parts of the version, most decisive first; equals in the order of the file.
[[nodiscard]] std::vector<LiveField> live_fields(const Setting&);
/// Chance that the conditions turn out true, what is to be verified taken as given and fields as independent;
/// crude, only to compare measures.
[[nodiscard]] double chance(const Setting&, Weights&);
/// What a question costs the person: sensitivity, and whether it is theirs to answer. 1: harmless.
[[nodiscard]] double price(const Field&);
/// The field to ask the young person for, to learn `field`: itself, or what it is computed from; nothing if
/// it must not or cannot be asked.
[[nodiscard]] std::optional<FieldId> askable(FieldId field, const Vocabulary&, const Situation&);
/// The best question for this measure alone, whether it is published or not.
[[nodiscard]] std::optional<FieldId> question_for(const Setting&);

}  // namespace rules::law
