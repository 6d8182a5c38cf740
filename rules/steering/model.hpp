#pragma once
/// \file rules/steering/model.hpp
/// The numbers that the forecast is made with, and which revision of them. Learned on closed years
/// (docs/decisions/0012-forecast.md says how and on what), never estimated for one objective: a year is too
/// short for that. Threads: values.

#include "rules/steering/shape.hpp"

#include <array>

namespace rules::steering {

/// Level of achievement: 1 is "as planned". A slow drift, and now and then a change of regime.
struct LevelParameters {
    double start = 1.02, start_spread = 0.14;          ///< of a known measure
    double envelope_start = 1.0;                       ///< of an envelope: money is asked for with a margin
    double new_start = 0.62, new_start_spread = 0.33;  ///< of a new one, which ramps up
    double new_slope_spread = 0.09, damping = 0.95;
    double drift = 0.04;         ///< a month, s.d.
    double change_rate = 0.05;   ///< a month
    double change_spread = 0.30; ///< of the level, s.d.
    double change_mean = -0.03;
    double month_noise = 0.18;      ///< of a month around its level, s.d.
    double shape_distrust = 0.17;   ///< added where the shape is the plan's own
    double count_noise = 1.5;       ///< times Poisson
    double creep = 0.0;             ///< mean change of the level a month, of what is still to come
    double year_end = 0.0;          ///< mean rush of the last two months of a period
    double future_drift = 0.07;     ///< drift and changes to come, together
    double odd_low = 0.13, odd_high = 4.5;  ///< a first publication outside, in levels, is not believed yet
};

inline constexpr int calibration_points = 11;
inline constexpr int horizon_parts = 5;

/// Learned from what forecasts of closed years said and what then happened.
struct Calibration {
    /// P raw at 0, 0.1 … 1 → P told; ascending. Straight lines between.
    std::array<double, calibration_points> told{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1};
    std::array<double, calibration_points> told_overrun{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1};
    /// Interval width, by part of the horizon elapsed.
    std::array<double, horizon_parts> width{1, 1, 1, 1, 1};
};

struct Model {
    int version = 1;
    int degrees = 12;  ///< Student's; even
    LevelParameters level;
    ShapeParameters shape;
    Calibration calibration;
};

}  // namespace rules::steering
