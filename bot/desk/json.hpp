#pragma once
/// \file bot/desk/json.hpp
/// Days and episode names as the desk's records hold them. Internal to bot/desk; included by .cpp files only.

#include "rules/steering/episode.hpp"
#include "rules/steering/months.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace bot::desk {

inline std::string written(rules::steering::Day day) { return rules::steering::written_day(day); }
/// Throws for anything but a day.
inline rules::steering::Day day_of(const nlohmann::json& j) {
    return rules::steering::read_day(j.get_ref<const std::string&>()).value();
}
inline nlohmann::json json_of(const rules::steering::EpisodeId& id) {
    return nlohmann::json::array({id.objective, static_cast<int>(id.kind)});
}
inline rules::steering::EpisodeId episode_of(const nlohmann::json& j) {
    return {j.at(0).get<std::string>(), static_cast<rules::steering::Kind>(j.at(1).get<int>())};
}

}  // namespace bot::desk
