#include "adapters/objectives/foreign_alerts.hpp"

#include "adapters/net/json_guard.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace adapters::objectives {
namespace {

using bot::Instant;
using bot::desk::ForeignAlert;
using nlohmann::json;

const json nothing;

const json& member(const json& object, std::string_view name) {
    if (!object.is_object()) return nothing;
    auto const at = object.find(name);
    return at == object.end() ? nothing : *at;
}
std::string text(const json& object, std::string_view name) {
    auto const& value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<json> parsed(std::string_view body) {
    if (net::check_json(body) != net::JsonVerdict::ok) return {};
    auto value = json::parse(body, nullptr, false);
    if (value.is_discarded()) return {};
    return value;
}

/// An end with one of these is no recovery (alerting.md §5.2).
bool no_recovery(std::string_view reason) {
    for (std::string_view const each : {"NoData", "Error", "MissingSeries", "Paused", "RuleDeleted", "Updated"})
        if (reason == each) return true;
    return false;
}

/// Names and values, in order: the identity of an alert that has no fingerprint.
std::string identity(const json& labels) {
    std::string key;
    if (labels.is_object())
        for (auto const& [name, value] : labels.items())
            if (value.is_string()) key += name + '\x1f' + value.get<std::string>() + '\x1e';
    return key;
}

ForeignAlert alert_of(const json& one, std::string source) {
    auto const& labels = member(one, "labels");
    auto const& annotations = member(one, "annotations");
    ForeignAlert alert;
    alert.source = std::move(source);
    alert.name = text(labels, "alertname");
    // Companions of Grafana that carry the name of the rule they stand for: about its data, never a level.
    if (alert.name == "DatasourceNoData" || alert.name == "DatasourceError") {
        alert.for_want_of_data = true;
        if (auto rule = text(labels, "rulename"); !rule.empty()) alert.name = std::move(rule);
    }
    alert.objective = text(labels, "objective");
    alert.summary = text(annotations, "summary");
    if (alert.summary.empty()) alert.summary = text(annotations, "description");
    alert.firing = text(one, "status") != "resolved";
    if (no_recovery(text(annotations, "grafana_state_reason"))) alert.for_want_of_data = true;
    return alert;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return {};
    int value = 0;
    auto const [end, wrong] = std::from_chars(text.data() + at, text.data() + at + count, value);
    if (wrong != std::errc() || end != text.data() + at + count || value < 0) return {};
    return value;
}

}  // namespace

std::optional<Instant> read_rfc3339(std::string_view text) {
    constexpr std::size_t shortest = 20;  // 2026-11-17T03:33:05Z
    if (text.size() < shortest || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') return {};
    auto const y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2), h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
    if (!y || !mo || !d || !h || !mi || !s || *h > 23 || *mi > 59 || *s > 60) return {};
    if (*y <= 1) return Instant{};
    std::chrono::year_month_day const day{std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(*mo)), std::chrono::day(static_cast<unsigned>(*d))};
    if (!day.ok()) return {};
    std::size_t at = 19;
    std::int64_t micros = 0;
    if (text[at] == '.') {
        std::int64_t unit = 100'000;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10) micros += unit * (text[at] - '0');
    }
    if (at >= text.size()) return {};
    int offset = 0;  // minutes
    if (text[at] == '+' || text[at] == '-') {
        auto const oh = digits(text, at + 1, 2), om = digits(text, at + 4, 2);
        if (!oh || !om || at + 6 != text.size() || text[at + 3] != ':') return {};
        offset = (*oh * 60 + *om) * (text[at] == '-' ? -1 : 1);
    } else if ((text[at] != 'Z' && text[at] != 'z') || at + 1 != text.size()) {
        return {};
    }
    return std::chrono::sys_days(day) + std::chrono::hours(*h) + std::chrono::minutes(*mi - offset) + std::chrono::seconds(*s) + std::chrono::microseconds(micros);
}

std::optional<std::vector<ForeignAlert>> read_webhook(std::string_view body) {
    auto const payload = parsed(body);
    if (!payload || !member(*payload, "alerts").is_array() || member(*payload, "alerts").size() > most_alerts) return {};
    bool const grafana = text(*payload, "version") == "1" || !member(*payload, "orgId").is_null();
    auto const group = text(*payload, "groupKey");
    std::vector<ForeignAlert> alerts;
    for (auto const& one : member(*payload, "alerts")) {
        if (!one.is_object()) return {};
        auto alert = alert_of(one, grafana ? "Grafana" : "Alertmanager");
        auto fingerprint = text(one, "fingerprint");
        if (fingerprint.empty()) fingerprint = identity(member(one, "labels"));
        alert.key = group + '\n' + fingerprint + '\n' + text(one, "startsAt");
        alerts.push_back(std::move(alert));
    }
    return alerts;
}

std::optional<std::vector<ForeignAlert>> read_prometheus(std::string_view body, Instant now) {
    auto const payload = parsed(body);
    if (!payload || !payload->is_array() || payload->size() > most_alerts) return {};
    std::vector<ForeignAlert> alerts;
    for (auto const& one : *payload) {
        if (!one.is_object() || !member(one, "labels").is_object()) return {};
        auto alert = alert_of(one, "Prometheus");
        alert.key = "prometheus\n" + identity(member(one, "labels")) + '\n' + text(one, "startsAt");
        auto const end = read_rfc3339(text(one, "endsAt"));
        constexpr auto resolve_timeout = std::chrono::minutes(5);
        alert.expires = end && *end != Instant{} ? *end : now + resolve_timeout;
        alert.firing = alert.expires > now;
        alerts.push_back(std::move(alert));
    }
    return alerts;
}

}  // namespace adapters::objectives
