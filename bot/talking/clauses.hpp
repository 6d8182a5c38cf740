#pragma once
/// \file bot/talking/clauses.hpp
/// The reasons of a verdict in words: each clause of the rule with what the person said.

#include "bot/talking/turn.hpp"
#include "rules/law/verdict.hpp"

#include <string>
#include <vector>

namespace bot::talking {

/// One leaf of the rule as it bears on the person: under a `non` it is turned round.
struct Clause {
    const law::Explained* explained = nullptr;
    bool negated = false;
    [[nodiscard]] law::Truth truth() const {
        return negated ? law::negated(explained->truth) : explained->truth;
    }
};
[[nodiscard]] std::vector<Clause> clauses_of(const law::Explained&);

enum class Bound : std::uint8_t { none, lower, upper };  ///< what the clause, as it bears, bounds
[[nodiscard]] Bound bound_of(const Clause&);

/// "âge : 16 ans au moins"
[[nodiscard]] std::string requirement_words(const Turn&, const Clause&);
/// "jusqu’à 25 ans inclus"
[[nodiscard]] std::string limit_words(const Turn&, const Clause&);

/// All conditions in one line, whatever the person said.
[[nodiscard]] std::string condition_words(const Turn&, const law::Explained&);

/// The lines of "why".
[[nodiscard]] std::vector<wording::Line> reason_lines(const Turn&, const law::Explained&);

}  // namespace bot::talking
