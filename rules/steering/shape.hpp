#pragma once
/// \file rules/steering/shape.hpp
/// In which months a measure comes in, learned from closed years (alerting.md §3.4).
///
/// An objective's own years, those of the same measure in the region, and the agreed plan are weighed against
/// each other: own years count against the region's as far as objectives of the measure really differ (empirical
/// Bayes: variance between objectives against variance between years); the plan counts as a fraction of a
/// year, a linear plan hardly (an accounting habit, not a forecast). Threads: values.

#include "rules/steering/objective.hpp"

#include <array>
#include <map>
#include <span>

namespace rules::steering {

using YearProfile = std::array<double, 12>;  ///< January first; shares, sum 1

/// A closed year of an objective, final figures.
struct ClosedYear {
    std::string objective, measure;
    int year = 0;
    YearProfile months{};
};

/// What the region knows of a measure.
struct MeasureProfile {
    YearProfile mean{};
    double years = 0;
    double between = 0;  ///< variance of log shares between objectives
    double within = 0;   ///< between years of one objective, per year
};

struct ShapeParameters {
    double plan_years = 0.02;    ///< what an agreed plan counts for, in closed years
    double linear_years = 0;     ///< the same for a linear plan
    double borrowed_years = 10;   ///< what the region's profile counts for at most
    friend bool operator==(const ShapeParameters&, const ShapeParameters&) = default;
};

class Profiles {
  public:
    Profiles() = default;
    explicit Profiles(std::span<const ClosedYear>);
    [[nodiscard]] const MeasureProfile* of_measure(std::string_view measure) const;
    /// Mean shares of the objective's own years, and how many they are.
    [[nodiscard]] std::pair<YearProfile, int> own(std::string_view objective) const;

  private:
    std::map<std::string, MeasureProfile, std::less<>> measures_;
    std::map<std::string, std::pair<YearProfile, int>, std::less<>> own_;
};

struct Shape {
    std::vector<double> shares;  ///< of the months of the period; sum 1
    double trust = 0;            ///< 0: the plan's own, 1: closed years alone
};
[[nodiscard]] Shape shape_of(const Objective&, const ObjectiveVersion&, const Profiles&, const ShapeParameters&);

}  // namespace rules::steering
