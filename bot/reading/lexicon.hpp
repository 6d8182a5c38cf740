#pragma once
/// \file bot/reading/lexicon.hpp
/// Everything that the YAML files in lexicons/ say, compiled. One pattern set serves facts, measures, intents
/// and danger, so that a message is walked once.
///
/// Errors: every complaint of every file at once. Threads: immutable after loading.

#include "bot/reading/pattern.hpp"
#include "bot/reading/reading.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace bot::reading {

struct FactRule {
    std::string fact, value, id;
    enum class Negation : std::uint8_t { invert, deny, ignore, always } negation = Negation::deny;
    std::string if_asked;  ///< only as an answer to this question
    bool deduced = false;
    bool weak = false;  ///< a word of many meanings: says what it says only unopposed
};
struct MeasureRule {
    std::string id;  ///< of the catalogue; in capitals: only a code of the message schema
};
/// Something that a message says of itself or of figures, not of a person: "grandeur", "taux".
struct SlotRule {
    std::string slot, value;
};
struct IntentRule {
    Intent intent{};
    double weight = 1;
    bool whole = false;  ///< must cover all of the message but politeness
    DataRequest data = DataRequest::none;
};
struct DangerRule {
    std::string type;
    DangerLevel level = DangerLevel::none;
    bool third_person = false;
    bool past_counts_less = true;  ///< "il y a trois ans" makes it past
    bool negation_lowers = true;   ///< "je veux pas mourir"
};
/// Marks that grammars ask for: persons, correction, hypothesis, politeness, danger's time and idioms …
enum class Mark : std::uint8_t {
    politeness,
    correction,
    hypothesis,
    question,
    person,
    idiom,
    imminent,
    past,
    withdrawn,
    yes,
    no,
    skip,
    outside,
    formal,
    language,
    laughter,
    no_fact
};
struct MarkRule {
    Mark mark{};
    std::string value;
};

/// What a matched pattern stands for.
struct Payload {
    enum class Kind : std::uint8_t { fact, measure, intent, danger, mark, slot } kind = Kind::fact;
    std::uint32_t rule = 0;
    bool negative = false;  ///< the pattern speaks of negation itself
};

struct Witness {
    std::string text;
    std::uint32_t rule = 0;  ///< of danger
    rules::yaml::Place place;
};

struct Lexicon {
    Speller speller;
    PatternSet patterns;
    std::vector<Payload> payloads;
    std::vector<FactRule> facts;
    std::vector<MeasureRule> measures;
    std::vector<IntentRule> intents;
    std::vector<DangerRule> dangers;
    std::vector<MarkRule> marks;
    std::vector<SlotRule> slots;
    std::vector<Witness> must_alarm, must_not_alarm, must_be_calm;
    StringSet guard;                    ///< French words that are no places and no slips of other words
    StringSet frequent;                 ///< words that show that a text is French and meant
    ByString<std::string> place_names;  ///< folded short name → INSEE code
    StringSet towns_outside;            ///< folded
    ByString<std::string> quarters;     ///< folded name → INSEE code; "": several communes have one

    bool load(const std::filesystem::path& folder, rules::yaml::Complaints&);
};

/// What the patterns found in one message, by kind, in the order of the text.
struct Found {
    struct Hit {
        std::uint32_t rule = 0, first = 0, last = 0;
        bool negative = false;
    };
    std::vector<Hit> facts, measures, intents, dangers, marks, slots;
};
[[nodiscard]] Found look(const Lexicon&, const Analysis&);

}  // namespace bot::reading
