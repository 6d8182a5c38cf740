#pragma once
/// \file adapters/objectives/foreign_alerts.hpp
/// What Alertmanager (webhook, version "4"), Grafana (the same skeleton, version "1") and Prometheus (POST /api/v2/alerts)
/// send. Unknown keys are passed over, absent ones are absent; both statuses may stand in one payload. Shapes captured from
/// Alertmanager 0.25.0 and Prometheus 2.42.0 (reference alerting.md §5.1–5.3).
///
/// Errors: nothing for what is none of these. Threads: functions of their arguments.

#include "bot/desk/foreign.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace adapters::objectives {

inline constexpr std::size_t largest_alerts = std::size_t{1} << 20U;  ///< bytes
inline constexpr std::size_t most_alerts = 1'000;

[[nodiscard]] std::optional<std::vector<bot::desk::ForeignAlert>> read_webhook(std::string_view body);
[[nodiscard]] std::optional<std::vector<bot::desk::ForeignAlert>> read_prometheus(std::string_view body, bot::Instant now);
/// "2026-11-17T03:33:05.991Z", "…+01:00"; the year 1 is the epoch: no end is known. Nothing for anything else.
[[nodiscard]] std::optional<bot::Instant> read_rfc3339(std::string_view);

}  // namespace adapters::objectives
