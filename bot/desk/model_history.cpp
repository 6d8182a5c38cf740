#include "bot/desk/model_history.hpp"

#include "bot/desk/json.hpp"
#include "rules/figures/ledger.hpp"

#include <algorithm>
#include <array>

namespace bot::desk {
namespace {

using nlohmann::json;
using rules::steering::Day;
using rules::steering::Model;

/// All of them, for reading and for writing: the order is the stored form's.
template <class Level>
auto of_level(Level& l) {
    return std::array{&l.start, &l.start_spread, &l.envelope_start, &l.new_start, &l.new_start_spread, &l.new_slope_spread, &l.damping,
                      &l.drift, &l.month_noise, &l.shape_distrust, &l.count_noise, &l.year_end, &l.odd_low, &l.odd_high};
}
template <class Shape>
auto of_shape(Shape& s) {
    return std::array{&s.plan_years, &s.linear_years, &s.borrowed_years};
}

template <class Places>
json values(const Places& places) {
    json all = json::array();
    for (auto const* const place : places) all.push_back(*place);
    return all;
}
template <class Places>
void take(const json& all, const Places& places) {
    std::size_t at = 0;
    for (double* const place : places) *place = all.at(at++);
}

json parameters(const Model& model) {
    auto const& c = model.calibration;
    return {{"version", model.version},
            {"degrees", model.degrees},
            {"level", values(of_level(model.level))},
            {"shape", values(of_shape(model.shape))},
            {"told", c.told},
            {"told_overrun", c.told_overrun},
            {"width", c.width}};
}

Model model_of(const json& j) {
    Model model;
    model.version = j.at("version"), model.degrees = j.at("degrees");
    take(j.at("level"), of_level(model.level));
    take(j.at("shape"), of_shape(model.shape));
    auto& c = model.calibration;
    c.told = j.at("told"), c.told_overrun = j.at("told_overrun"), c.width = j.at("width");
    return model;
}

}  // namespace

const Model& model_on(const ModelHistory& history, const Model& own, Day day) {
    auto const after = std::find_if(history.begin(), history.end(), [&](const ModelSince& each) { return each.from > day; });
    if (history.empty()) return own;
    if (after == history.begin()) return after->model;
    auto const& last = *std::prev(after);
    return after == history.end() && last.from < day ? own : last.model;
}

void note_model(ModelHistory& history, const Model& own, Day today) {
    if (!history.empty() && (history.back().model == own || history.back().from > today)) return;
    // A second one on the same day: what was said that morning counts no more than the day does.
    if (!history.empty() && history.back().from == today) history.pop_back();
    history.push_back({today, own});
}

bool covers(const ModelHistory& history, Day day) { return !history.empty() && history.front().from <= day; }

std::string fingerprint(const Model& model) {
    constexpr std::size_t shown = 8;
    return rules::figures::file_hash(parameters(model).dump()).substr(0, shown);
}

json json_of(const ModelHistory& history) {
    json all = json::array();
    for (auto const& each : history) all.push_back(json::array({written(each.from), parameters(each.model)}));
    return all;
}

ModelHistory models_of(const json& j) {
    ModelHistory history;
    for (auto const& each : j) history.push_back({day_of(each.at(0)), model_of(each.at(1))});
    return history;
}

}  // namespace bot::desk
