#include "bot/charts/axis.hpp"

#include <algorithm>
#include <cmath>

namespace bot::charts {
namespace {

/// 1 234 567 → 1 500 000: a step of the axis that people count in.
double nice_step(double most, int steps) {
    double const raw = most / steps, power = std::pow(10, std::floor(std::log10(raw)));
    for (double const factor : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (factor * power >= raw) return factor * power;
    return 10 * power;
}

}  // namespace

Axis axis_for(const Chart& chart) {
    double most = chart.target;
    for (auto const* line : {&chart.plan, &chart.known, &chart.corrected})
        for (double const value : *line) most = std::max(most, value);
    if (chart.forecast) most = std::max(most, chart.high);
    most = std::max(most, 1.0);
    double const step = nice_step(most, 5);
    return {step, step * std::ceil(most / step * 1.001)};
}

std::string with_blanks(double value) {
    auto digits = std::to_string(static_cast<long long>(std::llround(value)));
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), "\u202f");
    return digits;
}

bool drawable(const Chart& chart) {
    constexpr std::size_t longest = 120;  // months
    if (chart.months.empty() || chart.months.size() > longest || chart.plan.size() != chart.months.size()) return false;
    if (chart.known.size() > chart.months.size() || chart.corrected.size() > chart.known.size()) return false;
    auto const number = [](double value) { return std::isfinite(value) && std::abs(value) < 1e15; };
    auto const numbers = [&](const std::vector<double>& all) { return std::all_of(all.begin(), all.end(), number); };
    return numbers(chart.plan) && numbers(chart.known) && numbers(chart.corrected) && number(chart.target) &&
           (!chart.forecast || (number(chart.low) && number(chart.middle) && number(chart.high)));
}

}  // namespace bot::charts
