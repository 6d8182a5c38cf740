#pragma once
/// \file bot/wording/french.hpp
/// Times as they are said in France, beside the forms of messages.hpp.
///
/// Time zone: Europe/Paris by the rule of directive 2000/84/EC (last Sundays of March and October, 01:00
/// UTC), so that no zone file is needed. Threads: pure.

#include <chrono>
#include <string>
#include <string_view>

namespace bot::wording {

inline constexpr std::string_view no_break = "\u00a0";  ///< before : ; ! ? and units

/// Wall-clock time in Europe/Paris of a UTC instant (1996 and later).
[[nodiscard]] std::chrono::sys_seconds paris_time(std::chrono::sys_seconds utc);
/// "septembre".
[[nodiscard]] std::string_view french_month(std::chrono::month);
/// "14 h 05" in Europe/Paris.
[[nodiscard]] std::string french_hour(std::chrono::sys_seconds utc);
/// "c’est la mission locale" needs "de la", "du": "le CCAS" → "du CCAS", "les écoles" → "des écoles".
[[nodiscard]] std::string french_of(std::string_view with_article);

}  // namespace bot::wording
