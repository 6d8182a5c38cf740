#pragma once
/// \file bot/desk/one_figure.hpp
/// Where one objective stands, as an answer: the last month known or the one asked for, as known on a day.
///
/// Threads: functions of their arguments.

#include "bot/desk/words.hpp"

#include <optional>

namespace bot::desk {

/// The month whose end is asked for; none: the last one known.
struct UntilMonth {
    std::optional<steering::Month> month{};
    bool by_name = true;  ///< "fin octobre": if it is not known yet, that is said; else the last one before it will do
};
/// One objective as a figure to quote.
[[nodiscard]] wording::Document figure_words(
    const Tools&, const State&, const steering::Objective&, Day as_of, const UntilMonth&, bool seen_before
);

}  // namespace bot::desk
