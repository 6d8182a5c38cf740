#pragma once
/// \file bot/evaluating/fact_json.hpp
/// A fact that may be given, for programs: its name, what it may be, and the question that an adviser asks.
/// Threads: functions of their arguments.

#include "rules/law/vocabulary.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace bot::evaluating {

/// {"name", "type", "unit"?, "values"?, "least"?, "most"?, "question"?}. \returns nothing for what is never given (the
/// region, which follows from the département)
[[nodiscard]] std::optional<nlohmann::ordered_json> fact_json(const rules::law::Field&);

}  // namespace bot::evaluating
