#pragma once
/// \file rules/law/quantity.hpp
/// Numbers with a unit, as measures write them: "26 ans", "561,68 €/mois", "65 %".
///
/// Units: hundredths of the unit, exact. Threads: functions of their arguments.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rules::law {

struct Quantity {
    std::int64_t hundredths = 0;
    std::string unit;  ///< as written; empty: none
};

/// \returns nothing if the text does not start with a number.
[[nodiscard]] std::optional<Quantity> parse_quantity(std::string_view text);
/// "561,68 €/mois", "26 ans", "1 234 €": French, with no-break spaces.
[[nodiscard]] std::string written(std::int64_t hundredths, std::string_view unit);
/// Rounded down, also below zero. `b` > 0.
[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}
/// Whether `unit` is the unit `declared`, perhaps in the singular: "an" for "ans".
[[nodiscard]] bool same_unit(std::string_view unit, std::string_view declared);

}  // namespace rules::law
