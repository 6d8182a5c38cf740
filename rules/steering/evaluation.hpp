#pragma once
/// \file rules/steering/evaluation.hpp
/// An objective evaluated as known on a day: the same day, log, plan and model give the same evaluation, whenever
/// it is asked for. Any past alert can be shown as it was, and each change told in four parts.
///
/// Threads: functions of their arguments.

#include "rules/steering/capacity.hpp"
#include "rules/steering/health.hpp"
#include "rules/steering/landing.hpp"
#include "rules/steering/pace.hpp"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace rules::steering {

/// Everything an evaluation reads. Values; a store fills it.
struct Steering {
    std::vector<Objective> objectives;
    PublicationLog log;
    Profiles profiles;
    Sources sources;                                   ///< completeness, by source
    std::map<std::string, SourceLag, std::less<>> lags;
    Model model;
    /// Days on which a person said that a change of scope is the right one, by objective.
    std::map<std::string, std::vector<Day>, std::less<>> rebased{};
    /// Objectives of which a revision of fewer than five people is not counted yet (small_revisions.hpp).
    std::set<std::string, std::less<>> waiting{};

    [[nodiscard]] const Objective* find(std::string_view id) const;
    /// The missions locales' sub-objective whose rows hide in this one's figures, if there is one: the same
    /// parent, both in prescriptions, and a series of its own in the same file.
    [[nodiscard]] const Objective* hidden_in(const Objective&) const;
};

/// What an objective has that does not change from day to day.
struct Prepared {
    const Objective* objective = nullptr;
    const Objective* hidden = nullptr;
    const Objective* means = nullptr;  ///< who works on it, where that is said
    std::vector<Shape> shapes;  ///< one a version
};
[[nodiscard]] Prepared prepare(const Steering&, const Objective&);
[[nodiscard]] const Shape& shape_on(const Prepared&, Day);

struct Evaluation {
    Day as_of;
    Landing landing;
    double target = 0;
    double target_to_date = 0;     ///< at the end of the last month known, of the months that are known: missing is not zero
    std::vector<int> missing;      ///< months before that without a figure that counts, in neither
    double gap = 0;                ///< corrected minus target to date
    double gap_known = 0;          ///< the same without correction
    Pace pace;                     ///< its feasibility is also that of the people who are there
    std::optional<Capacity> capacity;
    Health health;
    std::optional<Bounds> bounds;  ///< of a split that is not filled in
    std::optional<SocleState> socle;
    bool revision_waits = false;   ///< of fewer than five people
    int model_version = 0;
    Day plan_version;
};

/// Only for an objective that has a target.
[[nodiscard]] Evaluation evaluate(const Steering&, const Prepared&, Day as_of);
/// What the plan says of the months up to `last` that have a figure; the others go to `missing`.
/// \param aside months whose figure is not believed
[[nodiscard]] double known_target(
    const Plan&, const Figures&, std::span<const int> aside, int last, std::vector<int>& missing
);
/// The figures alone.
[[nodiscard]] Figures figures_of(const Steering&, const Prepared&, Day as_of);

/// From one evaluation to a later one, in the landing and in both probabilities: parts add up to the change.
struct Account {
    struct Part {
        double landing = 0, p = 0, p_overrun = 0;
    };
    Part before, after;  ///< what was said then and what is said now
    Part new_month;      ///< months that had no figure then
    Part revision;       ///< other figures for months that had one: revised, grown complete, taken back, put aside
    Part target;         ///< another target or plan
    Part model;          ///< other parameters, or other habits of the sources learned
};
/// \param then, now everything as it was known on the two days: log, model, sources. \pre both know `objective`, which
/// has a target
[[nodiscard]] Account account(
    const Steering& then, const Steering& now, std::string_view objective, Day before, Day after
);

}  // namespace rules::steering
