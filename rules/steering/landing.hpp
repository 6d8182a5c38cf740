#pragma once
/// \file rules/steering/landing.hpp
/// Where an objective will end: a distribution, from the months known and the level they show
/// (alerting.md §3.6). Threads: functions of their arguments.

#include "rules/steering/figures.hpp"
#include "rules/steering/level.hpp"

#include <vector>

namespace rules::steering {

/// Student's, with the model's degrees of freedom.
struct Distribution {
    double mean = 0, sd = 1;
    int degrees = 8;
    [[nodiscard]] double below(double) const;
    [[nodiscard]] double quantile(double p) const;
};

struct Landing {
    double low80 = 0, middle = 0, high80 = 0;
    double p_shortfall = 0, p_overrun = 0;          ///< told: calibrated on closed years
    double raw_shortfall = 0, raw_overrun = 0;      ///< as the distribution has it
    double done_known = 0, done_corrected = 0;
    double level = 1;
    int last_month = 0;   ///< number of the last month that counts; 0: none
    int months_used = 0;  ///< 2 at least for a level
    std::vector<int> suspects;  ///< months whose first publication is not believed yet
};

/// \param version the one in force; its target and tolerances are judged
[[nodiscard]] Landing land(const Objective&, const ObjectiveVersion&, const Shape&, const Figures&, const Model&);
/// The distribution itself, not yet calibrated.
[[nodiscard]] Distribution landing_distribution(
    const Objective&, const ObjectiveVersion&, const Shape&, const Figures&, const Model&, Landing& facts
);
/// The monotone map of a calibration.
[[nodiscard]] double told(const std::array<double, calibration_points>&, double raw);
/// Which fifth of the horizon `last_month` of `months` falls in, 0 to 4.
[[nodiscard]] int horizon_part(int last_month, int months);

}  // namespace rules::steering
