#pragma once
/// \file bot/desk/explain.hpp
/// `phare objectives status --explain ID [--as-of D] [--since E]`: why an objective stood where it stood on a day, as it was
/// known that day: its levels through time and what moved them, the threshold that held, its months, what was put aside,
/// the plan's act and the model's parameters; and what changed since an earlier day, in four parts that add up.
///
/// Nothing that was learned later shows: both days come with the log, model and sources of their own. Few people stay
/// hidden as in status.hpp: then neither landing, P nor account. Threads: functions of their arguments.

#include "bot/desk/state.hpp"
#include "bot/desk/status.hpp"

#include <string>

namespace bot::desk {

struct ExplainAsked {
    std::string objective;
    Day day{};
    Day since{};  ///< before `day`; none: no account
    bool json = false;
};

/// \param then, now everything as known on the two days \pre `now` knows the objective. Ends with a line feed.
[[nodiscard]] std::string explanation(const steering::Steering& then, const steering::Steering& now, const ExplainAsked&);

/// What `phare objectives status` asks of the service, explained or not. Empty: there is no such objective, or it is money and
/// may not be seen.
[[nodiscard]] std::string status_told(const State&, const Tools&, const StatusAsked&);

}  // namespace bot::desk
