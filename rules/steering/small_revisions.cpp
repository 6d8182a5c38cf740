#include "rules/steering/small_revisions.hpp"

#include "rules/steering/french_number.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

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

/// The sum at the end of a month that is nearest to the true one and tells of no few: one that was published or shown, beside
/// anything that was shown; else beside what was shown last; else, in months of a few, a number beside it.
double sum_to_show(double truth, double before, const Shown& shown) {
    constexpr double least_shown = 5;
    constexpr int farthest = 20;  // two windows of eight are closed, and there is room above them
    std::vector<double> sums{truth, shown.sum, before + shown.value};
    sums.insert(sums.end(), shown.sums.begin(), shown.sums.end());
    for (double const value : shown.values) sums.push_back(before + value);
    std::stable_sort(sums.begin(), sums.end(), [&](double a, double b) { return std::abs(a - truth) < std::abs(b - truth); });
    auto const tells_beside_last = [&](double sum) { return sum < before || tells(shown.sum, sum) || tells(shown.value, sum - before); };
    auto const tells_beside_any = [&](double sum) { return tells_beside_last(sum) || tells_any(shown.sums, sum) || tells_any(shown.values, sum - before); };
    for (double const sum : sums)
        if (std::abs(sum - truth) < least_shown && !tells_beside_any(sum)) return sum;
    for (double const sum : sums)
        if (std::abs(sum - truth) < least_shown && !tells_beside_last(sum)) return sum;
    for (int off = 0; off <= farthest; ++off)
        for (double const sum : {truth - off, truth + off})
            if (!tells_beside_last(sum)) return sum;
    return before + shown.value;  // not reached
}

}  // namespace

ShownSeries without_small_revisions(std::span<const Vintage> rows, Day until) {
    ShownSeries out;
    std::map<Month, Vintage> known;  // as published
    std::map<Month, Shown> shown;
    bool exact = true;  // every sum shown is the true one
    for (std::size_t i = 0; i < rows.size();) {
        auto const day = rows[i].published_on;
        std::set<Month> published;
        for (; i < rows.size() && rows[i].published_on == day; ++i) known[rows[i].month] = rows[i], published.insert(rows[i].month);
        double truth = 0, before = 0;
        auto from = known.begin();
        if (exact) from = known.find(*published.begin());  // before that nothing can change
        if (from != known.begin()) truth = before = shown.at(std::prev(from)->first).sum;
        exact = true;
        for (auto at = from; at != known.end(); ++at) {
            auto const& [month, row] = *at;
            truth += row.value;
            bool const fresh = !shown.contains(month);
            double sum = truth;
            if (fresh && truth < before) sum = before + row.value;
            // A month of a few that comes after later ones were shown would move their sums by it: it waits, as if missing.
            if (fresh && tells(before, sum) && shown.upper_bound(month) != shown.end()) {
                exact = false;
                continue;
            }
            auto& now = shown[month];
            if (!fresh && !(same(before + now.value, now.sum) && same(truth, now.sum))) sum = sum_to_show(truth, before, now);
            bool const moved = fresh || !same(now.value, sum - before);
            if (fresh || !tells(now.unattributed, row.unattributed)) now.unattributed = row.unattributed;
            now.value = sum - before, now.sum = sum;
            note(now.values, now.value), note(now.sums, now.sum);
            if (moved || published.contains(month)) out.rows.push_back({day, month, now.value, now.unattributed, row.standing});
            before = sum;
            exact = exact && same(truth, sum);
        }
        if (day <= until) out.waits = !same(truth, before);
    }
    return out;
}

std::vector<std::string> hold_small_revisions(PublicationLog& log, const std::function<bool(std::string_view)>& counts_people, Day day) {
    std::vector<std::string> waiting;
    log.change_each([&](const std::string& objective, std::vector<Vintage>& rows) {
        if (!counts_people(objective)) return;
        auto shown = without_small_revisions(rows, day);
        rows = std::move(shown.rows);
        if (shown.waits) waiting.push_back(objective);
    });
    return waiting;
}

}  // namespace rules::steering
