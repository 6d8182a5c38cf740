#pragma once
/// \file rules/law/excerpt.hpp
/// Whether a text of the law says a number: in figures or, up to 99, in words. Internal to rules/law.
/// Threads: functions of their arguments.

#include <cstdint>
#include <string_view>

namespace rules::law {

[[nodiscard]] bool says_number(std::string_view excerpt, std::int64_t hundredths);

}  // namespace rules::law
