#pragma once
/// \file bot/desk/pushed.hpp
/// Our alerts as Alertmanager's API v2 takes them (alerting.md §5.4, measured on 0.25.0): the level is an annotation, never
/// a label, because an alert with another label is another alert; label names are classic, every annotation is a text;
/// an alert ends by itself at `endsAt` unless it is sent again, so each round sends all of them anew. What ended is sent
/// with the figures that ended it, for a while. Of money, only that there is an alert.
///
/// Threads: functions of their arguments.

#include "bot/desk/situations.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace bot::desk {

inline constexpr std::chrono::minutes push_every{5}, pushed_holds{20}, end_is_pushed_for{15};

struct Pushed {
    std::string name;  ///< "shortfall AIJ-2020-NOR": for telling one from the other
    std::string body;  ///< JSON: an array of this one alert, so that a bad one takes no other along
};

[[nodiscard]] std::vector<Pushed> alerts_to_push(const Tools&, const State&, const Overview&, Instant now);

}  // namespace bot::desk
