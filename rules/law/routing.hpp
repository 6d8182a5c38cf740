#pragma once
/// \file rules/law/routing.hpp
/// Who can settle what a verdict still needs: the young person, an adviser, an employer, or their address.
///
/// A fact goes to the person if they may be asked and have not declined, else to whoever else the vocabulary
/// names. Threads: functions of their arguments.

#include "rules/law/verdict.hpp"

#include <optional>
#include <vector>

namespace rules::law {

struct Needed {
    FieldId field{};
    std::optional<FieldId>
        ask;  ///< the question that gives it: itself or what it is computed from; the person only
};

struct Route {
    Answerer who = Answerer::jeune;
    std::vector<Needed> needed;  ///< most decisive first
};

struct Routing {
    std::vector<Route> routes;    ///< the one with the most decisive fact first
    std::vector<FieldId> nobody;  ///< declined, and nobody else can tell
    /// The person can do no more: the answer waits for the others, whom `routes` names.
    bool only_others = false;
    [[nodiscard]] const Route* to(Answerer) const;
};

/// \param verdict one that is a_completer; of any other there is nothing to route
[[nodiscard]] Routing route(const Vocabulary&, const Verdict& verdict, const Situation&);

}  // namespace rules::law
