#pragma once
/// \file bot/desk/one_figure.hpp
/// Where one objective stands, as an answer: the last month known or the one asked for, as known on a day.
///
/// Threads: functions of their arguments.

#include "bot/desk/words.hpp"

#include <optional>

namespace bot::desk {

/// One objective as a figure to quote. \param until the month asked for, if it is not the last
[[nodiscard]] wording::Document figure_words(
    const Tools&, const State&, const steering::Objective&, Day as_of, std::optional<steering::Month> until, bool seen_before
);

}  // namespace bot::desk
