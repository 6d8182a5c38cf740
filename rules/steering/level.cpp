#include "rules/steering/level.hpp"

#include <algorithm>
#include <cmath>

namespace rules::steering {
namespace {

constexpr double least_level = 0.25;  // noise does not vanish with the level
constexpr std::size_t most_runs = 6;

/// One run with the moments of both.
Run merged(const Run& a, const Run& b) {
    Run both;
    both.weight = a.weight + b.weight;
    if (both.weight <= 0) return a;
    double const p = a.weight / both.weight, q = b.weight / both.weight;
    both.level = p * a.level + q * b.level;
    both.slope = p * a.slope + q * b.slope;
    double const da = a.level - both.level, db = b.level - both.level;
    double const sa = a.slope - both.slope, sb = b.slope - both.slope;
    both.var_level = p * (a.var_level + da * da) + q * (b.var_level + db * db);
    both.covariance = p * (a.covariance + da * sa) + q * (b.covariance + db * sb);
    both.var_slope = p * (a.var_slope + sa * sa) + q * (b.var_slope + sb * sb);
    return both;
}

}  // namespace

LevelFilter::LevelFilter(const LevelParameters& use, bool known, bool envelope) : use_(use) {
    Run run;
    run.level = !known ? use.new_start : envelope ? use.envelope_start : use.start;
    double const spread = known ? use.start_spread : use.new_start_spread;
    run.var_level = spread * spread;
    run.var_slope = known ? 0 : use.new_slope_spread * use.new_slope_spread;
    runs_.reserve(most_runs + 2);
    runs_.push_back(run);
}

void LevelFilter::advance() {
    Run changed;
    changed.weight = 0;
    double const d = use_.damping;
    for (auto& run : runs_) {
        run.level += d * run.slope;
        run.slope *= d;
        run.var_level += 2 * d * run.covariance + d * d * run.var_slope + use_.drift * use_.drift;
        run.covariance = d * (run.covariance + d * run.var_slope);
        run.var_slope *= d * d;
        if (use_.change_rate <= 0) continue;
        auto after = run;
        after.weight = run.weight * use_.change_rate;
        double const size = std::max(run.level, least_level);
        after.level += use_.change_mean * size;
        after.var_level += use_.change_spread * use_.change_spread * size * size;
        changed = changed.weight > 0 ? merged(changed, after) : after;
        run.weight *= 1 - use_.change_rate;
    }
    if (changed.weight > 0) runs_.push_back(changed);
    shrink();
}

void LevelFilter::observe(double ratio, double expected, double noise2) {
    double all = 0;
    for (auto& run : runs_) {
        double const size = std::max(run.level, least_level);
        double const noise = noise2 * size * size + use_.count_noise * size / expected;
        double const total = run.var_level + noise;
        double const surprise = ratio - run.level;
        double const gain = run.var_level / total, slope_gain = run.covariance / total;
        // Student's density with 6 degrees of freedom: an odd month does not decide alone.
        double const odd = 1 + surprise * surprise / (6 * total);
        double const odd2 = odd * odd;
        run.weight *= 1 / (std::sqrt(total * odd) * odd2 * odd);
        all += run.weight;
        run.level += gain * surprise;
        run.slope += slope_gain * surprise;
        run.var_slope -= slope_gain * run.covariance;
        run.covariance -= gain * run.covariance;
        run.var_level -= gain * run.var_level;
    }
    for (auto& run : runs_) run.weight /= all;
}

double LevelFilter::mean() const {
    double mean = 0;
    for (auto const& run : runs_) mean += run.weight * run.level;
    return mean;
}

void LevelFilter::shrink() {
    while (runs_.size() > most_runs) {
        std::sort(runs_.begin(), runs_.end(), [](const Run& a, const Run& b) { return a.weight > b.weight; });
        auto const last = runs_.back();
        runs_.pop_back();
        // Into its nearest neighbour.
        auto const nearest = std::min_element(runs_.begin(), runs_.end(), [&](const Run& a, const Run& b) {
            return std::abs(a.level - last.level) < std::abs(b.level - last.level);
        });
        *nearest = merged(*nearest, last);
    }
}

}  // namespace rules::steering
