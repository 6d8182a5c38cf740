#include "rules/steering/health.hpp"

#include <algorithm>
#include <cmath>

namespace rules::steering {
namespace {

constexpr double rescaled_by = 0.05;
constexpr int rescaled_months = 3;
constexpr int settled_publications = 3;

void worsen(Health& health, DataState state) { health.state = std::max(health.state, state); }

}  // namespace

std::string_view name_of(DataState state) {
    switch (state) {
        case DataState::fresh:
            return "frais";
        case DataState::provisional:
            return "provisoire";
        case DataState::late:
            return "en_retard";
        case DataState::unreliable:
            return "non_fiable";
        case DataState::suspect:
            return "suspect";
        case DataState::none:
            return "sans_donnees";
        case DataState::broken:
            return "rupture";
    }
    return "";
}

Told told_to(DataState state) {
    switch (state) {
        case DataState::fresh:
            return Told::nobody;
        case DataState::provisional:
            return Told::note_in_message;
        case DataState::late:
        case DataState::suspect:
            return Told::data_owner;
        case DataState::none:
            return Told::data_owner_then_digest;
        case DataState::broken:
            return Told::owner_and_dreets;
        case DataState::unreliable:
            return Told::bureau;
    }
    return Told::nobody;
}

SourceLag learn_lag(std::span<const std::span<const Vintage>> closed) {
    std::vector<double> days;
    for (auto const rows : closed)
        for (auto const& month : known_on(rows, Day::max()))
            days.push_back(static_cast<double>((month.first_published - last_day(month.month)).count()));
    if (days.empty()) return {};
    std::sort(days.begin(), days.end());
    auto const at = [&](double p) {
        return days[std::min(days.size() - 1, static_cast<std::size_t>(p * static_cast<double>(days.size())))];
    };
    return {at(0.5), at(0.9)};
}

bool Health::may_lower() const {
    return state != DataState::late && state != DataState::none && state != DataState::broken;
}

bool Health::may_raise_high() const {
    if (state == DataState::none || state == DataState::broken) return false;
    return !has_split || split_verdict == Verdict::under || state != DataState::unreliable;
}

std::optional<Day> rupture_in(std::span<const Vintage> rows, Day today, std::optional<Day> after) {
    std::map<Month, std::pair<double, int>> known;  // value, publications
    std::optional<Day> found;
    for (std::size_t i = 0; i < rows.size() && rows[i].published_on <= today;) {
        auto const day = rows[i].published_on;
        int up = 0, down = 0;
        for (; i < rows.size() && rows[i].published_on == day; ++i) {
            auto const [place, first] = known.try_emplace(rows[i].month, rows[i].value, 0);
            ++place->second.second;
            if (first) continue;
            double const before = place->second.first;
            // Young months move by themselves; an odd value put right is no change of scope.
            double const ratio = before > 0 ? rows[i].value / before : 1;
            if (place->second.second > settled_publications && ratio > 0.5 && ratio < 2) {
                up += ratio > 1 + rescaled_by ? 1 : 0;
                down += ratio < 1 - rescaled_by ? 1 : 0;
            }
            place->second.first = rows[i].value;
        }
        if ((up >= rescaled_months || down >= rescaled_months) && (!after || day > *after)) found = day;
    }
    return found;
}

Health health_on(
    const Objective& objective,
    std::span<const Vintage> rows,
    const SourceLag& lag,
    Day today,
    std::span<const int> suspects,
    std::optional<Day> rebased
) {
    Health health;
    auto const known = known_on(rows, today);
    int publications = settled_publications;
    for (auto const& month : known) {
        if (!objective.covers(month.month)) continue;
        health.last_month = month.month;
        publications = month.publications;
    }
    // A month is due when the source is usually there by now.
    auto const wait = std::chrono::days(static_cast<int>(std::ceil(lag.ninetieth_days)));
    for (int number = 1; number <= objective.months; ++number) {
        auto const month = objective.month_at(number);
        if (today <= last_day(month) + wait) break;
        bool const there =
            std::any_of(known.begin(), known.end(), [&](const KnownMonth& k) { return k.month == month; });
        health.months_due_missing += there ? 0 : 1;
    }
    if (health.last_month && publications < settled_publications) worsen(health, DataState::provisional);
    if (health.months_due_missing == 1) worsen(health, DataState::late);
    for (int const number : suspects) health.suspects.push_back(objective.month_at(number));
    if (!suspects.empty()) worsen(health, DataState::suspect);
    if (health.months_due_missing >= 2) worsen(health, DataState::none);
    health.rupture = rupture_in(rows, today, rebased);
    if (health.rupture) worsen(health, DataState::broken);
    return health;
}

void judge_split(Health& health, std::span<const SplitMonth> months, const Bounds& bounds, double target_to_date) {
    health.has_split = true;
    health.fill = fill_rate(months);
    health.split_verdict = verdict(bounds, target_to_date);
    if (health.fill < least_fill || health.split_verdict == Verdict::undetermined)
        worsen(health, DataState::unreliable);
}

}  // namespace rules::steering
