#include "bot/desk/small_cells.hpp"

#include "bot/desk/words.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>

namespace bot::desk {

bool too_few(const steering::Objective& objective, double count) {
    return objective.counting != steering::Counting::stock && !objective.funded && steering::too_few_to_show(count);
}

SmallCells::SmallCells(const Overview& overview) {
    std::map<std::string, std::vector<std::string>> parts_of;
    for (auto const& standing : overview.standings) {
        auto const& objective = *standing.objective;
        if (objective.funded) continue;
        Series series;
        series.total = standing.on.evaluation.landing.done_known;
        series.total_hidden = hidden(standing);
        for (auto const& figure : standing.figures.months) {
            series.months[figure.month] = figure.known;
            if (steering::too_few_to_show(figure.known) || steering::too_few_to_show(figure.corrected)) series.hidden.insert(figure.month);
        }
        all_.emplace(objective.id, std::move(series));
        if (!objective.parent.empty()) parts_of[objective.parent].push_back(objective.id);
    }
    // Each thing that is hidden may call for another one, until nothing more is needed: what is hidden only grows.
    for (bool more = true; more;) {
        more = false;
        for (auto& [id, series] : all_) more = hide_second_month(series) || more;
        for (auto const& [parent, ids] : parts_of) {
            auto const whole = all_.find(parent);
            if (whole == all_.end()) continue;
            std::vector<Series*> parts;
            for (auto const& id : ids) parts.push_back(&all_.find(id)->second);
            more = hide_second_total(whole->second, parts) || more;
            more = hide_second_part(whole->second, parts) || more;
        }
    }
}

bool SmallCells::hide_second_month(Series& series) {
    if (series.total_hidden) {
        auto const before = series.hidden.size();
        for (auto const& [month, value] : series.months) series.hidden.insert(month);
        return series.hidden.size() != before;
    }
    if (series.hidden.size() != 1) return false;
    auto smallest = series.months.end();
    for (auto at = series.months.begin(); at != series.months.end(); ++at) {
        bool const may = !series.hidden.contains(at->first) && at->second > 0;
        if (may && (smallest == series.months.end() || at->second < smallest->second)) smallest = at;
    }
    if (smallest == series.months.end()) {  // the total is that one month
        series.total_hidden = true;
        return true;
    }
    series.hidden.insert(smallest->first);
    return true;
}

bool SmallCells::hide_second_total(const Series& parent, const std::vector<Series*>& parts) {
    auto const hidden_ones = std::count_if(parts.begin(), parts.end(), [](const Series* each) { return each->total_hidden; });
    if (parent.total_hidden || hidden_ones != 1) return false;
    Series* smallest = nullptr;
    for (Series* const each : parts)
        if (!each->total_hidden && each->total > 0 && (smallest == nullptr || each->total < smallest->total)) smallest = each;
    if (smallest == nullptr) return false;
    smallest->total_hidden = true;
    return true;
}

bool SmallCells::hide_second_part(const Series& parent, const std::vector<Series*>& parts) {
    bool more = false;
    for (auto const& [month, value] : parent.months) {
        if (parent.hidden.contains(month)) continue;
        int hidden_ones = 0;
        Series* smallest = nullptr;
        for (Series* const each : parts) {
            auto const cell = each->months.find(month);
            if (cell == each->months.end()) continue;
            if (each->hidden.contains(month)) ++hidden_ones;
            else if (cell->second > 0 && (smallest == nullptr || cell->second < smallest->months.at(month))) smallest = each;
        }
        if (hidden_ones == 1 && smallest != nullptr) more = smallest->hidden.insert(month).second || more;
    }
    return more;
}

bool SmallCells::hides(std::string_view objective) const {
    auto const found = all_.find(objective);
    return found != all_.end() && found->second.total_hidden;
}

bool SmallCells::hides(std::string_view objective, int month) const {
    auto const found = all_.find(objective);
    return found != all_.end() && (found->second.total_hidden || found->second.hidden.contains(month));
}

}  // namespace bot::desk
