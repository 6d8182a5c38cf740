#include "rules/steering/level.hpp"

#include <algorithm>

namespace rules::steering {

LevelFilter::LevelFilter(const LevelParameters& use, bool known, bool envelope)
    : damping_(use.damping), drift2_(use.drift * use.drift), count_noise_(use.count_noise) {
    state_.level = !known ? use.new_start : envelope ? use.envelope_start : use.start;
    double const spread = known ? use.start_spread : use.new_start_spread;
    state_.var_level = spread * spread;
    state_.var_slope = known ? 0 : use.new_slope_spread * use.new_slope_spread;
}

void LevelFilter::advance() {
    auto& s = state_;
    double const d = damping_;
    s.level += d * s.slope;
    s.slope *= d;
    s.var_level += 2 * d * s.covariance + d * d * s.var_slope + drift2_;
    s.covariance = d * (s.covariance + d * s.var_slope);
    s.var_slope *= d * d;
}

void LevelFilter::observe(double ratio, double expected, double noise2) {
    auto& s = state_;
    double const size = std::max(s.level, least_level);
    double const total = s.var_level + noise2 * size * size + count_noise_ * size / expected;
    double const surprise = ratio - s.level;
    double const gain = s.var_level / total, slope_gain = s.covariance / total;
    s.level += gain * surprise;
    s.slope += slope_gain * surprise;
    s.var_slope -= slope_gain * s.covariance;
    s.covariance -= gain * s.covariance;
    s.var_level -= gain * s.var_level;
}

}  // namespace rules::steering
