#include "rules/steering/landing.hpp"

#include "rules/steering/student.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rules::steering {
namespace {

// Widths are learned to the point; a little more keeps four in five true in worlds that are a little worse.
constexpr double width_margin = 1.04;
constexpr double least_expected = 15;  // under that many, any first figure may be true

struct Remaining {
    std::vector<double> expected;  ///< at level 1, of the months to come, in order
    double holes = 0;              ///< of months passed without a figure we believe
    double squares = 0, all = 0;
};

/// The 90th percentile, asked for at every landing.
double ninetieth(int degrees) {
    static double const of_eight = student_quantile(0.9, 8);
    return degrees == 8 ? of_eight : student_quantile(0.9, degrees);
}

}  // namespace

double Distribution::below(double x) const { return student_cdf((x - mean) / sd, degrees); }
double Distribution::quantile(double p) const { return mean + sd * student_quantile(p, degrees); }

double told(const std::array<double, calibration_points>& map, double raw) {
    double const at = std::clamp(raw, 0.0, 1.0) * (calibration_points - 1);
    auto const index = std::min(static_cast<std::size_t>(at), map.size() - 2);
    double const part = at - static_cast<double>(index);
    return map[index] + part * (map[index + 1] - map[index]);
}

int horizon_part(int last_month, int months) {
    return std::clamp(horizon_parts * last_month / std::max(months, 1), 0, horizon_parts - 1);
}

Distribution landing_distribution(
    const Objective& objective,
    const ObjectiveVersion& version,
    const Shape& shape,
    const Figures& figures,
    const Model& model,
    Landing& facts
) {
    auto const& use = model.level;
    LevelFilter filter(use, objective.year_before > 0, objective.direction == Direction::band);
    double const distrust = use.shape_distrust * (1 - shape.trust);
    double const month2 = use.month_noise * use.month_noise + distrust * distrust;
    std::vector<bool> counted(static_cast<std::size_t>(objective.months), false);
    double own_variance = 0, shift_effect = 0;
    int previous = 0;
    for (auto const& figure : figures.months) {
        for (int m = std::max(previous, 1); m < figure.month; ++m) filter.advance();
        previous = figure.month;
        double const expected = version.target * shape.shares[static_cast<std::size_t>(figure.month) - 1];
        bool believed = true;
        if (expected > 0) {
            double const ratio = figure.corrected / expected, level = std::max(filter.state().level, 0.3);
            if (figure.publications == 1 && expected > least_expected &&
                !(use.odd_low * level < ratio && ratio < use.odd_high * level)) {
                facts.suspects.push_back(figure.month);
                believed = false;
            } else {
                filter.observe(
                    ratio,
                    expected,
                    month2 + figure.relative_variance + figure.by_shift * figure.by_shift * figures.lag_variance
                );
            }
        }
        if (!believed) continue;
        counted[static_cast<std::size_t>(figure.month) - 1] = true;
        facts.done_known += figure.known;
        facts.done_corrected += figure.corrected;
        own_variance += figure.relative_variance * figure.corrected * figure.corrected;
        shift_effect += figure.by_shift * figure.corrected;
        facts.last_month = figure.month;
        ++facts.months_used;
    }
    facts.level = filter.state().level;
    double const done_variance = own_variance + shift_effect * shift_effect * figures.lag_variance;

    Remaining rest;
    for (int m = 1; m <= objective.months; ++m) {
        if (counted[static_cast<std::size_t>(m) - 1]) continue;
        double const rush = m + 1 >= objective.months ? 1 + use.year_end : 1;
        double const expected = rush * version.target * shape.shares[static_cast<std::size_t>(m) - 1];
        if (m > previous) rest.expected.push_back(expected);
        else rest.holes += expected;
        rest.all += expected;
        rest.squares += expected * expected;
    }
    double drift = 0, tail = 0;
    for (auto month = rest.expected.rbegin(); month != rest.expected.rend(); ++month) {
        tail += *month;
        drift += tail * tail;
    }
    drift *= use.drift * use.drift;

    auto const& run = filter.state();
    double mean = facts.done_corrected + std::max(run.level, 0.0) * rest.holes;
    double level = run.level, slope = run.slope, damp = 0, power = 1, on_slope = 0;
    for (double const expected : rest.expected) {
        level += use.damping * slope;
        slope *= use.damping;
        power *= use.damping;
        damp += power;
        mean += std::max(level, 0.0) * expected;
        on_slope += damp * expected;
    }
    double const size = std::max(run.level, least_level);
    double const variance = done_variance + rest.all * rest.all * run.var_level +
                            2 * rest.all * on_slope * run.covariance + on_slope * on_slope * run.var_slope + drift +
                            month2 * size * size * rest.squares + use.count_noise * size * rest.all;
    return {mean, std::sqrt(std::max(variance, 1e-9)), model.degrees};
}

Landing land(
    const Objective& objective,
    const ObjectiveVersion& version,
    const Shape& shape,
    const Figures& figures,
    const Model& model
) {
    Landing landing;
    auto distribution = landing_distribution(objective, version, shape, figures, model, landing);
    int const last = figures.months.empty() ? 0 : figures.months.back().month;
    distribution.sd *= model.calibration.width[static_cast<std::size_t>(horizon_part(last, objective.months))];
    landing.middle = distribution.mean;
    double const reach = width_margin * ninetieth(distribution.degrees) * distribution.sd;
    landing.low80 = landing.middle - reach;
    landing.high80 = landing.middle + reach;
    // A side that the objective does not have is not told at all.
    if (objective.direction != Direction::ceiling) {
        landing.raw_shortfall = distribution.below(version.target * (1 - version.tolerance_low));
        landing.p_shortfall = told(model.calibration.told, landing.raw_shortfall);
    }
    if (objective.direction != Direction::floor) {
        landing.raw_overrun = 1 - distribution.below(version.target * (1 + version.tolerance_high));
        landing.p_overrun = told(model.calibration.told_overrun, landing.raw_overrun);
    }
    return landing;
}

}  // namespace rules::steering
