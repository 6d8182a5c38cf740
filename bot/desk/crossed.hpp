#pragma once
/// \file bot/desk/crossed.hpp
/// What the other source of an objective counts (`source_croisee`): shown beside the main one, never added to it, never
/// forecast from. Where the main source has not come, it is all there is to say (alerting.md §2.4, domain.md §1.7 O5).
///
/// Threads: functions of their arguments.

#include "bot/desk/settings.hpp"

#include <optional>
#include <string>

namespace bot::desk {

struct Crossed {
    steering::Month until;   ///< last month that the other source knows
    double count = 0;        ///< by the other source, up to then
    double main_count = 0;   ///< by the main one, over the same months
    bool alone = false;      ///< the main source does not know all of these months
};

/// \returns nothing if there is no such source, it has no month of the period, or fewer than five people are counted
[[nodiscard]] std::optional<Crossed> crossed_on(const steering::Steering&, const steering::Objective&, Day today);
/// "AIS compte 1 702 à fin mai 2021 (IMILO : 1 624 pour les mêmes mois)".
[[nodiscard]] std::string crossed_words(const steering::Objective&, const Crossed&);

}  // namespace bot::desk
