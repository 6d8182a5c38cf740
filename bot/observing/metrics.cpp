#include "bot/observing/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <set>

namespace bot::observing {
namespace {

struct Text {
    const char* name;
    const char* help;
};

/// In the order of `Count`.
constexpr std::array<Text, 28> counts{{
    {"phare_events_admitted_total", "Events stored in the inbox"},
    {"phare_events_duplicate_total", "Events that were known already"},
    {"phare_events_ignored_total", "Events that are not for the bot"},
    {"phare_events_quarantined_total", "Events set aside because they could not be handled"},
    {"phare_transactions_total", "Transactions acknowledged to the homeserver"},
    {"phare_transactions_garbage_total", "Transactions that could not be read"},
    {"phare_intake_refused_total", "Intake refused for lack of space or of the store"},
    {"phare_turns_total", "Turns answered"},
    {"phare_turns_absorbed_total", "Messages answered together with a later one"},
    {"phare_turns_failed_total", "Turns that failed and were tried again or set aside"},
    {"phare_dangers_total", "Messages in which danger was seen"},
    {"phare_erasures_total", "Conversations erased"},
    {"phare_leads_given_total", "Measures shown as open or possibly open"},
    {"phare_hand_overs_total", "Conversations handed over to a person"},
    {"phare_loops_broken_total", "Conversations silenced by the loop breaker"},
    {"phare_mails_held_total", "Automatic mails held back for good: too many to one address, or the same text twice"},
    {"phare_delivered_total", "Replies delivered"},
    {"phare_delivery_retries_total", "Deliveries put off"},
    {"phare_delivery_refused_total", "Replies refused for good by the channel"},
    {"phare_delivery_expired_total", "Replies given up because they were too old"},
    {"phare_pings_failed_total", "Pings to the homeserver that failed"},
    {"phare_http_requests_total", "Requests whose header was read"},
    {"phare_http_refused_framing_total", "Requests refused for their framing"},
    {"phare_http_refused_admission_total", "Requests refused before their body, for their token above all"},
    {"phare_http_too_large_total", "Requests refused for their size"},
    {"phare_http_timed_out_total", "Connections closed because the peer was too slow"},
    {"phare_http_refused_peers_total", "Connections refused because their peer had too many"},
    {"phare_http_failures_total", "Requests answered 500"},
}};
static_assert(counts.size() == static_cast<std::size_t>(Count::http_failures) + 1);

/// In the order of `Gauge`.
constexpr std::array<Text, 7> gauges{{
    {"phare_inbox_pending", "Inbox entries that wait for a turn"},
    {"phare_outbox_pending", "Replies that wait for delivery"},
    {"phare_outbox_age_seconds", "Age of the oldest reply that waits"},
    {"phare_connections_open", "Open connections of the HTTP server"},
    {"phare_intake_accepting", "1 if intake is open, 0 if it is refused"},
    {"phare_free_bytes", "Free space of the data disk"},
    {"phare_quarantined", "Entries in quarantine"},
}};
static_assert(gauges.size() == static_cast<std::size_t>(Gauge::quarantined) + 1);

/// In the order of `Timing`.
constexpr std::array<Text, 4> timings{{
    {"phare_acknowledge_seconds", "From the end of a transaction's header to its acknowledgement"},
    {"phare_answer_seconds", "From a message's storage to its reply's"},
    {"phare_deliver_seconds", "One delivery to the channel"},
    {"phare_commit_seconds", "One commit of the store"},
}};
static_assert(timings.size() == static_cast<std::size_t>(Timing::commit) + 1);

/// Intents are a closed list; a bug that passes something else must neither fill the memory nor show a text.
constexpr std::size_t most_intents = 64;

bool is_label(std::string_view s) {
    return !s.empty() && s.size() <= 40 && std::all_of(s.begin(), s.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

class Metrics {
  public:
    Metrics() {
        std::transform(counts.begin(), counts.end(), counters_.begin(), [&](const Text& t) {
            return &prometheus::BuildCounter().Name(t.name).Help(t.help).Register(registry_).Add({});
        });
        std::transform(gauges.begin(), gauges.end(), gauges_.begin(), [&](const Text& t) {
            return &prometheus::BuildGauge().Name(t.name).Help(t.help).Register(registry_).Add({});
        });
        prometheus::Histogram::BucketBoundaries const seconds{
            .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30};
        std::transform(timings.begin(), timings.end(), histograms_.begin(), [&](const Text& t) {
            return &prometheus::BuildHistogram().Name(t.name).Help(t.help).Register(registry_).Add(
                {}, seconds
            );
        });
        prometheus::BuildGauge()
            .Name("phare_build_info")
            .Help("1, labelled with the version of the program")
            .Register(registry_)
            .Add({{"version", PHARE_VERSION}})
            .Set(1);
    }

    prometheus::Counter& counter(Count c) { return *counters_.at(static_cast<std::size_t>(c)); }
    prometheus::Gauge& gauge(Gauge g) { return *gauges_.at(static_cast<std::size_t>(g)); }
    prometheus::Histogram& histogram(Timing t) { return *histograms_.at(static_cast<std::size_t>(t)); }
    prometheus::Counter& intent(std::string_view name) {
        std::lock_guard const lock(mutex_);
        std::string label = is_label(name) ? std::string(name) : "other";
        if (!intents_seen_.contains(label)) {
            if (intents_seen_.size() >= most_intents) label = "other";
            intents_seen_.insert(label);
        }
        return intents_.Add({{"intent", label}});
    }
    [[nodiscard]] std::string text() const {
        return prometheus::TextSerializer().Serialize(registry_.Collect());
    }

  private:
    prometheus::Registry registry_;
    std::array<prometheus::Counter*, counts.size()> counters_{};
    std::array<prometheus::Gauge*, gauges.size()> gauges_{};
    std::array<prometheus::Histogram*, timings.size()> histograms_{};
    prometheus::Family<prometheus::Counter>& intents_ =
        prometheus::BuildCounter().Name("phare_intents_total").Help("Turns by intent").Register(registry_);
    std::mutex mutex_;
    std::set<std::string> intents_seen_;
};

Metrics& metrics() {
    static Metrics the_metrics;
    return the_metrics;
}

}  // namespace

void count(Count what, std::uint64_t by) {
    metrics().counter(what).Increment(static_cast<double>(by));
}

void count_up_to(Count what, std::uint64_t total) {
    if (auto const so_far = value(what); total > so_far) count(what, total - so_far);
}

void set(Gauge what, double value) {
    metrics().gauge(what).Set(value);
}

void observe(Timing what, std::chrono::nanoseconds time) {
    metrics().histogram(what).Observe(std::chrono::duration<double>(time).count());
}

void count_intent(std::string_view intent_name) {
    metrics().intent(intent_name).Increment();
}

std::uint64_t value(Count what) {
    return static_cast<std::uint64_t>(std::llround(metrics().counter(what).Value()));
}

std::string exposition() {
    return metrics().text();
}

}  // namespace bot::observing
