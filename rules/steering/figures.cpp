#include "rules/steering/figures.hpp"

#include <algorithm>

namespace rules::steering {
namespace {

const KnownMonth* find(const std::vector<KnownMonth>& known, Month month) {
    auto const place = std::lower_bound(
        known.begin(), known.end(), month, [](const KnownMonth& a, Month b) { return a.month < b; }
    );
    return place != known.end() && place->month == month ? &*place : nullptr;
}

/// `known` brought to completeness.
Figure figure(const Objective& objective, const KnownMonth& month, const Completeness& source, const Lag& lag, Day today) {
    auto const share = share_at(source, lag, age_step(month.first_published, today));
    return {
        objective.number_of(month.month),
        month.value,
        month.value / share.share,
        share.relative_variance,
        share.by_shift,
        share.share,
        month.publications
    };
}

}  // namespace

Figures figures_on(const Objective& objective, std::span<const Vintage> series, const Completeness& source, Day today) {
    auto const known = known_on(series, today);
    auto const lag = lag_of(source, known, today);
    Figures figures;
    figures.lag_variance = lag.variance;
    for (auto const& month : known) {
        if (!objective.covers(month.month)) continue;
        figures.months.push_back(figure(objective, month, source, lag, today));
    }
    return figures;
}

Figures split_figures_on(
    const Objective& objective, const SplitSeries& series, const Completeness& file, const Completeness& cross, Day today
) {
    auto const shown = known_on(series.shown, today), other = known_on(series.other, today),
               counted = known_on(series.other_cross, today);
    auto const lag = lag_of(file, shown, today), cross_lag = lag_of(cross, counted, today);
    // What the months with a second source say of the unattributed rows serves those that have none yet.
    double hidden_seen = 0, unattributed_seen = 0;
    struct Seen {
        double attributed = 0, hidden = 0;
        bool cross = false;
    };
    std::vector<Seen> seen;
    for (auto const& month : shown) {
        Seen here;
        auto const* attributed = find(other, month.month);
        here.attributed = attributed ? attributed->value : 0;
        if (auto const* count = find(counted, month.month)) {
            double const of_cross = share_at(cross, cross_lag, age_step(count->first_published, today)).share;
            double const of_file = share_at(file, lag, age_step(month.first_published, today)).share;
            here.cross = true;
            here.hidden = hidden_of_other({0, here.attributed, month.unattributed}, count->value / of_cross * of_file);
            hidden_seen += here.hidden;
            unattributed_seen += month.unattributed;
        }
        seen.push_back(here);
    }
    Figures figures;
    figures.lag_variance = lag.variance;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        auto month = shown[i];
        if (!objective.covers(month.month)) continue;
        double const displayed = month.value, attributed = std::max(0.0, displayed - month.unattributed);
        double estimate = displayed, error = 0;
        if (seen[i].cross) {
            estimate = displayed - seen[i].hidden;
            error = 0.25 * std::min(seen[i].hidden + 1, month.unattributed);
        } else if (unattributed_seen > 0) {
            estimate = displayed - month.unattributed * hidden_seen / unattributed_seen;
            error = 0.20 * month.unattributed;
        } else if (attributed + seen[i].attributed > 0) {  // missing at random within the filled rows
            estimate = attributed / (attributed + seen[i].attributed) * (displayed + seen[i].attributed);
            error = 0.15 * month.unattributed;
        }
        estimate = std::clamp(estimate, std::min(attributed, displayed), displayed);
        month.value = estimate;
        auto corrected = figure(objective, month, file, lag, today);
        corrected.known = displayed;
        double const relative = error / std::max(estimate, 1.0);
        corrected.relative_variance += relative * relative;
        figures.months.push_back(corrected);
    }
    return figures;
}

Bounds bounds_of_shown(std::span<const SplitMonth> months) {
    Bounds bounds;
    for (auto const& month : months) {
        bounds.low += month.shown_attributed;
        bounds.high += month.shown_attributed + month.unattributed;
    }
    return bounds;
}

Bounds bounds_of_other(std::span<const SplitMonth> months) {
    Bounds bounds;
    for (auto const& month : months) {
        bounds.low += month.other_attributed;
        bounds.high += month.other_attributed + month.unattributed;
    }
    return bounds;
}

double fill_rate(std::span<const SplitMonth> months) {
    double attributed = 0, all = 0;
    for (auto const& month : months) {
        attributed += month.shown_attributed + month.other_attributed;
        all += month.shown_attributed + month.other_attributed + month.unattributed;
    }
    return all > 0 ? attributed / all : 1;
}

Verdict verdict(const Bounds& bounds, double target_to_date) {
    if (bounds.high < target_to_date) return Verdict::under;
    return bounds.low >= target_to_date ? Verdict::reached : Verdict::undetermined;
}

double hidden_of_other(const SplitMonth& month, double cross_count) {
    return std::min(month.unattributed, std::max(0.0, cross_count - month.other_attributed));
}

}  // namespace rules::steering
