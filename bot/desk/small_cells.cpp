#include "bot/desk/small_cells.hpp"

#include "bot/desk/stand_in.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>

namespace bot::desk {
namespace {

bool counted(const Standing& standing, const steering::Figure& figure) {
    auto const& aside = standing.on.evaluation.landing.suspects;
    return std::find(aside.begin(), aside.end(), figure.month) == aside.end();
}

bool few(const Standing& standing, const steering::Figure& figure) {
    return too_few(*standing.objective, figure.known) || too_few(*standing.objective, figure.corrected);
}

/// Between two sums that are shown lies this month alone, and it is not small itself.
bool month_shown(const Standing& standing, const std::set<int>& hidden, int month) {
    int before = 0;
    for (auto const& figure : standing.figures.months) {
        if (figure.month == month) {
            if (few(standing, figure)) return false;
            return !counted(standing, figure) || (!hidden.contains(month) && !hidden.contains(before));
        }
        if (counted(standing, figure)) before = figure.month;
    }
    return true;
}

}  // namespace

bool too_few(const steering::Objective& objective, double count) {
    return objective.counting != steering::Counting::stock && !objective.funded && steering::too_few_to_show(count);
}

std::set<int> hidden_sums(const Standing& standing) {
    std::set<int> hidden;
    double known = 0, corrected = 0;  // since the last sum that is shown
    for (auto const& figure : standing.figures.months) {
        if (!counted(standing, figure)) continue;
        known += figure.known, corrected += figure.corrected;
        if (too_few(*standing.objective, known) || too_few(*standing.objective, corrected)) hidden.insert(figure.month);
        else known = corrected = 0;
    }
    return hidden;
}

bool month_hidden(const Standing& standing, int month) { return !month_shown(standing, standing.hidden_sums, month); }

int shown_until(const Standing& standing, int number) {
    int last = 0;
    for (auto const& figure : standing.figures.months)
        if (figure.month <= number && counted(standing, figure) && !standing.hidden_sums.contains(figure.month)) last = figure.month;
    return last;
}

PacesShown paces_shown(const Standing& standing) {
    constexpr std::size_t window = 3;
    std::vector<std::pair<int, double>> months;  // that count
    for (auto const& figure : standing.figures.months)
        if (counted(standing, figure)) months.emplace_back(figure.month, figure.corrected);
    auto const closed = [&](std::size_t first) {
        bool const from = first == 0 || !standing.hidden_sums.contains(months[first - 1].first);
        return from && !standing.hidden_sums.contains(months[first + window - 1].first);
    };
    PacesShown shown;
    if (months.size() < window) return {standing.hidden_sums.empty(), standing.hidden_sums.empty()};
    shown.last_three = closed(months.size() - window);
    double best = -1;
    for (std::size_t i = 0; i + window <= months.size(); ++i) {
        double const sum = months[i].second + months[i + 1].second + months[i + 2].second;
        if (sum <= best) continue;
        best = sum, shown.best_three = closed(i);
    }
    return shown;
}

void hide_few(Overview& overview) {
    SmallCells const small(overview);
    // What another source says in place of the main one is a family of its own: each is hidden by what is said beside it.
    Overview said;
    for (auto const& standing : overview.standings) said.standings.push_back(spoken(standing));
    SmallCells const of_said(said);
    for (auto& standing : overview.standings) {
        standing.hidden_sums = small.sums(standing.objective->id);
        for (auto& other : standing.instead) other.hidden_sums = of_said.sums(standing.objective->id);
    }
}

SmallCells::SmallCells(const Overview& overview) {
    std::map<std::string, std::vector<std::string>> parts_of;
    for (auto const& standing : overview.standings) {
        auto const& objective = *standing.objective;
        if (objective.funded) continue;
        Series series;
        series.standing = &standing;
        series.hidden = desk::hidden_sums(standing);
        double sum = 0;
        for (auto const& figure : standing.figures.months) {
            series.months[figure.month] = figure.known;
            if (counted(standing, figure)) series.sums[figure.month] = sum += figure.known;
        }
        all_.emplace(objective.id, std::move(series));
        if (!objective.parent.empty()) parts_of[objective.parent].push_back(objective.id);
    }
    // Each thing that is hidden may call for another one, until nothing more is needed: what is hidden only grows.
    for (bool more = true; more;) {
        more = false;
        for (auto const& [parent, ids] : parts_of) {
            auto const whole = all_.find(parent);
            if (whole == all_.end()) continue;
            auto const& unit = *whole->second.standing->objective;
            std::vector<Series*> parts;
            for (auto const& id : ids) {
                auto& part = all_.find(id)->second;
                // Prescriptions taken from entries tell nothing.
                auto const& own = *part.standing->objective;
                if (own.unit == unit.unit && own.counting == unit.counting) parts.push_back(&part);
            }
            more = hide_second(whole->second, parts, true) || more;
            more = hide_second(whole->second, parts, false) || more;
        }
    }
    for (auto& [id, series] : all_) {
        series.total_hidden = !series.sums.empty() && series.hidden.contains(series.sums.rbegin()->first);
        for (auto const& [month, value] : series.months)
            if (!month_shown(*series.standing, series.hidden, month)) series.hidden_months.insert(month);
        series.standing = nullptr;  // the overview may go
    }
}

/// Where the whole is shown and one part alone is not, the smallest of the other parts is hidden too.
bool SmallCells::hide_second(const Series& parent, const std::vector<Series*>& parts, bool sums) {
    auto const hides = [&](const Series& series, int month) {
        return sums ? series.hidden.contains(month) : !month_shown(*series.standing, series.hidden, month);
    };
    bool more = false;
    for (auto const& [month, value] : sums ? parent.sums : parent.months) {
        if (hides(parent, month)) continue;
        int hidden_ones = 0;
        Series* smallest = nullptr;
        double least = 0;
        for (Series* const each : parts) {
            auto const& cells = sums ? each->sums : each->months;
            auto const cell = cells.find(month);
            if (cell == cells.end()) continue;
            if (hides(*each, month)) {
                ++hidden_ones;
            } else if (cell->second > 0 && (smallest == nullptr || cell->second < least)) {
                smallest = each, least = cell->second;
            }
        }
        // A month is hidden by the sum at its end.
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
    return found != all_.end() && found->second.hidden_months.contains(month);
}

const std::set<int>& SmallCells::sums(std::string_view objective) const {
    static const std::set<int> none;
    auto const found = all_.find(objective);
    return found == all_.end() ? none : found->second.hidden;
}

}  // namespace bot::desk
