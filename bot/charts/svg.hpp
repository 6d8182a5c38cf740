#pragma once
/// \file bot/charts/svg.hpp
/// The chart as SVG for a page: real text that can be read aloud, searched and enlarged, about 3 kB. Colours are classes
/// that the page's own style fills in ("courbe" …), so that dark and forced colours work, and no style stands in an
/// attribute (Content-Security-Policy). Two layouts from the same values: text stays above 12 px at 640 px and at 300 px.
///
/// Everything that a caller brings in is escaped. Threads: functions of their arguments.

#include "bot/charts/chart.hpp"

#include <string>
#include <string_view>

namespace bot::charts {

enum class Layout : std::uint8_t {
    wide,   ///< 800 × 400, for 600 px and more
    narrow  ///< 360 × 360
};

/// Classes: `courbe` and, on its parts, `grille`, `axe`, `prevu`, `connu`, `complet`, `avenir`, `cone`, `cible`, `doux`.
/// \param alternative says in words what the picture shows
/// \returns empty if there is nothing to draw (as png_of)
[[nodiscard]] std::string svg_of(const Chart&, Layout, std::string_view alternative);

}  // namespace bot::charts
