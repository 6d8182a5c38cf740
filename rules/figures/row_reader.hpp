#pragma once
/// \file rules/figures/row_reader.hpp
/// One row of a file to what it says. Internal to rules/figures. Threads: functions of their arguments.

#include "rules/figures/import.hpp"

#include <variant>

namespace rules::figures {

/// A row as it was understood, before it is matched with an objective.
struct RowSays {
    steering::Month month;
    std::string territory, operator_, measure, source;
    steering::Unit unit = steering::Unit::entries;
    bool in_euros = false;          ///< "eur": an objective in thousands takes a thousandth
    int age_min = 0, age_under = 0;
    double value = 0;
    bool cumulative = false;
    std::optional<double> fill;
    steering::Day extracted;
    steering::Standing standing = steering::Standing::provisional;
    std::string comment;
    [[nodiscard]] std::string key() const;
};

/// \param fields which field each column is; columns beyond are none
/// \returns the row, or the problem in French
[[nodiscard]] std::variant<RowSays, std::string> read_row(
    std::span<const Cell>, std::span<const std::optional<Field>> fields, const Mapping&, const Circumstances&
);

}  // namespace rules::figures
