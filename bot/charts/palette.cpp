#include "bot/charts/palette.hpp"

#include <algorithm>
#include <cmath>

namespace bot::charts {

double luminance(Colour c) {
    // WCAG 2.1, "relative luminance".
    auto const linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double contrast(Colour one, Colour other) {
    constexpr double flare = 0.05;
    auto const [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + flare) / (dark + flare);
}

}  // namespace bot::charts
