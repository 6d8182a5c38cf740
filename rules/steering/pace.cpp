#include "rules/steering/pace.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rules::steering {

std::string_view name_of(Feasibility feasibility) {
    switch (feasibility) {
        case Feasibility::reached:
            return "atteint";
        case Feasibility::within_reach:
            return "rattrapable";
        case Feasibility::hard:
            return "difficile";
        case Feasibility::out_of_reach:
            return "hors d’atteinte";
    }
    return "";
}

namespace {
/// The plan's own heaviest month is what its people can do: rounding must not say otherwise.
bool above(double required, double capacity) { return required > capacity * (1 + 1e-9); }
}  // namespace

Pace pace_of(std::span<const double> corrected, double target, int months_left, std::optional<double> capacity) {
    Pace pace;
    double const done = std::accumulate(corrected.begin(), corrected.end(), 0.0);
    pace.required = std::max(0.0, (target - done) / std::max(months_left, 1));
    auto const n = corrected.size();
    if (n > 0) {
        auto const last = corrected.last(std::min<std::size_t>(3, n));
        pace.last_three = std::accumulate(last.begin(), last.end(), 0.0) / static_cast<double>(last.size());
        pace.best = *std::max_element(corrected.begin(), corrected.end());
        pace.best_three = pace.last_three;
        for (std::size_t i = 0; i + 3 <= n; ++i)
            pace.best_three = std::max(pace.best_three, (corrected[i] + corrected[i + 1] + corrected[i + 2]) / 3);
    }
    if (pace.last_three > 0) pace.to_last_three = pace.required / pace.last_three;
    if (pace.best > 0) pace.to_best = pace.required / pace.best;
    if (pace.required <= 0) pace.feasibility = Feasibility::reached;
    else if (pace.best_three <= 0) pace.feasibility = !capacity || !above(pace.required, *capacity) ? Feasibility::within_reach : Feasibility::out_of_reach;
    else if (pace.required <= pace.best_three) pace.feasibility = Feasibility::within_reach;
    else if (capacity) pace.feasibility = above(pace.required, *capacity) ? Feasibility::out_of_reach : Feasibility::hard;
    else pace.feasibility = pace.required < 1.25 * pace.best_three ? Feasibility::hard : Feasibility::out_of_reach;
    return pace;
}

std::optional<CostPerEntry> cost_per_entry(double envelope, double target, double spent, double entered) {
    if (target <= 0 || entered <= 0 || envelope <= 0) return {};
    CostPerEntry cost{envelope / target, spent / entered};
    cost.ratio = cost.actual / cost.planned;
    return cost;
}

double cusum_step(double sum, double z, double k) { return std::max(0.0, sum - z - k); }

double steady_gain(double drift, double noise) {
    double const rho = (drift / noise) * (drift / noise);
    return (std::sqrt(rho * rho + 4 * rho) - rho) / 2;
}

}  // namespace rules::steering
