#pragma once
/// \file rules/law/catalogue_checks.hpp
/// What takes an evaluation to see: conditions that never or always hold, clauses that change nothing,
/// amounts that miss a case, examples that come out otherwise. Internal to rules/law.
///
/// Threads: functions of their arguments.

#include "rules/law/measure_file.hpp"

namespace rules::law {

/// Enumerates the cells of each version. `a_verifier` is a free variable.
void check_logic(const ReadMeasure&, const Vocabulary&, yaml::Complaints&);
/// Runs the examples; asks that each leaf be decisive in one.
void check_examples(const ReadMeasure&, const Vocabulary&, yaml::Complaints&);

}  // namespace rules::law
