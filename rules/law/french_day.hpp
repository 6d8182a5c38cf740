#pragma once
/// \file rules/law/french_day.hpp
/// "1er janvier 2026". Threads: pure.

#include "rules/law/value.hpp"

namespace rules::law {

[[nodiscard]] std::string french_day(Day);
/// "du 1er avril 2025 au 31 décembre 2026", "à partir du 1er avril 2025".
[[nodiscard]] std::string french_period(Day from, const std::optional<Day>& to);

}  // namespace rules::law
