#include "bot/desk/pushed.hpp"

#include "bot/desk/notices_words.hpp"
#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <date/date.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace bot::desk {
namespace {

using nlohmann::json;
using steering::Kind;

std::string rfc3339(Instant at) { return date::format("%FT%TZ", std::chrono::floor<std::chrono::milliseconds>(at)); }

const char* name_for(Kind kind) {
    switch (kind) {
        case Kind::shortfall:
        case Kind::overrun:
        case Kind::cost_per_entry:
            return "EcartObjectif";
        case Kind::data:
            return "DonneesObjectif";
        case Kind::meeting:
            return "CalendrierBureau";
    }
    return "EcartObjectif";
}

json labels_of(const Tools& tools, const EpisodeId& id) {
    json labels{{"alertname", name_for(id.kind)}, {"kind", std::string(steering::name_of(id.kind))}, {"objective", id.objective}};
    auto const add = [&](const char* name, const std::string& value) {
        if (!value.empty()) labels[name] = value;  // empty ones are dropped there: they would not be the same alert
    };
    if (auto const* const objective = tools.find(id.objective)) {
        add("objective_root", root_of(tools, *objective));
        add("measure", objective->measure);
        add("operator", objective->operator_);
        add("region", objective->territory.empty() ? std::string() : "R" + objective->territory);
    }
    return labels;
}

json annotations_of(const Tools& tools, const Overview& overview, const EpisodeId& id, steering::AlertLevel level, const steering::Treatment* treatment) {
    json texts{{"level", level == steering::AlertLevel::none ? std::string("terminée") : std::string(steering::name_of(level))}};
    auto const* const main = overview.find(id.objective);
    auto const* const standing = main == nullptr ? nullptr : &spoken(*main);
    auto const* const objective = tools.find(id.objective);
    texts["summary"] = object_of(tools, id);
    if (treatment != nullptr && treatment->acknowledged)
        texts["taken_on"] = person_words(treatment->acknowledged->by) + " jusqu’au " + day_words(treatment->acknowledged->until);
    bool const figures = standing != nullptr && objective != nullptr && !objective->funded && !hidden(*standing) && id.kind != Kind::meeting;
    if (!figures || standing->on.evaluation.landing.last_month == 0) return texts;
    auto const& e = standing->on.evaluation;
    auto const& l = e.landing;
    texts["summary"] = object_of(tools, id) + " : " + count_words(*objective, objective->opening_stock + l.done_known) + " à fin " +
                       month_words(objective->month_at(l.last_month)) + ", repère " + steering::french(e.target_to_date) + " (" + gap_words(*standing) + ", " +
                       gap_part_words(*standing) + ")";
    texts["landing"] = steering::french(l.middle) + " [" + steering::french(l.low80) + " ; " + steering::french(l.high80) + "] pour " + steering::french(e.target);
    texts["p"] = steering::french_percent(risk(*standing, id.kind), 0);
    texts["required_pace"] = steering::french(std::ceil(e.pace.required)) + " par mois";
    texts["data_as_of"] = steering::written_day(e.as_of);
    texts["reliability"] = reserve_words(*standing);
    return texts;
}

Pushed pushed(const Tools& tools, const EpisodeId& id, json annotations, Day opened, Instant ends, Instant now) {
    json alert{{"labels", labels_of(tools, id)}, {"annotations", std::move(annotations)}};
    // The opening day, never later than now: an alert that starts after it ends is refused.
    alert["startsAt"] = rfc3339(std::min<Instant>(std::chrono::sys_days(opened), std::min(now, ends) - std::chrono::seconds(1)));
    alert["endsAt"] = rfc3339(ends);
    auto const& link = tools.settings.link;
    if (!link.empty() && id.kind != Kind::meeting) alert["generatorURL"] = link + id.objective;
    json all = json::array();
    all.push_back(std::move(alert));
    return {std::string(steering::name_of(id.kind)) + " " + id.objective, all.dump(-1, ' ', false, json::error_handler_t::replace)};
}

}  // namespace

std::vector<Pushed> alerts_to_push(const Tools& tools, const State& state, const Overview& overview, Instant now) {
    std::vector<Pushed> all;
    for (auto const& [id, episode] : state.book.open)
        all.push_back(pushed(tools, id, annotations_of(tools, overview, id, episode.level, &episode.treatment), episode.opened, now + pushed_holds, now));
    for (auto const& [id, end] : state.ended) {
        if (state.book.open.contains(id) || now < end.at || now - end.at > end_is_pushed_for) continue;
        all.push_back(pushed(tools, id, annotations_of(tools, overview, id, steering::AlertLevel::none, nullptr), end.opened, end.at, now));
    }
    return all;
}

}  // namespace bot::desk
