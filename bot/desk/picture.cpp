#include "bot/desk/picture.hpp"

#include "bot/desk/small_cells.hpp"
#include "bot/desk/words.hpp"
#include "rules/steering/french_number.hpp"

#include <algorithm>
#include <array>

namespace bot::desk {
namespace {

constexpr std::array<const char*, 12> short_months{"janv.", "févr.", "mars", "avr.", "mai", "juin",
                                                   "juil.", "août", "sept.", "oct.", "nov.", "déc."};

/// The last months in numbers. No table where a month of few people would show.
std::vector<std::vector<std::string>> table_of(const Standing& standing) {
    constexpr int most = 6;
    auto const& objective = *standing.objective;
    auto const& version = objective.on(standing.on.evaluation.as_of);
    steering::Plan const plan{version.target, objective.start, objective.months, &version.trajectory};
    int const last = standing.on.evaluation.landing.last_month;
    std::vector<std::vector<std::string>> rows{{"Mois", "Connu", "Une fois complet", "Prévu"}};
    for (int m = std::max(1, last - most + 1); m <= last; ++m) {
        std::vector<std::string> row{month_words(objective.month_at(m)), "–", "–", steering::french(steering::to_month(plan, m) - steering::to_month(plan, m - 1))};
        for (auto const& figure : standing.figures.months) {
            if (figure.month != m) continue;
            if (month_hidden(standing, m)) return {};
            row[1] = steering::french(figure.known), row[2] = steering::french(figure.corrected);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

/// A sum that is not shown lies on the straight line between those that are.
void straighten(std::vector<double>& sums, const Standing& standing, double from) {
    std::vector<bool> known(sums.size(), true);  // a month without a figure repeats the sum before it
    for (std::size_t at = 0; at < sums.size(); ++at) {
        int const month = static_cast<int>(at) + 1;
        bool const there = std::any_of(standing.figures.months.begin(), standing.figures.months.end(), [&](const steering::Figure& f) { return f.month == month; });
        known[at] = there ? !standing.hidden_sums.contains(month) : at == 0 || known[at - 1];
    }
    auto const shown = [&](std::size_t at) { return static_cast<bool>(known[at]); };
    for (std::size_t at = 0; at < sums.size();) {
        std::size_t next = at;
        while (next < sums.size() && !shown(next)) ++next;
        if (next == sums.size()) break;  // only where the last one is hidden: then there is no picture
        double const step = (sums[next] - from) / static_cast<double>(next - at + 1);
        for (std::size_t k = at; k < next; ++k) sums[k] = from + step * static_cast<double>(k - at + 1);
        from = sums[next];
        at = next + 1;
    }
}

}  // namespace

charts::Chart chart_of(const Standing& standing) {
    auto const& objective = *standing.objective;
    auto const& e = standing.on.evaluation;
    auto const& l = e.landing;
    auto const& version = objective.on(e.as_of);
    charts::Chart chart;
    chart.title = objective.label;
    chart.subtitle = "Fin " + month_words(objective.month_at(l.last_month)) + "\u00a0: " + gap_words(standing) + " (" + gap_part_words(standing) + ")";
    steering::Plan const plan{version.target, objective.start, objective.months, &version.trajectory};
    for (int m = 1; m <= objective.months; ++m) {
        chart.months.emplace_back(short_months[static_cast<unsigned>(objective.month_at(m).month()) - 1]);
        chart.plan.push_back(steering::to_month(plan, m));
    }
    double known = objective.opening_stock, corrected = objective.opening_stock;
    for (int m = 1; m <= l.last_month; ++m) {
        for (auto const& figure : standing.figures.months)
            if (figure.month == m && std::find(l.suspects.begin(), l.suspects.end(), m) == l.suspects.end())
                known += figure.known, corrected += figure.corrected;
        chart.known.push_back(known);
        chart.corrected.push_back(corrected);
    }
    chart.target = e.target;
    chart.forecast = l.months_used >= steering::months_before_a_level && standing.ending <= steering::Ending::reached;
    chart.low = l.low80, chart.middle = l.middle, chart.high = l.high80;
    chart.known_label = "connu", chart.corrected_label = "une fois complet", chart.plan_label = "prévu";
    chart.forecast_label = "atterrissage (4 chances sur 5)";
    chart.target_label = "cible " + steering::french(e.target);
    chart.note = "Source\u00a0: " + objective.source + ", vu le " + day_words(e.as_of);
    return chart;
}

std::string alternative_of(const Standing& standing, const charts::Chart& chart) {
    auto const& l = standing.on.evaluation.landing;
    std::string words = "Courbe de " + chart.title + ". " + chart.subtitle + ", cible " + steering::french(chart.target);
    if (chart.forecast)
        words += ", atterrissage " + steering::french(l.middle) + " entre " + steering::french(l.low80) + " et " + steering::french(l.high80);
    return words;
}

std::shared_ptr<const wording::Picture> picture_of(const Tools& tools, const Standing& standing) {
    if (standing.on.evaluation.landing.last_month == 0 || hidden(standing)) return nullptr;
    auto chart = chart_of(standing);
    straighten(chart.known, standing, standing.objective->opening_stock);
    straighten(chart.corrected, standing, standing.objective->opening_stock);
    auto picture = std::make_shared<wording::Picture>();
    picture->square = charts::png_of(chart, charts::Shape::square);
    if (tools.channels.contains("email")) picture->landscape = charts::png_of(chart, charts::Shape::landscape);
    if (picture->square.empty()) return nullptr;
    picture->table = table_of(standing);
    picture->alternative = alternative_of(standing, chart);
    return picture;
}

}  // namespace bot::desk
