#pragma once
/// \file rules/law/cells.hpp
/// A field splits into finitely many cells within which every leaf of a set has one truth. Internal to
/// rules/law.
///
/// Weights are shares of the people of whom no more is known (weights.hpp); they sum to 1.
/// Threads: functions of their arguments.

#include "rules/law/evaluation.hpp"

#include <span>
#include <vector>

namespace rules::law {

/// Stands for every code that no leaf names.
inline constexpr Value any_other_code = of_code("?");

struct Cell {
    Value sample;
    double weight = 0;
};

/// \param leaves all on the field `id`; parameters are taken as they stand on the setting's day.
[[nodiscard]] std::vector<Cell> cells(FieldId id, std::span<const Leaf* const> leaves, const Setting&);

}  // namespace rules::law
