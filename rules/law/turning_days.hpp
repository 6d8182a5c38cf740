#pragma once
/// \file rules/law/turning_days.hpp
/// When a measure has to be looked at anew. Internal to rules/law.
/// Threads: functions of their arguments.

#include "rules/law/catalogue.hpp"

#include <set>

namespace rules::law {

/// The first day of the version, and each within it on which a parameter that its conditions use changes.
[[nodiscard]] std::set<Day> turning_days(const Measure&, const Version&);

}  // namespace rules::law
