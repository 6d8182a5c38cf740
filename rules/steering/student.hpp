#pragma once
/// \file rules/steering/student.hpp
/// Student's distribution with an even number of degrees of freedom: closed forms (Abramowitz & Stegun 26.7.4).
/// Threads: functions of their arguments.

namespace rules::steering {

/// P(T <= t). \param degrees even, at least 2
[[nodiscard]] double student_cdf(double t, int degrees);
/// The t with student_cdf(t) = p, 0 < p < 1.
[[nodiscard]] double student_quantile(double p, int degrees);

}  // namespace rules::steering
