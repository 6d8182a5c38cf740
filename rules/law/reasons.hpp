#pragma once
/// \file rules/law/reasons.hpp
/// Why a tree is a no, and what a yes still depends on. Internal to rules/law.
/// Threads: functions of their arguments.

#include "rules/law/evaluation.hpp"

#include <string>
#include <vector>

namespace rules::law {

/// A smallest set of leaves that makes the version's conditions false, whatever else is learnt and verified.
/// The conditions must be false.
[[nodiscard]] std::vector<const Condition*> reasons_for_no(const Setting&);
/// The fewest clauses to verify that the yes depends on. The conditions must be true, verifications taken as
/// given.
[[nodiscard]] std::vector<std::string> reserves(const Setting&);

}  // namespace rules::law
