#pragma once
/// \file rules/law/verdict.hpp
/// What the law says of one person on one day, and why.
///
/// Pure; `day` is the date of evaluation (the measure's date_de_reference says which date that is).
/// Property: an `eligible` or `non_eligible` never changes when more facts are given. An
/// `eligible_sous_reserve` turns `non_eligible` only by the `constat` of a reserve: what was to be verified
/// has been, and is not so. Threads: any.

#include "rules/law/catalogue.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rules::places {
class Gazetteer;
}

namespace rules::law {

struct Verdict {
    const Measure* measure = nullptr;
    const Version* version = nullptr;  ///< null: hors_periode
    Outcome outcome = Outcome::a_completer;
    std::vector<FieldId> missing;           ///< a_completer: live fields, most decisive first
    std::vector<const Condition*> reasons;  ///< non_eligible: a minimal set of leaves that forbid it
    std::vector<std::string>
        reserves;                     ///< eligible_sous_reserve: what remains to be verified, by whom it says
    std::optional<Amount> amount;     ///< if the facts decide it
    std::optional<Day> closed_since;  ///< hors_periode: first day after the last version, if it has ended
    std::optional<Day> opens_on;      ///< hors_periode: next version's first day, if it is to come
};

/// Adds the derived facts (age, département, region, ZRR/FRR) that the given ones imply on `day`. Given facts
/// win.
[[nodiscard]] Situation completed(const Vocabulary&, const Situation&, Day day, const places::Gazetteer*);

/// \param situation completed facts
[[nodiscard]] Verdict assess(const Catalogue&, const Measure&, const Situation& situation, Day day);
/// All published (`verifie`) measures for `audience` ("jeune"); order: eligible, sous réserve, à compléter,
/// non éligible, hors période; inside: by effort.
[[nodiscard]] std::vector<Verdict> assess_all(
    const Catalogue&, const Situation& situation, Day day, std::string_view audience = "jeune"
);

/// One line of the reason: a leaf or a remark, with the value that decided it.
struct Explained {
    const Condition* condition = nullptr;
    Truth truth = Truth::unknown;
    std::optional<Value> value;  ///< what the person said; nothing: unknown
    std::string bound;           ///< the parameter's value on the day, "26 ans"; empty for constants
    std::string_view source;     ///< Source::id, in the catalogue, that the bound or the version rests on
    std::optional<Day> since;    ///< day from which the parameter has this value
    std::vector<Explained> parts;
};
/// The whole tree of the version in force, each leaf with its value. Nothing if no version is in force.
[[nodiscard]] std::optional<Explained> explain(const Catalogue&, const Measure&, const Situation&, Day day);

/// The most useful next question to the young person, or nothing when none could change an answer. Only live
/// fields of undecided published measures, never one that was declined, never sensitivity 3.
[[nodiscard]] std::optional<FieldId> next_question(const Catalogue&, const Situation&, Day day);

/// How many published measures are open to the person already, sous réserve included, side helps (mobilité,
/// logement …) left out.
[[nodiscard]] int open_measures(const Catalogue&, const Situation&, Day day);

[[nodiscard]] std::string_view name(Outcome);

}  // namespace rules::law
