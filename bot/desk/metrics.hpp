#pragma once
/// \file bot/desk/metrics.hpp
/// Objectives as Prometheus families, repeated at each scrape, which is how a monthly figure survives the five-minute
/// look-back (alerting.md §5.5). Names are English, units base units (ecosystem.md §1.4). What has no figure yet has no
/// sample; level and age of the data end with the objective, so that nothing asks for ever after figures of a closed one. Money and cells under five people are left out: a scrape has no reader to ask.
///
/// Threads: functions of their arguments.

#include "bot/desk/situations.hpp"

#include <string>

namespace bot::desk {

/// Text format 0.0.4.
[[nodiscard]] std::string metrics_text(const Tools&, const Overview&);

}  // namespace bot::desk
