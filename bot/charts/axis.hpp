#pragma once
/// \file bot/charts/axis.hpp
/// What every drawing of a chart shares: whether there is something to draw, and how far the axis goes.
/// Threads: functions of their arguments.

#include "bot/charts/chart.hpp"

#include <string>

namespace bot::charts {

/// Whether there is something to draw: months, and numbers that are numbers.
[[nodiscard]] bool drawable(const Chart&);
/// The axis: its step, and its end, for values up to `most`.
struct Axis {
    double step = 1, end = 1;
};
[[nodiscard]] Axis axis_for(const Chart&);
/// "1 500 000", narrow no-break spaces between thousands.
[[nodiscard]] std::string with_blanks(double value);

}  // namespace bot::charts
