#pragma once
/// \file bot/desk/answers.hpp
/// Questions on objectives: where one stands, by operator, territory and month, what is in alert, "vu comme le 25/06".
/// The caveat travels with the figure; money is said only where everybody who reads may know it.
///
/// Threads: functions of their arguments.

#include "bot/desk/words.hpp"
#include "bot/talking/figures.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace bot::desk {

/// \returns nothing if the question is none for the desk (somebody who may not see figures, exports)
[[nodiscard]] std::optional<wording::Document> answer(const Tools&, const State&, const talking::FiguresQuestion&);

/// Ids of the objectives that a question itself names, not those spoken of before it.
[[nodiscard]] std::vector<std::string> about(const Tools&, const talking::FiguresQuestion&);

/// Whether a message is about an objective by words that only figures have ("écart", "vu comme le"), or is a name and a month.
/// \param following the message before was answered with figures: "pourquoi" and "qui s'en occupe" are about the same
[[nodiscard]] bool concerns(const Tools&, std::string_view text, Day today, bool following = false);

/// Objectives that a name in free text means: the measure's code, a word of the label, an id.
[[nodiscard]] std::vector<const steering::Objective*> named_in(const Tools&, std::string_view text);

/// The same without the other periods and operators of the measure: what the name fits best.
[[nodiscard]] std::vector<const steering::Objective*> best_named_in(const Tools&, std::string_view text);

}  // namespace bot::desk
