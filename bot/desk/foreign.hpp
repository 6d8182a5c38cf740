#pragma once
/// \file bot/desk/foreign.hpp
/// Alerts that other systems send us (Alertmanager, Grafana, Prometheus): said once in the rooms that they concern, and
/// ended once. What repeats is a sign of life, no news; what ends for want of data is no recovery (alerting.md §5).
///
/// Threads: functions of their arguments.

#include "bot/desk/rounds.hpp"

#include <string>
#include <vector>

namespace bot::desk {

struct ForeignAlert {
    std::string key;        ///< the same for each repetition: group, fingerprint, start
    std::string source;     ///< "Alertmanager", "Grafana", "Prometheus"
    std::string name, summary, objective;
    bool firing = true;
    bool for_want_of_data = false;  ///< no data, an error of the source, or an end that is no recovery
    Instant expires{};      ///< ends by itself unless it is repeated; epoch: never
};

/// `changed` even where nothing is said: a sign of life moves the end.
[[nodiscard]] Outcome relay(const Tools&, State, const std::vector<ForeignAlert>&, Instant now);
/// Ends what was not repeated in time, into the outcome of a look.
void expire_foreign(const Tools&, Outcome&, Instant now);

}  // namespace bot::desk
