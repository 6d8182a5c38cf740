#pragma once
/// \file adapters/health/health_routes.hpp
/// /healthz (the process lives), /readyz (it takes messages in and gets answers out) and /metrics (Prometheus
/// text format 0.0.4), for a listener of their own on loopback that is never proxied.
///
/// Lifetime: store and alarm outlive the server that has the routes. Threads: the loop's.

#include "adapters/net/http_server.hpp"
#include "bot/delivery/alarm.hpp"
#include "db/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace adapters::health {

/// \param measure sets the gauges that nobody sets as things happen; called before each exposition
/// \param more families that follow in the same format; may be empty
[[nodiscard]] std::vector<net::Route> health_routes(
    db::Store& store,
    bot::delivery::Alarm& alarm,
    std::function<void()> measure,
    std::function<std::string()> more = {}
);

}  // namespace adapters::health
