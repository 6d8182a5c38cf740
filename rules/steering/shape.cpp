#include "rules/steering/shape.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace rules::steering {
namespace {

constexpr double least_share = 1e-4;

YearProfile shares_of(const YearProfile& months) {
    double const all = std::accumulate(months.begin(), months.end(), 0.0);
    YearProfile shares{};
    for (std::size_t i = 0; i < 12; ++i) shares[i] = all > 0 ? months[i] / all : 1.0 / 12;
    return shares;
}

bool linear(const Trajectory& trajectory) {
    if (std::holds_alternative<Linear>(trajectory)) return true;
    auto const* given = std::get_if<Cumulative>(&trajectory);
    if (!given || given->to_month.empty()) return false;
    double const last = given->to_month.back(), n = static_cast<double>(given->to_month.size());
    for (std::size_t i = 0; i < given->to_month.size(); ++i)
        if (std::abs(given->to_month[i] - last * static_cast<double>(i + 1) / n) > 0.002 * last + 0.11) return false;
    return true;
}

}  // namespace

Profiles::Profiles(std::span<const ClosedYear> years) {
    struct Gathered {
        std::string measure;
        std::vector<YearProfile> years;
    };
    std::map<std::string, Gathered> objectives;
    for (auto const& year : years) {
        if (std::accumulate(year.months.begin(), year.months.end(), 0.0) <= 0) continue;
        auto& gathered = objectives[year.objective];
        gathered.measure = year.measure;
        gathered.years.push_back(shares_of(year.months));
    }
    struct Sums {
        YearProfile mean{};
        double years = 0, within = 0, within_n = 0;
        std::vector<std::pair<YearProfile, int>> own;
    };
    std::map<std::string, Sums> measures;
    for (auto const& [objective, gathered] : objectives) {
        auto& sums = measures[gathered.measure];
        YearProfile mean{};
        auto const n = gathered.years.size();
        for (auto const& shares : gathered.years)
            for (std::size_t i = 0; i < 12; ++i) mean[i] += shares[i] / static_cast<double>(n);
        for (auto const& shares : gathered.years)
            for (std::size_t i = 0; i < 12; ++i) {
                sums.mean[i] += shares[i];
                if (n < 2) continue;
                double const d = std::log(std::max(shares[i], least_share) / std::max(mean[i], least_share));
                sums.within += d * d;
                sums.within_n += static_cast<double>(n - 1) / static_cast<double>(n);
            }
        sums.years += static_cast<double>(n);
        sums.own.emplace_back(mean, static_cast<int>(n));
        own_[objective] = {mean, static_cast<int>(n)};
    }
    for (auto& [measure, sums] : measures) {
        MeasureProfile profile;
        profile.years = sums.years;
        profile.mean = shares_of(sums.mean);
        profile.within = sums.within_n > 0 ? sums.within / sums.within_n : 0.01;
        double spread = 0, expected = 0, n = 0;
        for (auto const& [mean, count] : sums.own)
            for (std::size_t i = 0; i < 12; ++i) {
                double const d = std::log(std::max(mean[i], least_share) / std::max(profile.mean[i], least_share));
                spread += d * d;
                expected += profile.within / count;
                n += 1;
            }
        if (n > 0 && sums.own.size() > 1) {
            double const degrees = 1 - 1 / static_cast<double>(sums.own.size());
            profile.between = std::max(0.0, spread / n / degrees - expected / n);
        }
        measures_[measure] = profile;
    }
}

const MeasureProfile* Profiles::of_measure(std::string_view measure) const {
    auto const found = measures_.find(measure);
    return found == measures_.end() ? nullptr : &found->second;
}

std::pair<YearProfile, int> Profiles::own(std::string_view objective) const {
    auto const found = own_.find(objective);
    return found == own_.end() ? std::pair<YearProfile, int>{} : found->second;
}

Shape shape_of(
    const Objective& objective, const ObjectiveVersion& version, const Profiles& profiles, const ShapeParameters& use
) {
    Shape shape;
    Plan const plan{version.target, objective.start, objective.months, &version.trajectory};
    shape.shares = monthly(plan);
    for (auto& share : shape.shares) share /= version.target;

    auto const [own, n] = profiles.own(objective.id);
    auto const* region = profiles.of_measure(objective.measure);
    if (n == 0 && !region) return shape;
    YearProfile past{};
    double years = 0;
    if (n > 0 && region) {
        double const noise = region->within / n;
        double const trust_own = region->years > n ? region->between / (region->between + noise + 1e-9) : 1;
        for (std::size_t i = 0; i < 12; ++i) past[i] = trust_own * own[i] + (1 - trust_own) * region->mean[i];
        years = std::max<double>(n, std::min(region->years, use.borrowed_years));
    } else if (n > 0) {
        past = own;
        years = n;
    } else {
        past = region->mean;
        years = std::min(region->years, use.borrowed_years);
    }
    double const plan_years = linear(version.trajectory) ? use.linear_years : use.plan_years;
    shape.trust = years / (years + plan_years);
    // A new measure's agreed, non-linear plan knows something that closed years of others do not.
    if (objective.year_before <= 0 && n == 0 && plan_years == use.plan_years) shape.trust *= 0.5;
    double sum = 0;
    for (int m = 1; m <= objective.months; ++m) {
        auto const month =
            static_cast<std::size_t>(static_cast<unsigned>(objective.month_at(m).month())) - 1;
        auto& share = shape.shares[static_cast<std::size_t>(m) - 1];
        share = shape.trust * past[month] * 12 / objective.months + (1 - shape.trust) * share;
        sum += share;
    }
    if (sum > 0)
        for (auto& share : shape.shares) share /= sum;
    return shape;
}

}  // namespace rules::steering
