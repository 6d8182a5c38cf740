#include "bot/desk/metrics.hpp"

#include "bot/desk/stand_in.hpp"
#include "bot/desk/words.hpp"

#include <fmt/format.h>

#include <functional>
#include <optional>

namespace bot::desk {
namespace {

constexpr std::int64_t seconds_a_day = 86'400;

std::string label_value(std::string_view value) {
    std::string out;
    for (char const c : value) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n') out += "\\n";
        else out += c;
    }
    return out;
}

bool is_over(const Standing& standing) {
    return standing.ending == steering::Ending::closed_missed || standing.ending == steering::Ending::closed_reached;
}

bool has_figures(const Standing& standing) { return standing.on.evaluation.landing.last_month > 0; }

/// Of the last month that is known; nothing where no further figure is waited for.
std::optional<Day> waiting_since(const Standing& standing) {
    auto const last = standing.on.evaluation.landing.last_month;
    if (last == 0 || last >= standing.objective->months || is_over(standing)) return {};
    return steering::last_day(standing.objective->month_at(last));
}

}  // namespace

std::string metrics_text(const Tools& tools, const Overview& overview) {
    std::string text;
    auto const family = [&](const char* name, const char* help, const std::function<void(const Standing&, const std::string& labels)>& each) {
        text += fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
        for (auto const& standing : overview.standings) {
            if (standing.objective->funded || hidden(standing)) continue;
            each(standing, fmt::format("objective=\"{}\"", label_value(standing.objective->id)));
        }
    };
    auto const line = [&](std::string_view name, const std::string& labels, double value) {
        text += fmt::format("{}{{{}}} {:.10g}\n", name, labels, value);
    };
    family("phare_objective_known", "In the objective's unit, as published, not corrected", [&](auto const& s, auto const& labels) {
        if (has_figures(s)) line("phare_objective_known", labels, s.objective->opening_stock + s.on.evaluation.landing.done_known);
    });
    family("phare_objective_expected", "Planned up to the end of the last known month", [&](auto const& s, auto const& labels) {
        if (has_figures(s)) line("phare_objective_expected", labels, s.on.evaluation.target_to_date);
    });
    family("phare_objective_landing", "At the end of the period, interval of 80 %", [&](auto const& s, auto const& labels) {
        if (!has_figures(s)) return;
        auto const& l = s.on.evaluation.landing;
        line("phare_objective_landing", labels + ",bound=\"low\"", l.low80);
        line("phare_objective_landing", labels + ",bound=\"middle\"", l.middle);
        line("phare_objective_landing", labels + ",bound=\"high\"", l.high80);
    });
    family("phare_objective_shortfall_ratio", "Probability of ending under the target", [&](auto const& s, auto const& labels) {
        if (has_figures(s)) line("phare_objective_shortfall_ratio", labels, s.on.evaluation.landing.p_shortfall);
    });
    family("phare_objective_level", "0 nothing, 1 vigilance, 2 alert, 3 critical; while the objective runs", [&](auto const& s, auto const& labels) {
        if (!is_over(s)) line("phare_objective_level", labels, static_cast<int>(level_on(s)));
    });
    family("phare_objective_data_age_seconds", "Since the end of the last known month, while further ones are waited for", [&](auto const& s, auto const& labels) {
        if (auto const since = waiting_since(s))
            line("phare_objective_data_age_seconds", labels, static_cast<double>((s.on.evaluation.as_of - *since).count() * seconds_a_day));
    });
    if (!overview.standings.empty()) {
        auto const today = overview.standings.front().on.evaluation.as_of;
        if (auto const next = tools.settings.calendar.next(bureau, today))
            text += fmt::format(
                "# HELP phare_next_meeting_seconds Until the day of the bureau's next meeting\n# TYPE phare_next_meeting_seconds gauge\nphare_next_meeting_seconds {}\n",
                (*next - today).count() * seconds_a_day
            );
    }
    return text;
}

}  // namespace bot::desk
