#pragma once
/// \file rules/steering/level.hpp
/// The level of achievement of an objective, month by month: a local level with a damped slope, followed by a
/// scalar Kalman filter (alerting.md §3.5). 1 is "as planned". Threads: values.

#include "rules/steering/model.hpp"

namespace rules::steering {

class LevelFilter {
  public:
    struct State {
        double level = 1, slope = 0;
        double var_level = 0, covariance = 0, var_slope = 0;
    };
    /// \param known_measure the objective had a year before this one
    LevelFilter(const LevelParameters&, bool known_measure, bool envelope);
    /// One month passes, with or without a figure.
    void advance();
    /// \param ratio month's corrected figure over what the shape expects at level 1 (`expected` > 0)
    /// \param noise2 relative variance of the month beyond counting noise
    void observe(double ratio, double expected, double noise2);
    [[nodiscard]] const State& state() const { return state_; }

  private:
    double damping_, drift2_, count_noise_;
    State state_;
};

/// Noise does not vanish with the level.
inline constexpr double least_level = 0.25;

}  // namespace rules::steering
