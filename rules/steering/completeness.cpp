#include "rules/steering/completeness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace rules::steering {
namespace {

constexpr double complete_from = 0.995;
constexpr double largest_odds = 3.5;  // shares near 1 say nothing in log-odds

double log_odds(double share) {
    double const inside = std::clamp(share, 0.02, 0.985);
    return std::log(inside / (1 - inside));
}
double share_of(double odds) { return 1 / (1 + std::exp(-odds)); }

struct Moments {
    double n = 0, sum = 0, squares = 0;
    void add(double x) { n += 1, sum += x, squares += x * x; }
    [[nodiscard]] double mean() const { return n > 0 ? sum / n : 0; }
    [[nodiscard]] double variance() const {
        return n > 1 ? std::max(0.0, (squares - sum * sum / n) / (n - 1)) : 0;
    }
};

}  // namespace

int age_step(Day first_published, Day today) {
    auto const days = (today - first_published).count();
    return std::clamp(static_cast<int>(days / 30), 0, age_steps - 1);
}

Completeness learn_completeness(std::span<const std::span<const Vintage>> closed) {
    std::array<Moments, age_steps> all;
    Moments of_series;      // means of the series' first-step log-odds
    double inside = 0, inside_n = 0, months_n = 0;
    for (auto const rows : closed) {
        auto const finals = known_on(rows, Day::max());
        Moments first_odds;
        for (auto const& final_month : finals) {
            if (final_month.value <= 0) continue;
            for (std::size_t step = 0; step < all.size(); ++step) {
                auto const day = final_month.first_published + std::chrono::days(30 * static_cast<int>(step) + 15);
                double value = final_month.first_value;
                for (auto const& row : rows)
                    if (row.month == final_month.month && row.published_on <= day) value = row.value;
                all[step].add(value / final_month.value);
                if (step == 0) first_odds.add(log_odds(value / final_month.value));
            }
        }
        if (first_odds.n < 2) continue;
        of_series.add(first_odds.mean());
        inside += first_odds.variance() * (first_odds.n - 1);
        inside_n += first_odds.n - 1;
        months_n += first_odds.n;
    }
    Completeness learned;
    for (std::size_t step = 0; step < all.size(); ++step) {
        if (all[step].n < 1) continue;
        learned.share[step] = all[step].mean();
        learned.spread[step] = std::sqrt(all[step].variance());
    }
    if (inside_n > 0 && of_series.n > 1) {
        double const within2 = inside / inside_n;
        double const months_a_series = months_n / of_series.n;
        learned.within = std::clamp(std::sqrt(within2), 0.05, 1.0);
        learned.between =
            std::sqrt(std::clamp(of_series.variance() - within2 / months_a_series, 0.05 * 0.05, 1.0));
    }
    return learned;
}

Lag lag_of(const Completeness& source, std::span<const KnownMonth> known, Day today) {
    double precision = 1 / (source.between * source.between), sum = 0;
    if (source.share[0] < complete_from) {
        double const usual = log_odds(source.share[0]);
        for (auto const& month : known) {
            int const step = age_step(month.first_published, today);
            if (step < 2 || month.publications < 2 || month.value < 20) continue;
            double const seen = month.first_value / month.value * source.share[static_cast<std::size_t>(step)];
            double const departure = log_odds(seen) - usual;
            if (std::abs(departure) > 1.2) continue;  // a typing error, a double count: not lateness
            // Counting noise of what came late, in log-odds, on top of the month's own.
            double const c = std::clamp(seen, 0.02, 0.985);
            double const counting = 1 / (month.value * c * (1 - c));
            double const weight = 1 / (source.within * source.within + counting);
            precision += weight;
            sum += weight * departure;
        }
    }
    return {sum / precision, 1 / precision};
}

Share share_at(const Completeness& source, const Lag& lag, int step) {
    auto const index = static_cast<std::size_t>(step);
    double const usual = source.share[index];
    if (usual >= complete_from) {
        double const relative = source.spread[index] / std::max(usual, 0.01);
        return {usual, relative * relative, 0};
    }
    double const odds = std::min(std::log(usual / (1 - usual)), largest_odds);
    double const share = share_of(odds + lag.shift);
    double const by_shift = -(1 - share);
    double const own = source.within * (1 - share);
    return {share, own * own, by_shift};
}

}  // namespace rules::steering
