#include "rules/steering/publication.hpp"

#include <algorithm>

namespace rules::steering {

void PublicationLog::append(const Publication& row) {
    auto& rows = series_[row.objective][row.source];
    Vintage const vintage{row.published_on, row.month, row.value, row.unattributed.value_or(0), row.standing};
    // Files come in any order; the log is in the order of publication.
    rows.insert(
        std::upper_bound(
            rows.begin(),
            rows.end(),
            vintage,
            [](const Vintage& a, const Vintage& b) { return a.published_on < b.published_on; }
        ),
        vintage
    );
    ++rows_;
}

std::span<const Vintage> PublicationLog::series(std::string_view objective, std::string_view source) const {
    auto const of_objective = series_.find(objective);
    if (of_objective == series_.end()) return {};
    auto const of_source = of_objective->second.find(source);
    if (of_source == of_objective->second.end()) return {};
    return of_source->second;
}

void PublicationLog::change_each(const std::function<void(const std::string& objective, std::vector<Vintage>&)>& change) {
    rows_ = 0;
    for (auto& [objective, sources] : series_)
        for (auto& entry : sources) {
            change(objective, entry.second);
            rows_ += entry.second.size();
        }
}

std::vector<KnownMonth> known_on(std::span<const Vintage> rows, Day day) {
    std::vector<KnownMonth> known;
    for (auto const& row : rows) {
        if (row.published_on > day) break;
        auto const place = std::lower_bound(
            known.begin(), known.end(), row.month, [](const KnownMonth& a, Month month) { return a.month < month; }
        );
        if (place != known.end() && place->month == row.month) {
            place->value = row.value;
            place->unattributed = row.unattributed;
            ++place->publications;
            place->last_published = row.published_on;
        } else {
            known.insert(place, {row.month, row.published_on, row.value, row.value, row.unattributed, 1, row.published_on});
        }
    }
    return known;
}

}  // namespace rules::steering
