#pragma once
/// \file bot/reading/situation.hpp
/// What is known of the persons of a conversation after one more message (message schema §5), as a pure function.
///
/// Values are text as in Fact; yes and no are "oui" and "non". Properties: merging the same message twice changes
/// nothing more; the order of the facts of one message does not matter; a hypothesis changes nothing.

#include "bot/reading/reading.hpp"

#include <map>
#include <string>
#include <vector>

namespace bot::reading {

struct Known {
    std::map<std::string, std::string> one;
    std::map<std::string, std::vector<std::string>> lists;   ///< secteur, souhait, mesure_en_cours, mesure_passee
    std::map<std::string, std::vector<std::string>> denied;  ///< values said not to be so
    [[nodiscard]] bool empty() const { return one.empty() && lists.empty() && denied.empty(); }
    friend bool operator==(const Known&, const Known&) = default;
};
using Situation = std::map<std::string, Known>;  ///< by person: "moi", "usager", "frere_soeur", …

/// A fact as the schema names it.
struct SchemaFact {
    std::string name, value;
    bool denied = false;
    friend bool operator==(const SchemaFact&, const SchemaFact&) = default;
};

/// The facts of the schema among those of a person (§4.1); others are only ours.
[[nodiscard]] std::vector<SchemaFact> schema_facts(const std::vector<Fact>&);
/// Those of the reading's main person, with its ambiguous place and "hors_normandie".
[[nodiscard]] std::vector<SchemaFact> schema_facts(const Reading&);

/// \param focus person spoken about before the message, as a key of the situation
[[nodiscard]] Situation after_message(
    Situation, const Reading&, const std::string& focus, Day today, const rules::places::Gazetteer&
);
/// Adds facts of one person, then what follows from them.
void take(Known&, std::vector<SchemaFact>, Day today, const rules::places::Gazetteer&);

/// The person spoken about after the message.
[[nodiscard]] std::string focus_after(const std::string& focus, const std::string& otherwise, const Reading&);

}  // namespace bot::reading
