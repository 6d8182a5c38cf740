#include "rules/law/weights.hpp"

#include "rules/law/quantity.hpp"

#include <algorithm>
#include <limits>

namespace rules::law {
namespace {

constexpr double spread = 0.02;

}  // namespace

std::span<const Share> shares_of(const Field& field, const Setting& setting) {
    for (const Prior& prior : field.priors)
        if (!prior.when || evaluate(*prior.when, setting, Verifying::open) == Truth::yes) return prior.shares;
    return {};
}

double share_between(const Field& field, std::span<const Share> shares, std::int64_t low, std::int64_t high) {
    bool const code = field.type == FieldType::code;  // its bounds are a length
    if (!code) {
        low = std::max(low, field.low);
        high = std::min(high, field.high);
    }
    if (low > high) return 0;
    auto const length = [](std::int64_t a, std::int64_t b) { return static_cast<double>(b - a) + 1; };
    // One code among a few hundred that could be meant.
    double const even = code ? 0.01 : length(low, high) / length(field.low, field.high);
    if (shares.empty()) return even;
    double sum = 0, inside = 0;
    for (const Share& share : shares) {
        sum += share.weight;
        std::int64_t const from = std::max(low, share.low), to = std::min(high, share.high);
        if (from <= to) inside += share.weight * length(from, to) / length(share.low, share.high);
    }
    return (1 - spread) * inside / sum + spread * even;
}

double Weights::of(const Leaf& leaf, const Setting& setting) {
    const Field& field = setting.vocabulary.at(leaf.field);
    auto const index = static_cast<std::size_t>(leaf.field);
    if (index >= seen_.size()) seen_.resize(setting.vocabulary.fields().size());
    Seen& seen = seen_[index];
    if (!seen.looked_up) seen = {true, shares_of(field, setting)};
    std::int64_t floor = 0, ceiling = 0;
    if (!leaf.parameter.empty()) {
        auto const bound = setting.bound(leaf.parameter);
        if (!bound) return 0.5;
        std::int64_t const scale = field.type == FieldType::number ? 1 : 100;
        floor = floor_div(bound->hundredths, scale);
        ceiling = -floor_div(-bound->hundredths, scale);
    } else if (leaf.comparison != Comparison::is && leaf.comparison != Comparison::one_of) {
        floor = ceiling = leaf.values.front().raw;
    }
    auto const between = [&](std::int64_t low, std::int64_t high) {
        return share_between(field, seen.shares, low, high);
    };
    switch (leaf.comparison) {
        case Comparison::less:
            return between(field.low, ceiling - 1);
        case Comparison::at_most:
            return between(field.low, floor);
        case Comparison::at_least:
            return between(ceiling, field.high);
        case Comparison::more:
            return between(floor + 1, field.high);
        case Comparison::is:
        case Comparison::one_of:
            break;
    }
    if (!leaf.parameter.empty()) return floor == ceiling ? between(floor, floor) : 0;
    double sum = 0;
    for (Value const value : leaf.values) sum += between(value.raw, value.raw);
    return std::min(sum, 1.0);
}

}  // namespace rules::law
