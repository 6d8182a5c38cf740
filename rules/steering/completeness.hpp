#pragma once
/// \file rules/steering/completeness.hpp
/// How much of a month is in its figure, by the time since its first publication (alerting.md §3.2).
///
/// Learned from the publication logs of closed years: for each source and each step of 30 days the mean share
/// of the final figure, how far series differ from one another in it, and how far months of one series do. A
/// running series shows by its own revisions to which kind it belongs: `lag_of` weighs those against the
/// source's spread. Shares are handled as log-odds; a share that ends above 0.995 is complete.
/// Threads: values.

#include "rules/steering/publication.hpp"

#include <array>
#include <map>
#include <span>
#include <string>

namespace rules::steering {

inline constexpr int age_steps = 6;  ///< of 30 days from the first publication; the last is open
[[nodiscard]] int age_step(Day first_published, Day today);

/// Of one source.
struct Completeness {
    std::array<double, age_steps> share{1, 1, 1, 1, 1, 1};
    std::array<double, age_steps> spread{};  ///< standard deviation of the share, over months and series
    double between = 0.25;                   ///< s.d. of the log-odds from series to series
    double within = 0.18;                    ///< from month to month in a series
};

/// One closed series per element: all its vintages, the last one of each month being its final figure.
[[nodiscard]] Completeness learn_completeness(std::span<const std::span<const Vintage>>);

/// A series' own departure from its source's usual lateness, in log-odds.
struct Lag {
    double shift = 0;
    double variance = 0;
};
[[nodiscard]] Lag lag_of(const Completeness&, std::span<const KnownMonth>, Day today);

/// Share expected of a month of that age in a series with that lag.
struct Share {
    double share = 1;
    double relative_variance = 0;  ///< of value/share, the month's own part
    double by_shift = 0;           ///< d log(value/share) / d shift: the part that months of a series have in common
};
[[nodiscard]] Share share_at(const Completeness&, const Lag&, int age_step);

}  // namespace rules::steering
