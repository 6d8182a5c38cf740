#pragma once
/// \file bot/talking/turn.hpp
/// One turn under way: what is known, what came in, and the answer as it grows. Lives inside one `step`.

#include "bot/talking/memory.hpp"
#include "rules/law/catalogue.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::talking {

namespace law = rules::law;

class Turn {
  public:
    Turn(const Tools& with, State::Memory& of, const Inbound& what, const Circumstances& when)
        : tools(with), memory(of), inbound(what), at(when) {}

    const Tools& tools;
    State::Memory& memory;
    const Inbound& inbound;
    const Circumstances& at;
    std::string_view body;                 ///< what they wrote, for this turn
    EventId event;                         ///< whose words these are: facts are filed under it
    std::vector<reading::Fact> momentary;  ///< for this answer only, never stored
    bool only_momentary = false;           ///< somebody else is spoken of: what is stored does not count
    bool supposing = false;                ///< "et si …": answered on a copy, nothing is asked or kept
    people::Role role = people::Role::young;
    bool figures_before = false;           ///< the message before this one was answered with figures
    bool language_told = false;            ///< the line in another language was said in this answer
    bool asked = false;                    ///< this answer puts a question, or wants none after it
    std::string structure;                 ///< kind of structure looked for: mission_locale, france_travail; empty: any
    std::string place;                     ///< INSEE code where a structure is looked for; empty: at home
    std::string meant;                     ///< intent that a numbered choice confirmed
    std::vector<Letter> letters;
    std::string link_code;                     ///< given out in this answer
    std::optional<people::Destination> joins;  ///< this conversation becomes one with that
    std::vector<std::string> closes;
    wording::Document answer;
    bool leads_given = false, handed_over = false, urgent = false;
    bool erase = false;        ///< the person confirmed that all is to go
    bool no_way_back = false;  ///< the memory before this turn must not be kept

    [[nodiscard]] wording::Register formality() const;
    [[nodiscard]] bool partner() const { return role == people::Role::partner; }
    /// Basis of what is proposed now.
    [[nodiscard]] Basis basis() const;
    /// A number to call, from the catalogue; empty if it is not verified. Shown nowhere else than through this.
    [[nodiscard]] std::string number(std::string_view resource) const;
    /// Adds a message to the answer.
    void say(std::string_view id, const wording::Arguments& = {});
    /// A message of one line, as a line for a list; empty if it has nothing to say.
    [[nodiscard]] wording::Line line(std::string_view id, const wording::Arguments& = {}) const;
    /// The same as text.
    [[nodiscard]] std::string words(std::string_view id, const wording::Arguments& = {}) const;

    [[nodiscard]] const law::Vocabulary& vocabulary() const { return tools.catalogue->vocabulary(); }
    /// All that counts now, with what follows from it on `day`.
    [[nodiscard]] law::Situation situation() const;
    [[nodiscard]] bool declined(std::string_view field) const;
    [[nodiscard]] std::optional<law::Value> known(const law::Situation&, std::string_view field) const;
};

/// Facts in words. `value` in the vocabulary's form.
[[nodiscard]] std::string field_words(const Turn&, std::string_view field);  ///< "âge"
[[nodiscard]] std::string value_words(
    const Turn&, std::string_view field, std::string_view value
);  ///< "19 ans"
[[nodiscard]] std::string fact_words(
    const Turn&, std::string_view field, std::string_view value
);  ///< "pas de diplôme"
/// "2026-11-22" → "22 novembre 2026"; anything else as it stands.
[[nodiscard]] std::string day_words(const std::string& iso);
/// Where a field stands when facts are told: the most telling first; all others are last alike.
[[nodiscard]] std::size_t telling_rank(std::string_view field);
/// What leads are said to rest on: the few facts that tell most, as short words.
[[nodiscard]] std::vector<std::string> telling_facts_words(const Turn&);

}  // namespace bot::talking
