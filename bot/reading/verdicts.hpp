#pragma once
/// \file bot/reading/verdicts.hpp
/// What the models make of a scene. The danger model may only raise what the witness grammar found, never lower
/// it; the intent model decides unless the rules are certain. Thresholds were chosen on folds held out by author
/// (training/train.cpp --folds). Threads: pure.

#include "bot/reading/scene.hpp"

#include <string>

namespace bot::reading {

struct Verdicts {
    LinearModel intent, danger, danger_type;
};

/// Classes of the danger model are the levels 0 to 3.
struct DangerOpinion {
    double distress = 0, danger = 0, immediate = 0;  ///< probability of at least that level
};
[[nodiscard]] DangerOpinion danger_opinion(const LinearModel&, const Features&);
/// The level that the grammar and the model come to together.
[[nodiscard]] DangerLevel joined(const Danger& grammar, const DangerOpinion&);
/// The same where danger needs a probability over `sure`: to measure other limits than the one in use.
[[nodiscard]] DangerLevel joined(const Danger& grammar, const DangerOpinion&, double sure);

/// May raise `reading.danger`. \returns whether it is danger (level 2 or more).
bool judge_danger(const Rules&, const Verdicts&, Scene&, const Context&);
void judge_intent(const Rules&, const Verdicts&, Scene&, const Context&);

/// Types of danger in the order of the model's classes.
[[nodiscard]] std::string_view danger_type(std::size_t klass);
inline constexpr std::size_t danger_types = 10;

[[nodiscard]] std::string hash_text(const BuiltInModels&);

}  // namespace bot::reading
