#pragma once
/// \file rules/law/cells.hpp
/// A field splits into finitely many cells within which every leaf of a set has one truth. Internal to
/// rules/law.
///
/// Weights are shares of the field's domain, all values taken as equally likely; they sum to 1.
/// Threads: functions of their arguments.

#include "rules/law/evaluation.hpp"

#include <span>
#include <vector>

namespace rules::law {

struct Cell {
    Value sample;
    double weight = 0;
};

/// \param leaves all on the field `id`; parameters are taken as they stand on the setting's day.
[[nodiscard]] std::vector<Cell> cells(FieldId id, std::span<const Leaf* const> leaves, const Setting&);

}  // namespace rules::law
