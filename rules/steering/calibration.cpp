#include "rules/steering/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace rules::steering {
namespace {

constexpr double kernel_reach = 0.07, trust_in_model = 4;
constexpr std::size_t enough = 50;

/// (P, happened) → the map at 0, 0.1 … 1.
std::array<double, calibration_points> monotone_map(const std::vector<std::pair<double, bool>>& outcomes) {
    struct Block {
        double mean, weight;
        int points;
    };
    std::vector<Block> blocks;
    for (int i = 0; i < calibration_points; ++i) {
        double const p = static_cast<double>(i) / (calibration_points - 1);
        double weight = trust_in_model, sum = trust_in_model * p;
        for (auto const& [raw, happened] : outcomes) {
            double const near = 1 - std::abs(raw - p) / kernel_reach;
            if (near <= 0) continue;
            weight += near;
            sum += happened ? near : 0;
        }
        blocks.push_back({sum / weight, weight, 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean > blocks.back().mean) {
            auto const last = blocks.back();
            blocks.pop_back();
            auto& into = blocks.back();
            into.mean = (into.mean * into.weight + last.mean * last.weight) / (into.weight + last.weight);
            into.weight += last.weight;
            into.points += last.points;
        }
    }
    std::array<double, calibration_points> map{};
    std::size_t at = 0;
    for (auto const& block : blocks)
        for (int n = 0; n < block.points; ++n) map[at++] = block.mean;
    return map;
}

}  // namespace

Calibration learn_calibration(std::span<const Graded> graded) {
    Calibration learned;
    learned.width = {1, 1, 1, 1, 1};
    std::array<std::vector<double>, horizon_parts> needed;
    std::vector<std::pair<double, bool>> short_of, over;
    for (auto const& one : graded) {
        if (one.reach > 0)
            needed[static_cast<std::size_t>(std::clamp(one.part, 0, horizon_parts - 1))].push_back(
                std::abs(one.final_count - one.middle) / one.reach
            );
        short_of.emplace_back(one.raw_shortfall, one.fell_short);
        if (one.envelope) over.emplace_back(one.raw_overrun, one.overran);
    }
    for (std::size_t part = 0; part < needed.size(); ++part) {
        auto& factors = needed[part];
        if (factors.size() < enough) continue;  // the factor stays 1
        auto const eighth = factors.begin() + static_cast<std::ptrdiff_t>(factors.size() * 4 / 5);
        std::nth_element(factors.begin(), eighth, factors.end());
        learned.width[part] = *eighth;
    }
    learned.told = monotone_map(short_of);
    learned.told_overrun = monotone_map(over);
    return learned;
}

Grades grades(std::span<const Graded> graded) {
    Grades result;
    result.forecasts = static_cast<int>(graded.size());
    if (graded.empty()) return result;
    std::array<double, horizon_parts> inside{}, all{};
    struct Tenth {
        double told = 0, happened = 0;
        std::size_t n = 0;
    };
    std::array<Tenth, 10> tenths{};
    for (auto const& one : graded) {
        double const happened = one.fell_short ? 1 : 0;
        result.brier += (one.told_shortfall - happened) * (one.told_shortfall - happened);
        auto const part = static_cast<std::size_t>(std::clamp(one.part, 0, horizon_parts - 1));
        all[part] += 1;
        inside[part] += one.low80 <= one.final_count && one.final_count <= one.high80 ? 1 : 0;
        auto& tenth = tenths[std::min<std::size_t>(9, static_cast<std::size_t>(std::max(0.0, one.told_shortfall) * 10))];
        tenth.told += one.told_shortfall;
        tenth.happened += happened;
        ++tenth.n;
    }
    result.brier /= static_cast<double>(graded.size());
    for (std::size_t part = 0; part < all.size(); ++part) result.coverage[part] = all[part] > 0 ? inside[part] / all[part] : 0;
    for (auto const& tenth : tenths)
        if (tenth.n >= enough)
            result.largest_gap = std::max(result.largest_gap, std::abs(tenth.told - tenth.happened) / static_cast<double>(tenth.n));
    return result;
}

}  // namespace rules::steering
