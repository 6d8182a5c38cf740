#pragma once
/// \file bot/observing/metrics.hpp
/// Prometheus counters, gauges and histograms of the service (prefix `phare_`, base units, no label with a person).
/// Threads: any.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace bot::observing {

enum class Count : std::uint8_t {
    events_admitted, events_duplicate, events_ignored, events_quarantined, transactions, transactions_garbage,
    intake_refused, turns, turns_absorbed, turns_failed, dangers, erasures, leads_given, hand_overs, loops_broken, mails_held,
    delivered, delivery_retries, delivery_refused, delivery_expired, pings_failed,
    http_requests, http_refused_framing, http_refused_admission, http_too_large, http_timed_out, http_refused_peers,
    http_failures
};
enum class Gauge : std::uint8_t {
    inbox_pending, outbox_pending, outbox_age_seconds, connections_open, intake_accepting, free_bytes, quarantined, backup_age_seconds
};
enum class Timing : std::uint8_t { acknowledge, answer, deliver, commit };

void count(Count, std::uint64_t by = 1);
/// For what is counted elsewhere: brings the counter up to `total`, never down.
void count_up_to(Count, std::uint64_t total);
void set(Gauge, double);
void observe(Timing, std::chrono::nanoseconds);
/// Turns by intent: a label of a closed list.
void count_intent(std::string_view intent_name);
[[nodiscard]] std::uint64_t value(Count);
/// Text exposition format 0.0.4.
[[nodiscard]] std::string exposition();

}  // namespace bot::observing
