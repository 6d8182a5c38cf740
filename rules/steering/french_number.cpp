#include "rules/steering/french_number.hpp"

#include <cmath>

namespace rules::steering {

std::string french(double value, int decimals) {
    long long const scale = decimals <= 0 ? 1 : decimals == 1 ? 10 : 100;
    long long const rounded = std::llround(value * static_cast<double>(scale));
    long long const size = rounded < 0 ? -rounded : rounded;
    auto digits = std::to_string(size / scale);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), "\u202F");
    if (scale > 1) {
        auto part = std::to_string(size % scale);
        digits += "," + std::string(static_cast<std::size_t>(decimals > 2 ? 2 : decimals) - part.size(), '0') + part;
    }
    return (rounded < 0 ? "\u2212" : "") + digits;
}

std::string french_signed(double value, int decimals) {
    auto text = french(value, decimals);
    double const least = decimals <= 0 ? 0.5 : decimals == 1 ? 0.05 : 0.005;
    return value >= least ? "+" + text : text;
}

std::string french_percent(double share, int decimals) { return french(share * 100, decimals) + "\u00A0%"; }

bool too_few_to_show(double count) { return count > 0 && count < 5; }

std::string french_people(double count) { return too_few_to_show(count) ? "<\u00A05" : french(count); }

}  // namespace rules::steering
