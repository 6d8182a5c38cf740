#pragma once
/// \file bot/charts/palette.hpp
/// Colours of the pictures, on white. Texts reach a contrast of 4.5, lines of 3 (WCAG 1.4.3, 1.4.11); the three lines that
/// cross keep apart when a photocopier makes them grey, and by dashes anyway. Values; a test computes all of it.

namespace bot::charts {

/// sRGB, each from 0 to 1.
struct Colour {
    double r, g, b;
};
namespace palette {
inline constexpr Colour paper{1, 1, 1};
inline constexpr Colour ink{0.11, 0.11, 0.13}, soft{0.42, 0.42, 0.46};                         // texts
inline constexpr Colour known{0.05, 0.27, 0.60}, corrected{0.70, 0.30, 0.0}, plan{0.55, 0.55, 0.58};  // lines
inline constexpr Colour grid{0.88, 0.88, 0.90};                                                // says nothing alone
}  // namespace palette

/// Relative luminance (WCAG 2.1), what is left of a colour in grey: 0 black, 1 white.
[[nodiscard]] double luminance(Colour);
/// From 1, the same, to 21, black on white.
[[nodiscard]] double contrast(Colour, Colour);

}  // namespace bot::charts
