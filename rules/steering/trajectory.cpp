#include "rules/steering/trajectory.hpp"

#include <algorithm>
#include <numeric>

namespace rules::steering {
namespace {

int calendar_month(const Plan& plan, int number) {
    return static_cast<int>(static_cast<unsigned>((plan.start + std::chrono::months(number - 1)).month())) - 1;
}

double of(const Linear&, const Plan& plan, int number) { return plan.target * number / plan.months; }

double of(const Seasonal& seasonal, const Plan& plan, int number) {
    double before = 0, all = 0;
    for (int m = 1; m <= plan.months; ++m) {
        double const weight = seasonal.weights[static_cast<std::size_t>(calendar_month(plan, m))];
        all += weight;
        if (m <= number) before += weight;
    }
    return all > 0 ? plan.target * before / all : 0;
}

double of(const Milestones& milestones, const Plan& plan, int number) {
    Milestone last;
    for (auto const& point : milestones.points) {
        if (number <= point.month) {
            double const part = static_cast<double>(number - last.month) / (point.month - last.month);
            return plan.target * (last.share + part * (point.share - last.share));
        }
        last = point;
    }
    return plan.target * last.share;
}

double of(const YearShares& years, const Plan& plan, int number) {
    auto const year_of = [&](int m) { return (plan.start + std::chrono::months(m - 1)).year(); };
    double reached = 0;
    std::size_t year = 0;
    for (int m = 1; m <= number && year < years.shares.size();) {
        int end = m;
        while (end < plan.months && year_of(end + 1) == year_of(m)) ++end;
        int const length = end - m + 1, done = std::min(number, end) - m + 1;
        reached += years.shares[year] * done / length;
        m = end + 1;
        ++year;
    }
    return plan.target * reached;
}

double of(const RampUp& ramp, const Plan& plan, int number) {
    if (number <= ramp.months_before) return ramp.pace_before * number;
    double const before = ramp.pace_before * ramp.months_before;
    return before + (plan.target - before) * (number - ramp.months_before) / (plan.months - ramp.months_before);
}

double of(const Cumulative& given, const Plan&, int number) {
    return given.to_month[static_cast<std::size_t>(number) - 1];
}

}  // namespace

double to_month(const Plan& plan, int number) {
    if (number <= 0) return 0;
    number = std::min(number, plan.months);
    return std::visit([&](auto const& kind) { return of(kind, plan, number); }, *plan.trajectory);
}

double to_day(const Plan& plan, Day day) {
    auto const month = month_of(day);
    int const number = months_apart(plan.start, month) + 1;
    if (number < 1) return 0;
    if (number > plan.months) return to_month(plan, plan.months);
    double const before = to_month(plan, number - 1), after = to_month(plan, number);
    auto const first = first_day(month);
    double const part =
        static_cast<double>((day - first).count() + 1) / static_cast<double>((last_day(month) - first).count() + 1);
    return before + part * (after - before);
}

std::vector<double> monthly(const Plan& plan) {
    std::vector<double> months;
    months.reserve(static_cast<std::size_t>(plan.months));
    double before = 0;
    for (int m = 1; m <= plan.months; ++m) {
        double const reached = to_month(plan, m);
        months.push_back(reached - before);
        before = reached;
    }
    return months;
}

SocleState socle_state(double socle, double additional, double share, double done) {
    SocleState state;
    state.socle_to_date = socle * share;
    state.additional_to_date = additional * share;
    state.socle_gap = std::min(0.0, done - state.socle_to_date);
    state.additional_done = std::max(0.0, done - state.socle_to_date);
    state.additional_rate = state.additional_to_date > 0 ? state.additional_done / state.additional_to_date : 0;
    return state;
}

}  // namespace rules::steering
