#include "rules/steering/evaluation.hpp"

#include <algorithm>

namespace rules::steering {
namespace {

const Completeness complete_source{};

const Completeness& completeness_of(const Sources& sources, const std::string& source) {
    auto const found = sources.find(source);
    return found == sources.end() ? complete_source : found->second;
}

const KnownMonth* of(const std::vector<KnownMonth>& known, Month month) {
    auto const found = std::find_if(known.begin(), known.end(), [&](const KnownMonth& k) { return k.month == month; });
    return found == known.end() ? nullptr : &*found;
}

/// What the file attributes; where the other side's own system has counted the month, its hidden rows are given back
/// and nothing of that month stays open.
std::vector<SplitMonth> split_months(
    const Objective& objective,
    const std::vector<KnownMonth>& shown,
    const std::vector<KnownMonth>& other,
    const std::vector<KnownMonth>& cross
) {
    std::vector<SplitMonth> months;
    for (auto const& month : shown) {
        if (!objective.covers(month.month)) continue;
        SplitMonth split{std::max(0.0, month.value - month.unattributed), 0, month.unattributed};
        if (auto const* attributed = of(other, month.month)) split.other_attributed = attributed->value;
        if (auto const* counted = of(cross, month.month)) {
            double const hidden = hidden_of_other(split, counted->value);
            split.shown_attributed += split.unattributed - hidden;
            split.other_attributed += hidden;
            split.unattributed = 0;
        }
        months.push_back(split);
    }
    return months;
}

Figures figures_in(const PublicationLog& log, const Sources& sources, const Prepared& prepared, Day as_of) {
    auto const& objective = *prepared.objective;
    auto const series = log.series(objective.id, objective.source);
    auto const& source = completeness_of(sources, objective.source);
    if (!prepared.hidden) return figures_on(objective, series, source, as_of);
    auto const& other = *prepared.hidden;
    return split_figures_on(
        objective,
        {series, log.series(other.id, objective.source), log.series(other.id, other.source)},
        source,
        completeness_of(sources, other.source),
        as_of
    );
}

int months_left(const Objective& objective, int last_month) { return std::max(1, objective.months - last_month); }

/// Up to when ruptures were dealt with, as known on a day: by a person, or by a target or plan decided since.
std::optional<Day> rebased_on(const Steering& steering, const Objective& objective, Day as_of) {
    std::optional<Day> latest;
    auto const take = [&](Day day) {
        if (day <= as_of && (!latest || day > *latest)) latest = day;
    };
    for (auto const& version : objective.versions) take(version.from);
    if (auto const said = steering.rebased.find(objective.id); said != steering.rebased.end())
        for (auto const day : said->second) take(day);
    return latest;
}

}  // namespace

const Objective* Steering::find(std::string_view id) const {
    auto const found =
        std::find_if(objectives.begin(), objectives.end(), [&](const Objective& o) { return o.id == id; });
    return found == objectives.end() ? nullptr : &*found;
}

const Objective* Steering::hidden_in(const Objective& objective) const {
    if (objective.parent.empty() || objective.unit != Unit::prescriptions || objective.operator_ != "PE") return nullptr;
    for (auto const& other : objectives)
        if (other.parent == objective.parent && other.operator_ == "ML" && other.unit == objective.unit &&
            !log.series(other.id, objective.source).empty())
            return &other;
    return nullptr;
}

Prepared prepare(const Steering& steering, const Objective& objective) {
    Prepared prepared;
    prepared.objective = &objective;
    prepared.hidden = steering.hidden_in(objective);
    if (!objective.means.empty()) prepared.means = steering.find(objective.means);
    for (auto const& version : objective.versions)
        prepared.shapes.push_back(shape_of(objective, version, steering.profiles, steering.model.shape));
    return prepared;
}

const Shape& shape_on(const Prepared& prepared, Day day) {
    auto const& version = prepared.objective->on(day);
    return prepared.shapes[static_cast<std::size_t>(&version - prepared.objective->versions.data())];
}

Figures figures_of(const Steering& steering, const Prepared& prepared, Day as_of) {
    return figures_in(steering.log, steering.sources, prepared, as_of);
}

double known_target(const Plan& plan, const Figures& figures, std::span<const int> aside, int last, std::vector<int>& missing) {
    missing.clear();
    for (int number = 1; number <= last; ++number) {
        bool const there = std::any_of(figures.months.begin(), figures.months.end(), [&](const Figure& f) { return f.month == number; });
        if (!there || std::find(aside.begin(), aside.end(), number) != aside.end()) missing.push_back(number);
    }
    double target = to_month(plan, last);
    for (int const number : missing) target -= to_month(plan, number) - to_month(plan, number - 1);
    return target;
}

Evaluation evaluate(const Steering& steering, const Prepared& prepared, Day as_of) {
    auto const& objective = *prepared.objective;
    auto const& version = objective.on(as_of);
    Evaluation evaluation;
    evaluation.as_of = as_of;
    evaluation.target = version.target;
    evaluation.revision_waits = steering.waiting.contains(objective.id);
    evaluation.model_version = steering.model.version;
    evaluation.plan_version = version.from;
    auto const figures = figures_of(steering, prepared, as_of);
    evaluation.landing = land(objective, version, shape_on(prepared, as_of), figures, steering.model);
    auto const& landing = evaluation.landing;

    Plan const plan{version.target, objective.start, objective.months, &version.trajectory};
    evaluation.target_to_date = known_target(plan, figures, landing.suspects, landing.last_month, evaluation.missing);
    evaluation.gap = objective.opening_stock + landing.done_corrected - evaluation.target_to_date;
    evaluation.gap_known = objective.opening_stock + landing.done_known - evaluation.target_to_date;
    std::vector<double> corrected;
    for (auto const& figure : figures.months)
        if (std::find(landing.suspects.begin(), landing.suspects.end(), figure.month) == landing.suspects.end())
            corrected.push_back(figure.corrected);
    if (prepared.means) evaluation.capacity = capacity_on(objective, *prepared.means, steering.log, as_of);
    evaluation.pace = pace_of(
        corrected, version.target - objective.opening_stock, months_left(objective, landing.last_month),
        evaluation.capacity ? std::optional(evaluation.capacity->a_month()) : std::nullopt
    );
    if (version.additional > 0 && version.target > 0)
        evaluation.socle = socle_state(
            version.socle, version.additional, evaluation.target_to_date / version.target, landing.done_corrected
        );

    auto const lag = steering.lags.find(objective.source);
    auto const series = steering.log.series(objective.id, objective.source);
    evaluation.health =
        health_on(objective, series, lag == steering.lags.end() ? SourceLag{} : lag->second, as_of, landing.suspects,
                  rebased_on(steering, objective, as_of));
    if (prepared.hidden) {
        auto const months = split_months(
            objective, known_on(series, as_of), known_on(steering.log.series(prepared.hidden->id, objective.source), as_of),
            known_on(steering.log.series(prepared.hidden->id, prepared.hidden->source), as_of)
        );
        evaluation.bounds = bounds_of_shown(months);
        judge_split(evaluation.health, months, *evaluation.bounds, evaluation.target_to_date);
    }
    return evaluation;
}

Account account(const Steering& then, const Steering& now, std::string_view id, Day before, Day after) {
    auto const prepared_then = prepare(then, *then.find(id)), prepared = prepare(now, *now.find(id));
    auto const landed = [](const Steering& with, const Prepared& whose, Day plan_on, const Figures& figures) {
        auto const result = land(*whose.objective, whose.objective->on(plan_on), shape_on(whose, plan_on), figures, with.model);
        return Account::Part{result.middle, result.p_shortfall, result.p_overrun};
    };
    auto const had = figures_of(then, prepared_then, before);
    auto again = prepared;
    again.hidden = prepared_then.hidden;
    auto const read_again = figures_in(then.log, now.sources, again, before);  // as the sources are known today
    auto have = figures_of(now, prepared, after);
    Account account;
    account.before = landed(then, prepared_then, before, had);
    auto const model = landed(now, prepared, before, read_again), target = landed(now, prepared, after, read_again);
    account.after = landed(now, prepared, after, have);
    std::erase_if(have.months, [&](const Figure& figure) {
        return std::none_of(had.months.begin(), had.months.end(), [&](const Figure& old) { return old.month == figure.month; });
    });
    auto const revised = landed(now, prepared, after, have);
    auto const minus = [](Account::Part a, Account::Part b) {
        return Account::Part{a.landing - b.landing, a.p - b.p, a.p_overrun - b.p_overrun};
    };
    account.new_month = minus(account.after, revised), account.revision = minus(revised, target);
    account.target = minus(target, model), account.model = minus(model, account.before);
    return account;
}

}  // namespace rules::steering
