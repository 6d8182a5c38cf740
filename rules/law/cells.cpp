#include "rules/law/cells.hpp"

#include "rules/law/quantity.hpp"
#include "rules/law/weights.hpp"

#include <algorithm>

namespace rules::law {
namespace {

/// The raw values at which the truth of the leaf can change: each starts a new cell.
void starts_of(
    const Leaf& leaf, const Field& field, const Setting& setting, std::vector<std::int64_t>& starts
) {
    auto const around = [&](std::int64_t floor, std::int64_t ceiling) {
        switch (leaf.comparison) {
            case Comparison::less:
            case Comparison::at_least:
                starts.push_back(ceiling);
                break;
            case Comparison::at_most:
            case Comparison::more:
                starts.push_back(floor + 1);
                break;
            case Comparison::is:
            case Comparison::one_of:
                starts.push_back(ceiling);
                starts.push_back(floor + 1);
                break;
        }
    };
    if (!leaf.parameter.empty()) {
        auto const bound = setting.bound(leaf.parameter);
        if (!bound) return;
        std::int64_t const scale = field.type == FieldType::number ? 1 : 100;
        around(floor_div(bound->hundredths, scale), -floor_div(-bound->hundredths, scale));
        return;
    }
    for (Value const value : leaf.values) around(value.raw, value.raw);
}

std::vector<Cell> code_cells(
    const Field& field, std::span<const Share> shares, std::span<const Leaf* const> leaves
) {
    std::vector<Cell> found;
    for (const Leaf* leaf : leaves)
        for (Value const value : leaf->values)
            if (std::none_of(found.begin(), found.end(), [&](const Cell& c) { return c.sample == value; }))
                found.push_back({value, 0});
    double others = 1;
    for (Cell& cell : found) {
        cell.weight = shares.empty() ? 1.0 / static_cast<double>(found.size() + 1)
                                     : share_between(field, shares, cell.sample.raw, cell.sample.raw);
        others -= cell.weight;
    }
    found.push_back({any_other_code, std::max(others, 0.0)});
    return found;
}

}  // namespace

std::vector<Cell> cells(FieldId id, std::span<const Leaf* const> leaves, const Setting& setting) {
    const Field& field = setting.vocabulary.at(id);
    auto const shares = shares_of(field, setting);
    if (field.type == FieldType::code) return code_cells(field, shares, leaves);
    std::vector<std::int64_t> starts;
    starts.reserve(2 * leaves.size() + 2);
    starts.push_back(field.low);
    if (field.type == FieldType::choice || field.type == FieldType::boolean) {
        for (std::int64_t raw = field.low + 1; raw <= field.high; ++raw) starts.push_back(raw);
    } else {
        for (const Leaf* leaf : leaves) starts_of(*leaf, field, setting, starts);
        std::erase_if(starts, [&](std::int64_t raw) { return raw < field.low || raw > field.high; });
        std::sort(starts.begin(), starts.end());
        starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    }
    std::vector<Cell> found;
    found.reserve(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) {
        std::int64_t const end = i + 1 < starts.size() ? starts[i + 1] : field.high + 1;
        found.push_back({Value{starts[i]}, share_between(field, shares, starts[i], end - 1)});
    }
    return found;
}

}  // namespace rules::law
