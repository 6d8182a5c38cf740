#include "bot/talking/receipts.hpp"

#include "rules/places/gazetteer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bot::talking {
namespace {

constexpr std::size_t longest_quoted = 40;  // bytes: a few words, never a message

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> names = {{
    {"mon age", "age"},
    {"age", "age"},
    {"ma commune", "commune"},
    {"ma ville", "commune"},
    {"mon adresse", "commune"},
    {"mon departement", "departement"},
    {"mon diplome", "niveau_diplome"},
    {"mes diplomes", "niveau_diplome"},
    {"mon niveau", "niveau_diplome"},
    {"ma situation", "statut"},
    {"mon statut", "statut"},
    {"mon logement", "logement"},
    {"mon permis", "permis"},
}};

const char* origin_of(const Receipt& receipt) {
    switch (receipt.certainty) {
        case reading::Certainty::exact:
            return "exact";
        case reading::Certainty::corrected:
            return "corrige";
        case reading::Certainty::deduced:
            return "deduit";
        case reading::Certainty::context:
            break;
    }
    return "contexte";
}

void explain(Turn& turn, const std::string& name, const Receipt& receipt) {
    turn.say(
        "recu",
        {{"fait", fact_words(turn, name, receipt.value)},
         {"origine", origin_of(receipt)},
         {"dernier", receipt.event == turn.memory.last_event ? "oui" : "non"},
         {"regle", receipt.rule}}
    );
}

}  // namespace

bool explain_fact(Turn& turn, std::string_view body, const reading::Reading& reading) {
    const auto& facts = turn.memory.facts;
    for (const auto& said : reading.facts) {
        const auto kept = facts.find(said.name);
        if (kept == facts.end() || kept->second.value != said.value) continue;
        explain(turn, kept->first, kept->second);
        return true;
    }
    const auto text = " " + rules::places::Gazetteer::fold(body) + " ";
    for (const auto& [words, field] : names) {
        const auto kept = facts.find(field);
        if (kept == facts.end() || text.find(" " + std::string(words) + " ") == std::string::npos) continue;
        explain(turn, kept->first, kept->second);
        return true;
    }
    return false;
}

std::string words_of(std::string_view body, const reading::Evidence& evidence) {
    if (evidence.begin >= evidence.end || evidence.end > body.size()) return {};
    const auto words = body.substr(evidence.begin, evidence.end - evidence.begin);
    if (words.size() > longest_quoted || words.find('\n') != std::string_view::npos) return {};
    return std::string(words);
}

}  // namespace bot::talking
