#pragma once
/// \file bot/talking/people.hpp
/// Numbers to call: danger first, then a listening line.
///
/// Only numbers marked as verified in the catalogue's resources are shown. Nothing is sent to anybody (P40).

#include "bot/reading/reading.hpp"
#include "bot/talking/turn.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace bot::talking {

/// The whole answer to danger: numbers by type, no question. Memory: the form is paused, nothing is stored
/// (P9, P39).
/// \param age said beside it, which is not kept: 0, not said
void answer_danger(Turn&, const reading::Danger&, int age);
/// What an adviser should pass on first to somebody whose profile tells of a danger.
void say_danger_of_profile(Turn&, const reading::Danger&, int age);
/// In the pause after it, to somebody who will not or cannot telephone: what goes without speaking.
void say_without_calling(Turn&);

/// Distress without danger: somebody who listens, and the service goes on.
void say_listening(Turn&);

/// The resources' sentences, numbers made to stand out; those that are not verified are left out.
[[nodiscard]] std::vector<wording::Line> lines_of(const Turn&, std::initializer_list<std::string_view> resources);
/// "En danger : …", "Besoin de parler à un adulte ? …": a line for a list, or none.
[[nodiscard]] std::vector<wording::Line> urgency_line(const Turn&);
[[nodiscard]] std::vector<wording::Line> urgency_line(const Tools&, wording::Register);
[[nodiscard]] std::vector<wording::Line> adult_line(const Turn&);
/// Every verified number with what it is for, emergencies first: for a page that is always in reach.
[[nodiscard]] wording::Document all_numbers(const Tools&, wording::Register);

}  // namespace bot::talking
