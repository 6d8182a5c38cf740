#include "rules/law/cell_set.hpp"

#include "rules/law/quantity.hpp"

#include <algorithm>
#include <limits>

namespace rules::law {
namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

/// The values v with scale·v in the relation to `bound`.
ValueSet compared_with(Comparison comparison, std::int64_t bound, std::int64_t scale) {
    std::int64_t const floor = floor_div(bound, scale), exact = floor * scale == bound ? 1 : 0;
    switch (comparison) {
        case Comparison::is:
        case Comparison::one_of:
            return exact == 1 ? ValueSet{{floor, floor}} : ValueSet{};
        case Comparison::less:
            if (floor == lowest && exact == 1) return {};
            return {{lowest, floor - exact}};
        case Comparison::at_most:
            return {{lowest, floor}};
        case Comparison::at_least:
            return {{floor + 1 - exact, highest}};
        case Comparison::more:
            if (floor == highest) return {};
            return {{floor + 1, highest}};
    }
    return {};
}

}  // namespace

std::optional<ValueSet> satisfying(const Leaf& leaf, const Setting& setting) {
    if (!leaf.parameter.empty()) {
        auto const bound = setting.bound(leaf.parameter);
        if (!bound) return std::nullopt;
        // A parameter is in hundredths, whatever the field.
        std::int64_t const scale = setting.vocabulary.at(leaf.field).type == FieldType::number ? 1 : 100;
        return compared_with(leaf.comparison, bound->hundredths, scale);
    }
    // Only `est` and `parmi` look at more than the first value.
    bool const listed = leaf.comparison == Comparison::is || leaf.comparison == Comparison::one_of;
    if (!listed && !leaf.values.empty()) return compared_with(leaf.comparison, leaf.values.front().raw, 1);
    ValueSet pieces;
    for (Value const value : leaf.values)
        for (Interval const piece : compared_with(leaf.comparison, value.raw, 1)) pieces.push_back(piece);
    std::sort(pieces.begin(), pieces.end());
    ValueSet joined;
    for (Interval const piece : pieces) {
        bool const touches =
            !joined.empty() && (joined.back().high == highest || piece.low <= joined.back().high + 1);
        if (touches)
            joined.back().high = std::max(joined.back().high, piece.high);
        else
            joined.push_back(piece);
    }
    return joined;
}

ValueSet complement(const ValueSet& set) {
    ValueSet rest;
    std::int64_t from = lowest;
    for (Interval const& piece : set) {
        if (piece.low > from) rest.push_back({from, piece.low - 1});
        if (piece.high == highest) return rest;
        from = piece.high + 1;
    }
    rest.push_back({from, highest});
    return rest;
}

bool contains(const ValueSet& set, std::int64_t value) {
    return std::any_of(set.begin(), set.end(), [&](const Interval& piece) {
        return piece.low <= value && value <= piece.high;
    });
}

void add_cuts(const ValueSet& set, std::vector<std::int64_t>& cuts) {
    for (Interval const& piece : set) {
        if (piece.low != lowest) cuts.push_back(piece.low);
        if (piece.high != highest) cuts.push_back(piece.high + 1);
    }
}

}  // namespace rules::law
