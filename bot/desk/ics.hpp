#pragma once
/// \file bot/desk/ics.hpp
/// Meetings as a calendar file (RFC 5545): METHOD:PUBLISH, UTC times, so that no time zone block is needed; a meeting
/// without an hour is a whole day. Threads: functions of their arguments.

#include "bot/message.hpp"
#include "rules/steering/bureau.hpp"

#include <string>

namespace bot::desk {

/// All meetings from `today` on. \param now stamps the entries \param domain of their identifiers
[[nodiscard]] std::string calendar_file(
    const rules::steering::Calendar&, rules::steering::Day today, Instant now, const std::string& domain
);

}  // namespace bot::desk
