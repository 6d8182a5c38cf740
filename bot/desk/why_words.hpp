#pragma once
/// \file bot/desk/why_words.hpp
/// "pourquoi": what an alert is made of, and what changed since it was last told, in four parts (new month, revisions, target
/// or plan, model).
///
/// Threads: functions of their arguments.

#include "bot/desk/notices_words.hpp"

#include <optional>

namespace bot::desk {

/// From the last message of a thread to today. \returns nothing without such a message
[[nodiscard]] std::optional<steering::Account> account_since(const Scene&, const Standing&, const Thread* told);
/// \param told the thread that it was told in: changes are counted from its last message; null: none
[[nodiscard]] wording::Document why_document(const Scene&, const EpisodeId&, const Thread* told);
/// What a figure and its forecast are made of, whether there is an alert or not. \pre its amounts may be said
[[nodiscard]] wording::Document why_figure(const Tools&, const State&, const steering::Objective&, Day today);
/// Who answers for an objective, and who has taken its alert on. \pre its amounts may be said
[[nodiscard]] wording::Document who_sees_to(const Tools&, const State&, const steering::Objective&);

}  // namespace bot::desk
