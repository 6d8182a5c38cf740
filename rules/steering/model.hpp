#pragma once
/// \file rules/steering/model.hpp
/// The numbers that the forecast is made with, and which revision of them. Learned on closed years
/// (docs/decisions/0012-forecast.md says how and on what), never estimated for one objective: a year is too
/// short for that. Threads: values.

#include "rules/steering/shape.hpp"

#include <array>

namespace rules::steering {

/// Level of achievement: 1 is "as planned".
struct LevelParameters {
    double start = 1.06, start_spread = 0.095;      ///< of a known measure
    double envelope_start = 0.956;                  ///< of an envelope: money is asked for with a margin
    double new_start = 1.0, new_start_spread = 0.5;  ///< of a new measure, of which little is known
    double new_slope_spread = 0.08, damping = 0.95;  ///< a new one climbs or not
    double drift = 0.06;            ///< a month, s.d.
    double month_noise = 0.20;      ///< of a month around its level, s.d.
    double shape_distrust = 0.34;   ///< added where the shape is the plan's own
    double count_noise = 1.8;       ///< times Poisson
    double year_end = 0.056;        ///< mean rush of the last two months of a period
    double odd_low = 0.13, odd_high = 4.5;  ///< a first publication outside, in levels, is not believed yet
    friend bool operator==(const LevelParameters&, const LevelParameters&) = default;
};

inline constexpr int calibration_points = 11;
inline constexpr int horizon_parts = 5;

/// Learned from what forecasts of closed years said and what then happened.
struct Calibration {
    /// P raw at 0, 0.1 … 1 → P told; ascending. Straight lines between.
    std::array<double, calibration_points> told{0.005, 0.081, 0.170, 0.297, 0.396, 0.504, 0.591, 0.643, 0.706, 0.776, 0.950};
    std::array<double, calibration_points> told_overrun{0.023, 0.219, 0.312, 0.317, 0.381, 0.494, 0.563, 0.659, 0.758, 0.876, 0.986};
    /// Interval width, by part of the horizon elapsed.
    std::array<double, horizon_parts> width{0.939, 1.060, 1.043, 0.967, 0.901};
    friend bool operator==(const Calibration&, const Calibration&) = default;
};

struct Model {
    int version = 1;
    int degrees = 8;   ///< Student's; even
    LevelParameters level;
    ShapeParameters shape;
    Calibration calibration;
    friend bool operator==(const Model&, const Model&) = default;
};

}  // namespace rules::steering
