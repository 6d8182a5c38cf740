#pragma once
/// \file bot/desk/digest_words.hpp
/// What the bureau reads before it meets, as documents (alerting.md §2.8): what is to be decided and watched, promises and
/// silences, what changed since it last met; once a year what our own forecasts were worth.
///
/// Threads: functions of their arguments.

#include "bot/desk/notices_words.hpp"
#include "rules/steering/closed_years.hpp"
#include "rules/steering/digest.hpp"

namespace bot::desk {

/// \param to who reads it: amounts stand only where they may be seen
[[nodiscard]] wording::Document digest_document(const Scene&, const steering::DigestContent&, Day meeting, const people::Destination& to);
/// What the forecasts of a closed year were worth.
[[nodiscard]] wording::Document graded_document(const Tools&, const steering::YearGraded&);

}  // namespace bot::desk
