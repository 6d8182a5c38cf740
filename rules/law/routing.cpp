#include "rules/law/routing.hpp"

#include "rules/law/questions.hpp"

#include <algorithm>

namespace rules::law {
namespace {

bool answers(const Field& field, Answerer who) {
    return std::find(field.answered_by.begin(), field.answered_by.end(), who) != field.answered_by.end();
}

/// Who tells the field, and what they are asked.
std::optional<std::pair<Answerer, Needed>> who_tells(
    FieldId id, const Vocabulary& vocabulary, const Situation& situation
) {
    const Field& field = vocabulary.at(id);
    if (auto const asked = askable(id, vocabulary, situation)) {
        // A status of the place follows from the address that the person gives.
        bool const by_address = *asked != id && answers(field, Answerer::adresse);
        return std::pair(by_address ? Answerer::adresse : Answerer::jeune, Needed{id, asked});
    }
    for (Answerer const who : {Answerer::conseiller, Answerer::employeur, Answerer::adresse})
        if (answers(field, who)) return std::pair(who, Needed{id, std::nullopt});
    return std::nullopt;
}

}  // namespace

const Route* Routing::to(Answerer who) const {
    auto const at = std::find_if(routes.begin(), routes.end(), [&](const Route& r) { return r.who == who; });
    return at == routes.end() ? nullptr : &*at;
}

Routing route(const Vocabulary& vocabulary, const Verdict& verdict, const Situation& situation) {
    Routing routing;
    bool person_can_answer = false;
    for (FieldId const id : verdict.missing) {
        auto const told = who_tells(id, vocabulary, situation);
        if (!told) {
            routing.nobody.push_back(id);
            continue;
        }
        person_can_answer = person_can_answer || told->second.ask.has_value();
        auto const at = std::find_if(routing.routes.begin(), routing.routes.end(), [&](const Route& r) {
            return r.who == told->first;
        });
        if (at == routing.routes.end())
            routing.routes.push_back({told->first, {told->second}});
        else
            at->needed.push_back(told->second);
    }
    routing.only_others = !routing.routes.empty() && !person_can_answer;
    return routing;
}

}  // namespace rules::law
