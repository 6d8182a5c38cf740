#pragma once
/// \file rules/law/evaluation.hpp
/// One condition tree on one person and one day, in Kleene's three values. Internal to rules/law.
///
/// Every connective is monotone: an unknown that becomes known never turns a yes or a no.
/// Threads: functions of their arguments.

#include "rules/law/catalogue.hpp"

#include <optional>

namespace rules::law {

/// The value of a dated parameter on a day.
struct Bound {
    std::int64_t hundredths = 0;
    const Parameter* parameter = nullptr;
    const Parameter::Step* step = nullptr;
};

/// What a tree is looked at with. Refers to all of it: keep it alive.
struct Setting {
    const Vocabulary& vocabulary;
    const Measure& measure;
    const Version& version;
    const Situation& situation;
    Day day;
    std::optional<Situation::Known> supposed = {};  ///< a value to be tried in place of what is known
    const Condition* forced = nullptr;              ///< a node whose truth is tried
    Truth forced_to = Truth::unknown;

    [[nodiscard]] std::optional<Value> value_of(FieldId) const;
    /// The parameter on the day; the version's own wins over the measure's.
    [[nodiscard]] std::optional<Bound> bound(std::string_view parameter) const;
};

/// Which way the `a_verifier` clauses are taken.
enum class Verifying : std::uint8_t {
    favourable,    ///< each as it suits the person: true, and false under `non`
    unfavourable,  ///< the reverse
    open           ///< unknown
};
[[nodiscard]] constexpr Verifying flipped(Verifying v) {
    return v == Verifying::favourable     ? Verifying::unfavourable
           : v == Verifying::unfavourable ? Verifying::favourable
                                          : Verifying::open;
}

[[nodiscard]] Truth evaluate(const Condition&, const Setting&, Verifying);
/// The truth of `toutes`, `une` or `au_moins` from how many of its parts are true and how many are open.
[[nodiscard]] Truth combined(const Condition&, int yes, int open);
/// Whether `value` satisfies the leaf.
[[nodiscard]] bool holds(const Leaf&, const Field&, Value value, const std::optional<Bound>&);

struct Verdict;
/// The outcome under the version of the setting, without its reasons.
[[nodiscard]] Outcome outcome_of(const Setting&);
/// The verdict under the version of the setting.
[[nodiscard]] Verdict assess(const Setting&);

/// Calls `see(leaf condition)` for every leaf of the tree.
template <class See>
void for_each_leaf(const Condition& condition, const See& see) {
    if (condition.kind == Condition::Kind::leaf) see(condition);
    for (const Condition& part : condition.parts) for_each_leaf(part, see);
}

}  // namespace rules::law
