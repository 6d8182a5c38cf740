#pragma once
/// \file bot/service/story/demo_story.hpp
/// Fourteen months of Phare, told: a bureau and its eight objectives (one with a real target, entries and the
/// prescriptions of two networks, contracts, people in post, an envelope) from the first figure to the end of an alert, an agency that sends a
/// file with a mistake, a young person on the chat page who is handed on to a mission locale and gets an answer, one on Matrix, one in
/// danger. People, addresses and figures are invented; the targets are those of rules/catalogue/objectifs/aij.yaml and histoire/.
///
/// What the bot says is not written here: it comes from the real engine at that virtual day.

#include "bot/commands/config.hpp"
#include "bot/people/people.hpp"
#include "bot/service/story/stage.hpp"

namespace bot::service {

inline constexpr const char* story_address = "orientation@phare.exemple";
inline constexpr const char* story_border = "mx.phare.exemple";

/// Who of the story's bureau may enter its page by mail.
inline constexpr const char* story_member = "secretariat@phare.exemple";
[[nodiscard]] Instant story_begins();
[[nodiscard]] std::chrono::sys_days story_ends();
/// The day before a meeting, with an alert that somebody has taken on: the papers are made on it.
[[nodiscard]] std::chrono::sys_days story_meeting();
[[nodiscard]] people::Settings story_people();
[[nodiscard]] commands::Config::Desk story_desk();
/// Which objectives are followed: of the others nobody sends figures.
[[nodiscard]] bool in_story(std::string_view objective);

/// Lays everything out on the stage's clock and plays it to the end.
void tell_story(Stage&);

}  // namespace bot::service
