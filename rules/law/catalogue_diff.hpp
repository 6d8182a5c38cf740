#pragma once
/// \file rules/law/catalogue_diff.hpp
/// What changed from one catalogue to another: in sentences, and in how many situations and simulated people
/// gain or lose each measure.
///
/// "Open" is eligible, whatever is still to be verified. A cell is a set of situations that no rule, old or
/// new, tells apart; counts are exact up to 2^20 cells a period, beyond that a sample is said to be one.
/// Sentences are French, for whoever reviews the change. Threads: pure.

#include "rules/law/catalogue.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rules::law {

/// A stretch of time in which neither catalogue changes, and in which some situation gains or loses the
/// measure.
struct CaseChange {
    Day from;
    std::optional<Day> to;
    std::uint64_t cells = 0, gained = 0, lost = 0;
    bool sampled = false;  ///< there are more cells than were looked at
    std::size_t people = 0, people_gained = 0, people_lost = 0;
};

struct MeasureChange {
    std::string id, title;
    std::vector<std::string> sentences;
    std::vector<CaseChange> cases;  ///< by date
};

struct CatalogueDiff {
    std::vector<std::string> vocabulary;  ///< sentences on fields
    std::vector<MeasureChange> measures;  ///< those that changed, by id
};

struct DiffOptions {
    std::size_t people = 10'000;
    std::uint64_t seed = 1;
};

[[nodiscard]] CatalogueDiff compare(const Catalogue& before, const Catalogue& after, const DiffOptions&);
/// As a text of lines.
[[nodiscard]] std::string written(const CatalogueDiff&, const DiffOptions&);

// Parts, in files of their own.

/// What became of a tree. \param before, after of the two vocabularies' own fields.
void describe_conditions(
    const Condition& before, const Condition& after, std::vector<std::string>& sentences
);
/// "toutes (age moins de 26 ans ; inscrit_ft)"
[[nodiscard]] std::string shown(const Condition&);
/// Everything that a reader of the file would see: dates, conditions, parameters, amounts, sources.
[[nodiscard]] std::vector<std::string> describe_measure(const Measure& before, const Measure& after);
/// \param before, after null: the measure is not in that catalogue.
[[nodiscard]] std::vector<CaseChange>
count_cases(const Vocabulary& old_vocabulary, const Measure* before, const Vocabulary& new_vocabulary, const Measure* after, const DiffOptions&);

}  // namespace rules::law
