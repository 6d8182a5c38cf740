#pragma once
/// \file bot/desk/meetings.hpp
/// "Prochain bureau ?", "prochaine réunion de la commission 4 ?": from the calendar of the configuration.
/// Threads: functions of their arguments.

#include "bot/desk/settings.hpp"
#include "bot/wording/document.hpp"

#include <string_view>

namespace bot::desk {

/// What is known of the instance that the text names; of the bureau if it names none. Empty: nothing is on record.
[[nodiscard]] wording::Document meeting_words(const Tools&, std::string_view text, Day today);

/// "commission_4" → "commission 4".
[[nodiscard]] std::string instance_words(std::string_view instance);

}  // namespace bot::desk
