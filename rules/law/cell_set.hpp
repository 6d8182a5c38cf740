#pragma once
/// \file rules/law/cell_set.hpp
/// The values of a field that satisfy a leaf, as intervals: so that leaves can be compared, shared and cut
/// into cells. Internal to rules/law.
///
/// Threads: functions of their arguments.

#include "rules/law/evaluation.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace rules::law {

struct Interval {
    std::int64_t low, high;  ///< inclusive; the ends of the type stand for no end
    friend auto operator<=>(const Interval&, const Interval&) = default;
};
/// Ascending, disjoint, not touching: equal sets are equal vectors.
using ValueSet = std::vector<Interval>;

/// All values for which holds() says yes. \returns nothing if the leaf compares with a parameter that has no
/// value on the setting's day: then its truth is unknown.
[[nodiscard]] std::optional<ValueSet> satisfying(const Leaf&, const Setting&);
[[nodiscard]] ValueSet complement(const ValueSet&);
[[nodiscard]] bool contains(const ValueSet&, std::int64_t value);
/// Appends the values at which membership changes: each starts a new cell.
void add_cuts(const ValueSet&, std::vector<std::int64_t>& cuts);

}  // namespace rules::law
