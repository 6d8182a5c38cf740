// calibration_bench TEACH… -- JUDGE…   what a region could learn about its own forecasts from its own closed years.
//
// Each argument is a folder of objectives and publications (bench/backtest.py makes them from seeds). From the first ones so
// many closed objective-years are drawn as a region has after some years, fifty times; the map of P and the widths are
// learned from them and judged on the second ones, beside those that the program is shipped with. Lower is better for the
// Brier score and the gap; four in five intervals should hold the result.

#include "bot/commands/objective_data.hpp"
#include "rules/steering/calibration.hpp"
#include "rules/steering/replay.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace {

namespace st = rules::steering;

using Year = std::vector<st::Graded>;  ///< the forecasts of one objective that is closed

/// Half the interval as the model has it, before the width that was learned.
double reach_of(const st::Landing& landing, const st::Model& model, int part) {
    return (landing.high80 - landing.low80) / 2 / model.calibration.width[static_cast<std::size_t>(part)];
}

std::vector<Year> closed_years(const char* folder) {
    std::string error;
    auto const steering = bot::commands::read_objective_data(folder, error);
    if (!steering) {
        std::fprintf(stderr, "%s: %s\n", folder, error.c_str());
        std::exit(2);
    }
    std::vector<Year> years;
    for (auto const& objective : steering->objectives) {
        if (!objective.has_target() || objective.direction == st::Direction::ceiling || objective.counting == st::Counting::stock) continue;
        double count = objective.opening_stock;
        int months = 0;
        for (auto const& known : st::known_on(steering->log.series(objective.id, objective.source), st::Day::max()))
            if (objective.covers(known.month)) count += known.value, ++months;
        if (months < objective.months) continue;
        auto const& version = objective.versions.back();
        auto const prepared = st::prepare(*steering, objective);
        Year year;
        for (auto const day : st::monthly_ticks(objective)) {
            auto const landing = st::evaluate(*steering, prepared, day).landing;
            if (landing.months_used < st::months_before_a_level) continue;
            st::Graded one;
            one.raw_shortfall = landing.raw_shortfall, one.raw_overrun = landing.raw_overrun, one.told_shortfall = landing.p_shortfall;
            one.part = st::horizon_part(landing.last_month, objective.months);
            one.middle = landing.middle, one.reach = reach_of(landing, steering->model, one.part);
            one.low80 = landing.low80, one.high80 = landing.high80, one.final_count = count;
            one.fell_short = count < version.target * (1 - version.tolerance_low);
            one.overran = count > version.target * (1 + version.tolerance_high), one.envelope = objective.direction == st::Direction::band;
            year.push_back(one);
        }
        years.push_back(std::move(year));
    }
    return years;
}

std::vector<st::Graded> flat(const std::vector<Year>& years) {
    std::vector<st::Graded> all;
    for (auto const& year : years) all.insert(all.end(), year.begin(), year.end());
    return all;
}

struct Score {
    double brier = 0, gap = 0, inside = 0;
};

/// The forecasts as they would have been told with that calibration; null: as they were.
Score judged(std::vector<st::Graded> all, const st::Calibration* calibration) {
    double inside = 0;
    for (auto& one : all) {
        if (calibration != nullptr) {
            one.told_shortfall = st::told(calibration->told, one.raw_shortfall);
            double const reach = one.reach * calibration->width[static_cast<std::size_t>(one.part)];
            one.low80 = one.middle - reach, one.high80 = one.middle + reach;
        }
        inside += one.low80 <= one.final_count && one.final_count <= one.high80 ? 1 : 0;
    }
    auto const grades = st::grades(all);
    return {grades.brier, grades.largest_gap, inside / static_cast<double>(all.size())};
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<Year> teach, judge;
    bool second = false;
    for (int i = 1; i < argc; ++i) {
        if (std::string(argv[i]) == "--") second = true;
        else for (auto& year : closed_years(argv[i])) (second ? judge : teach).push_back(std::move(year));
    }
    if (teach.empty() || judge.empty()) return std::fputs("calibration_bench TEACH... -- JUDGE...\n", stderr), 2;
    auto const tests = flat(judge);
    auto const shipped = judged(tests, nullptr);
    std::printf("judged on %zu closed objective-years, %zu forecasts; learned from\n", judge.size(), tests.size());
    std::printf("%22s  Brier %.4f                 gap %.3f  inside %.3f\n", "nothing (as shipped)", shipped.brier, shipped.gap, shipped.inside);
    std::mt19937 random(20261129);
    constexpr int draws = 50;
    for (std::size_t const size : {std::size_t{10}, std::size_t{30}, std::size_t{90}, std::size_t{270}, std::size_t{800}, teach.size()}) {
        if (size > teach.size()) continue;
        Score mean;
        int better = 0;
        for (int draw = 0; draw < draws; ++draw) {
            std::shuffle(teach.begin(), teach.end(), random);
            auto const learned = st::learn_calibration(flat({teach.begin(), teach.begin() + static_cast<std::ptrdiff_t>(size)}));
            auto const score = judged(tests, &learned);
            mean.brier += score.brier / draws, mean.gap += score.gap / draws, mean.inside += score.inside / draws;
            better += score.brier < shipped.brier ? 1 : 0;
        }
        std::printf("%6zu objective-years  Brier %.4f (better %2d of %d)  gap %.3f  inside %.3f\n", size, mean.brier, better, draws, mean.gap, mean.inside);
    }
    return 0;
}
