#include "adapters/api/objective_answers.hpp"

#include "adapters/api/answer.hpp"
#include "adapters/api/query.hpp"
#include "bot/desk/known.hpp"
#include "bot/desk/stand_in.hpp"
#include "bot/desk/words.hpp"

#include <algorithm>
#include <cmath>

namespace adapters::api {
namespace {

using bot::desk::Standing;
namespace steering = bot::desk::steering;
using steering::AlertLevel;
using steering::Objective;

std::string_view level_name(AlertLevel level) { return level == AlertLevel::none ? "none" : steering::name_of(level); }

std::string_view direction_name(steering::Direction direction) {
    switch (direction) {
        case steering::Direction::floor:
            return "floor";
        case steering::Direction::ceiling:
            return "ceiling";
        case steering::Direction::band:
            break;
    }
    return "band";
}

std::string_view ending_name(steering::Ending ending) {
    switch (ending) {
        case steering::Ending::running:
            return "running";
        case steering::Ending::reached:
            return "reached";
        case steering::Ending::closing:
            return "closing";
        case steering::Ending::closed_reached:
            return "closed_reached";
        case steering::Ending::closed_missed:
            break;
    }
    return "closed_missed";
}

void put(Json& json, const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
}

/// A tenth is finer than anybody counts.
double rounded(double value) { return std::round(value * 10) / 10; }
/// A probability in hundredths.
double chance(double p) { return std::round(p * 100) / 100; }
Json unless(bool hidden, double value) { return hidden ? Json() : Json(rounded(value)); }

AlertLevel level_of(const bot::desk::Overview& overview, const std::string& objective) {
    auto level = AlertLevel::none;
    for (auto const& situation : overview.situations)
        if (situation.objective == objective && situation.kind != steering::Kind::data) level = std::max(level, situation.level);
    return level;
}

Json objective_json(const Objective& objective, const Overviews::Seen& seen) {
    Json json{{"id", objective.id}};
    put(json, "parent", objective.parent);
    json["label"] = objective.label;
    put(json, "measure", objective.measure);
    put(json, "operator", objective.operator_);
    put(json, "territory", objective.territory);
    json["unit"] = steering::name_of(objective.unit);
    json["counting"] = steering::name_of(objective.counting);
    json["direction"] = direction_name(objective.direction);
    if (objective.population.age_min > 0) json["age_min"] = objective.population.age_min;
    if (objective.population.age_under > 0) json["age_under"] = objective.population.age_under;
    json["start"] = steering::written_month(objective.start);
    json["months"] = objective.months;
    json["end"] = steering::written_day(objective.end());
    if (objective.has_target()) json["target"] = objective.on(seen.day).target;
    put(json, "source", objective.source);
    json["fictitious"] = objective.fictitious;
    json["to_confirm"] = objective.to_confirm;
    if (seen.overview.find(objective.id) != nullptr) json["level"] = level_name(level_of(seen.overview, objective.id));
    return json;
}

/// The bounds that a caveat may name would tell what is hidden.
std::string caveats(const Standing& standing, bool hidden) {
    return hidden ? "moins de cinq personnes\u00A0: non montré" : bot::desk::reserve_words(standing);
}

Json state_json(const Standing& main, const Overviews::Seen& seen) {
    auto const& standing = bot::desk::spoken(main);
    auto const& objective = *standing.objective;
    auto const& e = standing.on.evaluation;
    auto const& l = e.landing;
    bool const hidden = seen.small.hides(objective.id) || (!standing.in_place_of.empty() && bot::desk::hidden(standing));
    bool const nothing = hidden || l.last_month == 0;
    bool const forecast = !nothing && l.months_used >= steering::months_before_a_level;
    Json json{{"as_of", steering::written_day(e.as_of)}, {"hidden", hidden}};
    if (l.last_month > 0) json["last_month"] = steering::written_month(objective.month_at(l.last_month));
    json["known"] = unless(nothing, objective.opening_stock + l.done_known);
    json["expected"] = unless(nothing, objective.opening_stock + l.done_corrected);
    json["target_to_date"] = unless(l.last_month == 0, e.target_to_date);
    json["gap"] = unless(nothing, e.gap);
    json["landing"] = nullptr;
    if (forecast) json["landing"] = {{"low80", rounded(l.low80)}, {"middle", rounded(l.middle)}, {"high80", rounded(l.high80)}};
    json["p_shortfall"] = forecast ? Json(chance(l.p_shortfall)) : Json();
    json["p_overrun"] = forecast ? Json(chance(l.p_overrun)) : Json();
    json["pace_required"] = unless(!forecast, e.pace.required);
    json["pace_last_three"] = unless(!forecast || !bot::desk::paces_shown(standing).last_three, e.pace.last_three);
    json["data"] = steering::name_of(main.on.evaluation.health.state);
    if (!standing.in_place_of.empty()) json["stand_in"] = objective.source;
    json["ending"] = ending_name(standing.ending);
    json["caveats"] = caveats(standing, hidden);
    return json;
}

/// What a question is about, or the refusal.
struct Question {
    std::optional<net::Reply> refusal;
    const Overviews::Seen* seen = nullptr;
    const Objective* objective = nullptr;
};

bool visible(const Bureau& bureau, const Objective& objective) { return bureau.money || !objective.funded; }

const Overviews::Seen* seen_on(const Bureau& bureau, Query& query) {
    auto const asked = query.day("as_of");
    if (asked && *asked > bureau.today) query.complain("as_of", "ce jour n’est pas encore venu");
    if (!query.wrong().empty()) return nullptr;
    return &bureau.overviews.on(bureau.tools, bureau.state, asked.value_or(bureau.today));
}

Question about_one(const Bureau& bureau, const net::RequestHead& head, const std::string& id) {
    Query query(head.query, {"as_of"});
    Question question;
    question.seen = seen_on(bureau, query);
    if (question.seen == nullptr) {
        question.refusal = reply_of(problems::bad_parameter(query.wrong()));
        return question;
    }
    question.objective = bureau.tools.find(id);
    if (question.objective == nullptr || !visible(bureau, *question.objective))
        question.refusal = reply_of(problems::not_found("Aucun objectif ne porte cet identifiant."));
    return question;
}

/// Objectives without a forecast (staff, schools, no target yet): what was published, as it stands.
Json published_months(const Bureau& bureau, const Objective& objective, Day day) {
    Json months = Json::array();
    auto const seen = bureau.state.known(bureau.tools, day);
    for (auto const& known : steering::known_on(seen->steering().log.series(objective.id, objective.source), day)) {
        bool const few = bot::desk::too_few(objective, known.value);
        months.push_back({{"month", steering::written_month(known.month)}, {"known", unless(few, known.value)}, {"corrected", nullptr}, {"provisional", false}});
    }
    return months;
}

std::string_view treatment_name(const steering::Treatment& treatment) {
    if (treatment.silence) return "silenced";
    return treatment.acknowledged ? "acknowledged" : "open";
}

Json alert_json(const Bureau& bureau, const Overviews::Seen& seen, const steering::Situation& situation) {
    auto const* const objective = bureau.tools.find(situation.objective);
    auto const* const standing = seen.overview.find(situation.objective);
    bool const hidden = seen.small.hides(situation.objective) || (standing != nullptr && !standing->instead.empty() && bot::desk::hidden(bot::desk::spoken(*standing)));
    Json json{{"objective", situation.objective}, {"label", objective ? objective->label : "Réunion du bureau"}, {"kind", steering::name_of(situation.kind)}};
    json["level"] = level_name(situation.level);
    bool const counted = situation.kind == steering::Kind::shortfall || situation.kind == steering::Kind::overrun;
    if (counted) {
        json["probability"] = hidden ? Json() : Json(chance(situation.p));
        json["gap"] = situation.gap ? unless(hidden, situation.gap->number) : Json();
        json["unit"] = steering::name_of(objective->unit);
    }
    json["treatment"] = "open";
    auto const found = bureau.state.book.open.find({situation.objective, situation.kind});
    if (found == bureau.state.book.open.end()) return json;
    auto const& episode = found->second;
    json["since"] = steering::written_day(episode.opened);
    json["treatment"] = treatment_name(episode.treatment);
    if (episode.treatment.silence) json["treated_until"] = steering::written_day(episode.treatment.silence->until);
    else if (episode.treatment.acknowledged) json["treated_until"] = steering::written_day(episode.treatment.acknowledged->until);
    return json;
}

constexpr std::string_view cursor_mark = "apres.";

std::size_t limit_in(Query& query) {
    constexpr int usual = 100, most = 200;
    return static_cast<std::size_t>(query.number("limit", 1, most).value_or(usual));
}

/// What a page goes on behind; opaque to callers, and of use even when that entry is gone. Empty: from the beginning.
std::string cursor_in(Query& query) {
    auto const given = query.text("cursor");
    if (!given) return {};
    if (given->starts_with(cursor_mark)) return given->substr(cursor_mark.size());
    query.complain("cursor", "ce n’est pas un «\u00A0next_cursor\u00A0» de cette liste");
    return {};
}

/// Where an alert stands in the list: the most serious first, then by objective and kind.
std::string place_of(const steering::Situation& situation) {
    int const down = static_cast<int>(AlertLevel::critique) - static_cast<int>(situation.level);
    return std::to_string(down) + "." + situation.objective + "." + std::string(steering::name_of(situation.kind));
}

}  // namespace

const Overviews::Seen& Overviews::on(const bot::desk::Tools& tools, const bot::desk::State& state, Day day) {
    constexpr std::size_t kept = 4;
    std::erase_if(seen_, [&](const Seen& each) { return each.counted_at != state.counted_at; });
    auto const found = std::find_if(seen_.begin(), seen_.end(), [&](const Seen& each) { return each.day == day; });
    if (found != seen_.end()) return *found;
    auto overview = bot::desk::overview_on(tools, state, day);
    bot::desk::SmallCells small(overview);
    if (seen_.size() == kept) seen_.pop_front();
    seen_.push_back({day, state.counted_at, std::move(overview), std::move(small)});
    return seen_.back();
}

net::Reply list_objectives(const Bureau& bureau, const net::RequestHead& head) {
    Query query(head.query, {"measure", "territory", "as_of", "limit", "cursor"});
    auto const limit = limit_in(query);
    auto const after = cursor_in(query);
    auto const* const seen = seen_on(bureau, query);
    if (seen == nullptr) return reply_of(problems::bad_parameter(query.wrong()));
    auto const measure = query.text("measure"), territory = query.text("territory");
    Json list{{"as_of", steering::written_day(seen->day)}, {"objectives", Json::array()}};
    std::vector<const Objective*> wanted;
    for (auto const& objective : bureau.tools.objectives) {
        if (!visible(bureau, objective) || objective.id <= after) continue;
        if ((measure && objective.measure != *measure) || (territory && objective.territory != *territory)) continue;
        wanted.push_back(&objective);
    }
    std::sort(wanted.begin(), wanted.end(), [](auto const* a, auto const* b) { return a->id < b->id; });
    for (auto const* const objective : wanted) {
        if (list["objectives"].size() == limit) {
            list["next_cursor"] = std::string(cursor_mark) + list["objectives"].back()["id"].get<std::string>();
            break;
        }
        list["objectives"].push_back(objective_json(*objective, *seen));
    }
    return cached_reply(head, list);
}

net::Reply one_objective(const Bureau& bureau, const net::RequestHead& head, const std::string& id) {
    auto question = about_one(bureau, head, id);
    if (question.refusal) return std::move(*question.refusal);
    auto const& objective = *question.objective;
    Json json = objective_json(objective, *question.seen);
    put(json, "document", objective.document);
    put(json, "legal_reference", objective.legal_reference);
    if (auto const* const standing = question.seen->overview.find(id)) json["state"] = state_json(*standing, *question.seen);
    return cached_reply(head, json);
}

net::Reply figures(const Bureau& bureau, const net::RequestHead& head, const std::string& id) {
    auto question = about_one(bureau, head, id);
    if (question.refusal) return std::move(*question.refusal);
    auto const& seen = *question.seen;
    auto const& objective = *question.objective;
    auto const* const standing = seen.overview.find(id);
    Json json{{"objective", id}, {"as_of", steering::written_day(seen.day)}, {"unit", steering::name_of(objective.unit)}, {"hidden", seen.small.hides(id)}};
    if (standing == nullptr) {
        json["months"] = published_months(bureau, objective, seen.day);
        return cached_reply(head, json);
    }
    json["months"] = Json::array();
    for (auto const& figure : standing->figures.months) {
        bool const hidden = seen.small.hides(id, figure.month);
        constexpr double whole = 0.995;
        json["months"].push_back(
            {{"month", steering::written_month(objective.month_at(figure.month))},
             {"known", unless(hidden, figure.known)},
             {"corrected", unless(hidden, figure.corrected)},
             {"provisional", figure.share < whole}}
        );
    }
    json["caveats"] = caveats(*standing, seen.small.hides(id));
    return cached_reply(head, json);
}

net::Reply alerts(const Bureau& bureau, const net::RequestHead& head) {
    Query query(head.query, {"level", "limit", "cursor"});
    auto const limit = limit_in(query);
    auto const after = cursor_in(query);
    auto const least = query.choice("level", {"vigilance", "alerte", "critique"}, "vigilance");
    if (!query.wrong().empty()) return reply_of(problems::bad_parameter(query.wrong()));
    auto const floor = least == "critique" ? AlertLevel::critique : least == "alerte" ? AlertLevel::alerte : AlertLevel::vigilance;
    auto const& seen = bureau.overviews.on(bureau.tools, bureau.state, bureau.today);
    std::vector<const steering::Situation*> open;
    for (auto const& situation : seen.overview.situations) {
        auto const* const objective = bureau.tools.find(situation.objective);
        if (situation.level < floor || (objective != nullptr && !visible(bureau, *objective))) continue;
        // Money against volume tells of money.
        if (situation.kind == steering::Kind::cost_per_entry && !bureau.money) continue;
        open.push_back(&situation);
    }
    std::sort(open.begin(), open.end(), [](auto const* a, auto const* b) { return place_of(*a) < place_of(*b); });
    Json json{{"as_of", steering::written_day(seen.day)}, {"alerts", Json::array()}};
    std::string last;
    for (auto const* const situation : open) {
        auto place = place_of(*situation);
        if (place <= after) continue;
        if (json["alerts"].size() == limit) {
            json["next_cursor"] = std::string(cursor_mark) + last;
            break;
        }
        last = std::move(place);
        json["alerts"].push_back(alert_json(bureau, seen, *situation));
    }
    return cached_reply(head, json);
}

}  // namespace adapters::api
