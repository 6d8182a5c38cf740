#pragma once
/// \file bot/evaluating/measure_json.hpp
/// A measure of the catalogue for programs: what it is, who decides, since when, by which texts. Keys are English,
/// texts French in the formal register; keys are absent where nothing is known. A draft says `"draft": true`.
///
/// Threads: functions of their arguments.

#include "rules/law/catalogue.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bot::evaluating {

/// One line of a list: id, title, summary, who and what it is for, whether it is in force on `day`.
[[nodiscard]] nlohmann::ordered_json measure_json(const rules::law::Measure&, rules::law::Day day);
/// All of it: steps, sources, versions, and the facts that the version in force on `day` looks at.
[[nodiscard]] nlohmann::ordered_json
full_measure_json(const rules::law::Vocabulary&, const rules::law::Measure&, rules::law::Day day);

}  // namespace bot::evaluating
