#pragma once
/// \file bot/evaluating/person_reader.hpp
/// Texts about a person, from a file or from JSON, turned into completed facts; contradictions are refused.
///
/// Threads: refers to immutable things; any thread.

#include "bot/evaluating/column_words.hpp"
#include "rules/law/verdict.hpp"
#include "rules/places/gazetteer.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot::evaluating {

struct Person {
    std::string id;
    rules::law::Day day;
    rules::law::Situation situation;  ///< completed
    std::string problem;              ///< not empty: refused, and why (in French)
    std::string field;                ///< of the problem, if it is one's: "age", "date", "commune"
    bool place_left_open = false;     ///< several communes fit, so none was taken
};

class PersonReader {
  public:
    /// All outlive the reader. \param day taken where a person has no date of their own.
    PersonReader(
        const rules::law::Vocabulary& vocabulary,
        const ColumnWords& words,
        const rules::places::Gazetteer& gazetteer,
        rules::law::Day day
    )
        : vocabulary_(vocabulary), words_(words), gazetteer_(gazetteer), day_(day) {}

    using Told = std::pair<Meaning, std::string_view>;
    [[nodiscard]] Person read(const std::vector<Told>& told) const;

  private:
    struct Place {
        std::string_view postal_code, town;
    };
    void settle_place(const Place&, Person&) const;
    void complete(Person&) const;

    const rules::law::Vocabulary& vocabulary_;
    const ColumnWords& words_;
    const rules::places::Gazetteer& gazetteer_;
    rules::law::Day day_;
};

}  // namespace bot::evaluating
