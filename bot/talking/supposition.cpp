#include "bot/talking/supposition.hpp"

#include "bot/talking/leads.hpp"
#include "bot/talking/measure_answer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace bot::talking {
namespace {

constexpr std::size_t most_named = 4;

/// What is open, or may be.
std::vector<const law::Measure*> open_to(const Turn& turn) {
    std::vector<const law::Measure*> out;
    for (const auto& proposal : proposals(turn))
        if (!proposal.side_help) out.push_back(proposal.judged.verdict.measure);
    return out;
}

std::string only_in(
    const std::vector<const law::Measure*>& these, const std::vector<const law::Measure*>& those
) {
    std::vector<std::string> titles;
    for (const auto* measure : these)
        if (std::find(those.begin(), those.end(), measure) == those.end() && titles.size() < most_named)
            titles.push_back(measure->presentation.title);
    return wording::french_list(titles);
}

}  // namespace

void answer_supposition(Turn& turn, const std::string& measure) {
    const auto question = turn.memory.question;
    const auto about = turn.memory.about;
    const auto leads = turn.memory.leads;
    const auto basis = turn.memory.basis;
    if (!measure.empty()) {
        turn.say("hypothese");
        answer_measure(turn, measure);
    } else if (!turn.memory.leads_given && turn.memory.facts.empty()) {
        turn.say("hypothese");
        give_leads(turn);
        return;
    } else {
        const auto after = open_to(turn);
        auto supposed = std::exchange(turn.momentary, {});
        const auto before = open_to(turn);
        turn.momentary = std::move(supposed);
        std::vector<std::string> facts;
        for (const auto& fact : turn.momentary)
            if (!fact.denied) facts.push_back(fact_words(turn, fact.name, fact.value));
        const auto opens = only_in(after, before), closes = only_in(before, after);
        const auto words = wording::french_list(facts);
        if (opens.empty() && closes.empty())
            turn.say("hypothese_sans_effet", {{"faits", words}});
        else
            turn.say(
                "hypothese_change",
                {{"faits", words},
                 {"avec_ouvre", opens.empty() ? "non" : "oui"},
                 {"ouvre", opens},
                 {"avec_ferme", closes.empty() ? "non" : "oui"},
                 {"ferme", closes}}
            );
    }
    turn.memory.question = question;
    turn.memory.leads = leads;
    turn.memory.basis = basis;
    turn.memory.about = about.empty() ? turn.memory.about : about;
}

}  // namespace bot::talking
