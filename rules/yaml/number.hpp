#pragma once
/// \file rules/yaml/number.hpp
/// Numbers as people write them in our files: exact, never through a double.
/// Threads: functions of their arguments.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rules::yaml {

/// "561.68", "561,68", "1 234,5", "-3" in hundredths. Thousands may be set apart by a space (plain, no-break
/// or narrow), in groups of three only. At most two decimals. \returns nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_hundredths(std::string_view);
/// "2020-02-29", if there is such a day.
[[nodiscard]] std::optional<std::chrono::sys_days> parse_day(std::string_view);
/// The same form back.
[[nodiscard]] std::string written_day(std::chrono::sys_days);

}  // namespace rules::yaml
