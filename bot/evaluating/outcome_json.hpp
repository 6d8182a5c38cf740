#pragma once
/// \file bot/evaluating/outcome_json.hpp
/// What the law says of a person and a measure, for programs: `phare evaluate --jsonl` and the API say the same.
///
/// Keys are English, sentences French. Of a draft nothing is said flatly: at best `eligible_sous_reserve`.
/// Threads: functions of their arguments.

#include "bot/evaluating/person_reader.hpp"
#include "rules/law/catalogue.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace bot::evaluating {

/// As docs/evaluate.md describes it: outcome, missing, reasons, reserves, amount, dates.
[[nodiscard]] nlohmann::ordered_json
outcome_json(const rules::law::Catalogue&, const rules::law::Measure&, const Person&);

/// The same with what somebody needs who has no catalogue at hand: id, title, status, who decides, the texts that it
/// rests on, and caveats: what remains to be verified, and every doubtful source as such.
[[nodiscard]] nlohmann::ordered_json
full_outcome_json(const rules::law::Catalogue&, const rules::law::Measure&, const Person&);

/// What is told of an outcome where a measure may be a draft.
[[nodiscard]] rules::law::Outcome told_outcome(const rules::law::Measure&, rules::law::Outcome);
/// "open", "unknown" or "closed".
[[nodiscard]] std::string_view status_of(rules::law::Outcome);

/// {"id", "text", "link", "read_on", "to_confirm"}: keys are absent where nothing is known.
[[nodiscard]] nlohmann::ordered_json source_json(const rules::law::Source&);

}  // namespace bot::evaluating
