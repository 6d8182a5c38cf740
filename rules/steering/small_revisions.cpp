#include "rules/steering/small_revisions.hpp"

#include "rules/steering/french_number.hpp"

#include <algorithm>
#include <cmath>

namespace rules::steering {
namespace {

bool same(double a, double b) { return std::abs(a - b) < 1e-9; }
/// A change that would tell of one to four.
bool tells(double from, double to) { return !same(from, to) && too_few_to_show(std::abs(to - from)); }

/// What was shown of a month, and of the sum at its end, each value once.
struct Shown {
    double value = 0, sum = 0;  ///< last
    double unattributed = 0;
    std::vector<double> values, sums;
};
void note(std::vector<double>& seen, double value) {
    if (std::none_of(seen.begin(), seen.end(), [&](double each) { return same(each, value); })) seen.push_back(value);
}
bool tells_any(const std::vector<double>& seen, double value) {
    return std::any_of(seen.begin(), seen.end(), [&](double each) { return tells(each, value); });
}

/// The sum at the end of a month that is nearest to the true one and tells of no few, beside anything that was shown; where
/// there is none, beside what was shown last.
double sum_to_show(double truth, double before, const Shown& shown) {
    std::vector<double> sums{truth, shown.sum, before + shown.value};
    sums.insert(sums.end(), shown.sums.begin(), shown.sums.end());
    for (double const value : shown.values) sums.push_back(before + value);
    std::stable_sort(sums.begin(), sums.end(), [&](double a, double b) { return std::abs(a - truth) < std::abs(b - truth); });
    constexpr double least_shown = 5;
    for (bool const ever : {true, false})
        for (double const sum : sums) {
            if (std::abs(sum - truth) >= least_shown) break;
            if (sum < before) continue;
            bool const told = ever ? tells_any(shown.sums, sum) || tells_any(shown.values, sum - before) : tells(shown.sum, sum) || tells(shown.value, sum - before);
            if (!told) return sum;
        }
    return before + shown.value;  // a month of a few, after one that gave up five: off by less than ten
}

}  // namespace

ShownSeries without_small_revisions(std::span<const Vintage> rows) {
    ShownSeries out;
    std::map<Month, Vintage> known;  // as published
    std::map<Month, Shown> shown;
    for (std::size_t i = 0; i < rows.size();) {
        auto const day = rows[i].published_on;
        std::map<Month, bool> published;
        for (; i < rows.size() && rows[i].published_on == day; ++i) known[rows[i].month] = rows[i], published[rows[i].month] = true;
        double truth = 0, before = 0;
        for (auto const& [month, row] : known) {
            truth += row.value;
            auto const [place, fresh] = shown.try_emplace(month);
            auto& now = place->second;
            double sum = truth;
            if (fresh && truth < before) sum = before + row.value;
            else if (!fresh && !(same(before + now.value, now.sum) && same(truth, now.sum))) sum = sum_to_show(truth, before, now);
            bool const moved = fresh || !same(now.value, sum - before);
            if (fresh || !tells(now.unattributed, row.unattributed)) now.unattributed = row.unattributed;
            now.value = sum - before, now.sum = sum;
            note(now.values, now.value), note(now.sums, now.sum);
            if (moved || published.contains(month)) out.rows.push_back({day, month, now.value, now.unattributed});
            before = sum;
        }
        out.waits = !same(truth, before);
    }
    return out;
}

std::vector<std::string> hold_small_revisions(PublicationLog& log, const std::function<bool(std::string_view)>& counts_people) {
    std::vector<std::string> waiting;
    log.change_each([&](const std::string& objective, std::vector<Vintage>& rows) {
        if (!counts_people(objective)) return;
        auto shown = without_small_revisions(rows);
        rows = std::move(shown.rows);
        if (shown.waits) waiting.push_back(objective);
    });
    return waiting;
}

}  // namespace rules::steering
