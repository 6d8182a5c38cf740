#pragma once
/// \file rules/law/condition.hpp
/// The closed condition tree of the catalogue: `toutes`, `une`, `non`, `au_moins`, `a_verifier`, and one-line
/// leaves (`age moins de 26 ans`). No arithmetic, no calls: everything can be enumerated.
///
/// An `a_verifier` may carry a `constat`: the condition that says the same in facts an adviser, an employer
/// or a file may already hold. Known, it decides like any condition; unknown, the clause stays to be verified
/// instead of leaving the answer open.
///
/// Source: rules/law/README.md. Threads: plain data.

#include "rules/law/value.hpp"

#include <string>
#include <vector>

namespace rules::law {

/// Kleene's third value: an unknown answer is never a no.
enum class Truth : std::uint8_t { no, unknown, yes };
[[nodiscard]] constexpr Truth negated(Truth t) {
    return t == Truth::yes ? Truth::no : t == Truth::no ? Truth::yes : Truth::unknown;
}

enum class Comparison : std::uint8_t {
    is,        ///< champ · champ est v
    one_of,    ///< champ parmi {a, b}
    less,      ///< moins de      (<)
    at_most,   ///< au plus · jusqu'à v inclus (<=)
    at_least,  ///< au moins      (>=)
    more       ///< plus de       (>)
};

struct Leaf {
    FieldId field{};
    Comparison comparison = Comparison::is;
    std::vector<Value> values;  ///< one, or several for one_of; unused when `parameter` is set
    std::string parameter;      ///< name of the dated parameter, without $; empty: a constant
    std::string written;        ///< the line as it stands in the file
};

struct Condition {
    enum class Kind : std::uint8_t { all, any, not_, at_least, to_verify, leaf };
    Kind kind = Kind::all;
    std::vector<Condition> parts;  ///< all, any, not_ (one), at_least; to_verify: its `constat`, if any (one)
    int count = 0;                 ///< at_least
    std::string to_verify;         ///< what only an adviser, an employer or a doctor can settle
    Leaf leaf;
    int line = 0, column = 0;  ///< in the file
};

}  // namespace rules::law
