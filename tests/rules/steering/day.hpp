#pragma once
/// \file tests/rules/steering/day.hpp
/// Days and months as literals of tests.

#include "rules/steering/months.hpp"

#include <stdexcept>

namespace rules::steering::testing {

inline Day day(std::string_view text) {
    auto const found = read_day(text);
    if (!found) throw std::invalid_argument("no such day: " + std::string(text));
    return *found;
}
inline Month month(std::string_view text) {
    auto const found = read_month(text);
    if (!found) throw std::invalid_argument("no such month: " + std::string(text));
    return *found;
}

}  // namespace rules::steering::testing
