#pragma once
/// \file bot/desk/picture.hpp
/// The chart of an objective as it stands. Threads: functions of their arguments.

#include "bot/charts/chart.hpp"
#include "bot/desk/situations.hpp"
#include "bot/wording/document.hpp"

#include <memory>

namespace bot::desk {

/// Its values, and in words what they show. \pre figures are known, and not hidden
[[nodiscard]] charts::Chart chart_of(const Standing&);
[[nodiscard]] std::string alternative_of(const Standing&, const charts::Chart&);

/// \returns null where there is nothing to draw, or where fewer than five people would be seen
[[nodiscard]] std::shared_ptr<const wording::Picture> picture_of(const Tools&, const Standing&);

}  // namespace bot::desk
