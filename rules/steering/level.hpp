#pragma once
/// \file rules/steering/level.hpp
/// The level of achievement of an objective, month by month: a bank of Kalman filters, one for each time since
/// the last change of regime (Harrison and Stevens' multi-process models; Adams and MacKay's run lengths).
///
/// A level of 1 is "as planned". The reference (alerting.md §3.5) is the bank with one filter. Threads: values.

#include "rules/steering/model.hpp"

#include <vector>

namespace rules::steering {

/// One hypothesis: level, slope, their covariance.
struct Run {
    double weight = 1;
    double level = 1, slope = 0;
    double var_level = 0, covariance = 0, var_slope = 0;
};

class LevelFilter {
  public:
    LevelFilter(const LevelParameters&, bool known_measure, bool envelope = false);
    /// One month passes.
    void advance();
    /// \param ratio month's corrected figure over what the shape expects at level 1 (`expected` > 0)
    /// \param noise2 relative variance of the month beyond counting noise
    void observe(double ratio, double expected, double noise2);
    [[nodiscard]] double mean() const;
    [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }

  private:
    void shrink();
    const LevelParameters& use_;
    std::vector<Run> runs_;
};

}  // namespace rules::steering
